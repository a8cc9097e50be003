using Claims.Catalog;
using Claims.V1;
using Google.Protobuf.Collections;

namespace Claims.Benchmarks.Queries;

/// <summary>
/// How an engine is asked for what it has more than one way to answer.
/// </summary>
/// <param name="Name">What tells it from the other ways.</param>
/// <param name="HasAny">The condition that a claim has any of some values, separated by commas.</param>
/// <param name="Overlaps">The condition that a date, <c>stated</c> or <c>event</c>, overlaps with another.</param>
internal sealed record SqlForm(string Name, Func<Several, string, string> HasAny, Func<string, Edtf, string> Overlaps);

/// <summary>
/// A list request as SQL: a page of its claims, and how many there are on all pages. Values stand in the text, so that an
/// engine can plan for them.
/// </summary>
/// <remarks>
/// What is asked for: <c>claim</c> has the id and a column for each <see cref="Single"/>; <c>claim_topic</c> and
/// its like have a value and a claim for each of <see cref="Several"/>; <c>body</c> has id, name and encoding.
/// </remarks>
internal sealed class FilterSql(ClaimTable table, SqlForm form)
{
    public SqlQuery Of(ListClaimsRequest request)
    {
        var conditions = new List<Condition>();
        if (request.Parent != ResourceName.EveryArticle)
        {
            conditions.Add(new($"article = {table.NumberOf(Single.Article, request.Parent)}"));
        }

        AddConditions(request.Filter, conditions);
        var (order, keys) = request.OrderBy switch
        {
            "" => ("found", ""),
            "stated_date desc" => ("stated_from DESC, stated_until DESC, found", ", stated_from, stated_until"),
            _ => throw new ScenarioException($"No SQL is written for the order '{request.OrderBy}'."),
        };

        // One value of one column is a range of its own table, in the order of the page.
        var (ids, matches) = conditions is [{ Range: { } range }] && request.OrderBy.Length == 0
            ? ("claim", range)
            : ("id", $"claim WHERE {AllOf(conditions)}");
        return new(
            $"""
            SELECT b.name, b.encoded
            FROM (SELECT {ids} AS found{keys} FROM {matches} ORDER BY {order} LIMIT {QueryMix.PageSize}) p
            JOIN body b ON b.id = p.found
            ORDER BY {order}
            """,
            $"SELECT count(*) FROM {matches}");
    }

    /// <summary>A filter as one condition.</summary>
    public string Where(ClaimFilter filter)
    {
        var conditions = new List<Condition>();
        AddConditions(filter, conditions);
        return conditions.Count == 0 ? "1 = 1" : AllOf(conditions);
    }

    public static string TableOf(Several column) => $"claim_{NameOf(column)}";

    public static string NameOf(Enum column) => column.ToString().ToLowerInvariant();

    private void AddConditions(ClaimFilter filter, List<Condition> conditions)
    {
        AddTexts(Several.Speaker, filter.Speakers);
        AddTexts(Several.Source, filter.Sources);
        AddTexts(Several.Affiliation, filter.Affiliations);
        AddTexts(Several.Topic, filter.Topics);
        AddTexts(Several.Place, filter.Places);
        AddTexts(Several.Country, filter.CountryCodes);
        AddSeveral(Several.SourceKind, filter.SourceKinds.Select(value => (int)value));
        AddSeveral(Several.Identification, filter.Identifications.Select(value => (int)value));
        AddSeveral(Several.RelationType, filter.RelationTypes.Select(value => (int)value));
        AddSingle(Single.AttributionKind, filter.AttributionKinds.Select(value => (int)value));
        AddSingle(Single.Scope, filter.Scopes.Select(value => (int)value));
        AddSingle(Single.Cue, filter.Cues.Select(cue => table.NumberOf(Single.Cue, cue)));
        AddSingle(Single.Polarity, filter.Polarities.Select(value => (int)value));
        AddSingle(Single.Certainty, filter.Certainties.Select(value => (int)value));
        AddSingle(Single.Force, filter.Forces.Select(value => (int)value));
        if (filter.HasPresupposed) AddSingle(Single.Presupposed, [filter.Presupposed ? 1 : 0]);
        if (filter.StatedDuring.Length > 0) conditions.Add(new(form.Overlaps("stated", Edtf.Parse(filter.StatedDuring))));
        if (filter.EventDuring.Length > 0) conditions.Add(new(form.Overlaps("event", Edtf.Parse(filter.EventDuring))));
        if (filter.StandingAt is { } time)
        {
            var moment = DateSpan.Seconds(time);
            conditions.Add(new($"stated_until <= {moment} AND superseded_from > {moment}"));
        }

        foreach (var inner in filter.AllOf) AddConditions(inner, conditions);
        if (filter.AnyOf.Count > 0) conditions.Add(new($"({AnyOf(filter.AnyOf)})"));
        if (filter.NoneOf.Count > 0) conditions.Add(new($"NOT ({AnyOf(filter.NoneOf)})"));

        void AddTexts(Several column, RepeatedField<string> texts) =>
            AddSeveral(column, texts.Select(text => table.NumberOf(column, text)));

        void AddSeveral(Several column, IEnumerable<int> values)
        {
            var texts = string.Join(",", values);
            if (texts.Length == 0) return;
            var range = values.Count() == 1 ? $"{TableOf(column)} WHERE value = {texts}" : null;
            conditions.Add(new(form.HasAny(column, texts), range));
        }

        void AddSingle(Single column, IEnumerable<int> values)
        {
            if (values.Any()) conditions.Add(new($"{NameOf(column)} IN ({string.Join(",", values)})"));
        }
    }

    private string AnyOf(IEnumerable<ClaimFilter> filters) =>
        string.Join(" OR ", filters.Select(filter => $"({Where(filter)})"));

    private static string AllOf(List<Condition> conditions) =>
        string.Join(" AND ", conditions.Select(condition => condition.Sql));

    // Where it is one value of one column: the range of a table that is all its claims.
    private sealed record Condition(string Sql, string? Range = null);
}

/// <summary>The two statements that answer a list request.</summary>
/// <param name="Page">Names and encodings of the page's claims, in order.</param>
/// <param name="Total">How many claims match.</param>
internal sealed record SqlQuery(string Page, string Total);
