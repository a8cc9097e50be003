using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.Catalog.Search;
using Claims.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Rpc;

/// <summary>
/// Checks one request: collects every violation, and raises them together. Every rule on requests is here, but for
/// those on filters: <see cref="FilterRules"/>.
/// </summary>
internal sealed class RequestRules
{
    /// <summary>The most names a batch may ask for.</summary>
    public const int MaximumBatchSize = 100;

    /// <summary>The most filters of a request, all those in others included.</summary>
    public const int MaximumFilters = 100;

    /// <summary>The most values that a filter, or a list of a request, may hold.</summary>
    public const int MaximumValues = 1000;

    // Of all fields together, before any is made: no request that breaks no rule has nearly as many.
    private const int MaximumScanned = 4 * MaximumValues;

    private const int MaximumMaskPaths = 100;

    private const int MaximumQueryLength = 1000;
    private const int MaximumPieces = 32;
    private const int MaximumWords = 64;
    private const int MaximumPrefixes = 8;
    private const int MaximumCrossings = 10;
    private const int MaximumCells = 1000;

    // Made for the first of them: most requests have none.
    private List<FieldViolation>? _violations;

    /// <summary>Refuses a request that would be large once it is made, whatever else is wrong with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">Its type.</param>
    /// <param name="scan">What it holds.</param>
    public static void ThrowIfTooMany(ReadOnlySpan<byte> request, MessageDescriptor type, in RequestScan scan)
    {
        if (scan.Filters > MaximumFilters)
        {
            throw Failures.InvalidRequest([new("filter", TooMany("filters", scan.Filters, MaximumFilters))]);
        }

        if (scan.Values <= MaximumScanned) return;
        List<FieldViolation> violations = [];
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            var one = new RequestScan(type, field);
            one.Read(request);
            if (one.Values > MaximumValues) violations.Add(new(field.Name, TooMany("values", one.Values, MaximumValues)));
        }

        throw Failures.InvalidRequest(violations);
    }

    /// <summary>Raises what was found wrong, if anything was.</summary>
    public void ThrowIfBroken()
    {
        if (_violations is not null) throw Failures.InvalidRequest(_violations);
    }

    public RequestRules ClaimName(string field, string name) =>
        Name(field, name, ResourceName.IsClaim(name), ResourceName.ClaimForm);

    public RequestRules ArticleName(string field, string name) =>
        Name(field, name, ResourceName.IsArticle(name), ResourceName.ArticleForm);

    public RequestRules SourceName(string field, string name) =>
        Name(field, name, ResourceName.IsSource(name), ResourceName.SourceForm);

    public RequestRules Parent(string name) => Name("parent", name,
        name == ResourceName.EveryArticle || ResourceName.IsArticle(name),
        $"{ResourceName.ArticleForm}, or {ResourceName.EveryArticle} for all");

    public RequestRules BatchNames(IReadOnlyList<string> names)
    {
        if (names.Count is > 0 and <= MaximumBatchSize) return Names("names", names, ResourceName.IsClaim, ResourceName.ClaimForm);
        Add("names", $"{names.Count} names given; expected 1 to {MaximumBatchSize}");
        return this;
    }

    public RequestRules PageSize(int size)
    {
        if (size < 0) Add("page_size", $"{size} is negative; expected 0 for the default, or 1 to {Paging.MaximumSize}");
        return this;
    }

    /// <summary>That no fields are named, where all are answered.</summary>
    public RequestRules NoMask(FieldMask? mask)
    {
        if (mask is { Paths.Count: > 0 }) Add("read_mask", "a table has all of its columns; leave it out");
        return this;
    }

    /// <summary>That no page is asked for, where all is answered.</summary>
    public RequestRules NoPage(int size, string token)
    {
        if (size != 0) Add("page_size", "all that matches is answered; leave it out");
        if (token.Length > 0) Add("page_token", "all that matches is answered; leave it out");
        return this;
    }

    public RequestRules Revision(string revision)
    {
        if (revision.Length == 0 || RevisionId.IsWellFormed(revision)) return this;
        Add("revision", $"'{Quote.Cut(revision)}' is malformed; expected 32 hexadecimal digits, lower-case, as in the "
            + "answer that it was given in");
        return this;
    }

    public RequestRules OrderBy(string text, out ClaimOrder order)
    {
        if (ClaimOrder.Parse(text, out order) is { } problem) Add("order_by", problem);
        return this;
    }

    public RequestRules ArticleOrder(string text, out ArticleOrder order)
    {
        if (Catalog.ArticleOrder.Parse(text, out order) is { } problem) Add("order_by", problem);
        return this;
    }

    public RequestRules ReadMask(FieldMask? mask, MessageDescriptor resource)
    {
        if (mask is null || IsTooLong("read_mask.paths", mask.Paths.Count, MaximumMaskPaths)) return this;
        for (var i = 0; i < mask.Paths.Count; i++)
        {
            if (Rpc.ReadMask.Resolve(mask.Paths[i], resource, out var problem) is not null) continue;
            Add($"read_mask.paths[{i}]", problem!);
        }

        return this;
    }

    /// <param name="field">The field.</param>
    /// <param name="names">Its values.</param>
    /// <param name="isWellFormed">Whether one is well-formed.</param>
    /// <param name="form">What one looks like.</param>
    /// <param name="path">Of which message in the request the field is; empty for the request's own. Paths are put together
    /// only for what is wrong, which is seldom anything.</param>
    public RequestRules Names(
        string field, IReadOnlyList<string> names, Func<ReadOnlySpan<char>, bool> isWellFormed, string form, string path = "")
    {
        if (IsTooLong(field, names.Count, MaximumValues)) return this;
        for (var i = 0; i < names.Count; i++)
        {
            if (!isWellFormed(names[i])) Name(PathOf(path, field, i), names[i], isWellFormed: false, form);
        }

        return this;
    }

    public RequestRules Slugs(string field, IReadOnlyList<string> slugs, string path = "")
    {
        if (IsTooLong(field, slugs.Count, MaximumValues)) return this;
        for (var i = 0; i < slugs.Count; i++)
        {
            if (ResourceName.IsSlug(slugs[i])) continue;
            Add(PathOf(path, field, i), $"'{Quote.Cut(slugs[i])}' is malformed; expected {ResourceName.SlugForm}");
        }

        return this;
    }

    public RequestRules Countries(string field, IReadOnlyList<string> codes, string path = "")
    {
        if (IsTooLong(field, codes.Count, MaximumValues)) return this;
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i] is [>= 'A' and <= 'Z', >= 'A' and <= 'Z']) continue;
            Add(PathOf(path, field, i), $"'{Quote.Cut(codes[i])}' is malformed; expected two capital letters of ISO 3166-1, such as 'SY'");
        }

        return this;
    }

    public RequestRules Languages(string field, IReadOnlyList<string> tags, string path = "")
    {
        if (IsTooLong(field, tags.Count, MaximumValues)) return this;
        for (var i = 0; i < tags.Count; i++)
        {
            if (LanguageTag.IsMatch(tags[i])) continue;
            Add(PathOf(path, field, i), $"'{Quote.Cut(tags[i])}' is no language tag; expected BCP 47, such as 'en' or 'pt-BR'");
        }

        return this;
    }

    /// <summary>Checks a period to ask for.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">Its value.</param>
    /// <param name="period">The period; null where none is given or it is malformed.</param>
    public RequestRules Period(string field, string text, out Edtf? period)
    {
        period = Date(field, text, "");
        return this;
    }

    /// <summary>Every value of a repeated enum field must be one the contract defines, and not its zero.</summary>
    public RequestRules Enums<T>(string field, IReadOnlyList<T> values, string path = "")
        where T : struct, System.Enum
    {
        if (IsTooLong(field, values.Count, MaximumValues)) return this;
        for (var i = 0; i < values.Count; i++)
        {
            if (System.Enum.IsDefined(values[i]) && !values[i].Equals(default(T))) continue;
            Add(PathOf(path, field, i), $"{EnumNames.Of(values[i])} is no value to ask for; expected one of {typeof(T).Name} but its "
                + "zero");
        }

        return this;
    }

    /// <summary>Checks a filter and all filters in it.</summary>
    /// <param name="filter">The filter, or null for none.</param>
    /// <param name="criteria">What it asks; of no use where a rule is broken.</param>
    public RequestRules Filter(ClaimFilter? filter, out ClaimCriteria criteria)
    {
        criteria = filter is null ? ClaimCriteria.None : new FilterRules(this).Check(filter);
        return this;
    }

    public RequestRules Query(string text, out SearchQuery query)
    {
        query = SearchQuery.Empty;
        var length = text.EnumerateRunes().Count();
        if (length > MaximumQueryLength)
        {
            Add("query", TooMany("characters", length, MaximumQueryLength));
            return this;
        }

        query = SearchQuery.Parse(text);
        if (query.IsEmpty)
        {
            Add("query", text.Length == 0
                ? "required; expected at least one word"
                : $"'{Quote.Cut(text)}' asks for no word; expected at least one that is not excluded");
        }

        AtMost(MaximumPieces, query.PieceCount, "different pieces");
        AtMost(MaximumWords, query.WordCount, "words");
        AtMost(MaximumPrefixes, query.PrefixCount, "prefixes");
        return this;

        void AtMost(int maximum, int count, string what)
        {
            if (count > maximum) Add("query", TooMany(what, count, maximum));
        }
    }

    /// <summary>Checks words of names.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">Its value.</param>
    /// <param name="isRequired">Whether there must be any.</param>
    /// <param name="query">What is looked for; of no use where a rule is broken.</param>
    public RequestRules NameQuery(string field, string text, bool isRequired, out NameQuery query)
    {
        query = Catalog.NameQuery.None;
        var length = text.EnumerateRunes().Count();
        if (length > MaximumQueryLength) Add(field, TooMany("characters", length, MaximumQueryLength));
        else if (text.Length == 0 && isRequired) Add(field, "required; expected at least one word");
        else if (text.Length > 0)
        {
            query = Catalog.NameQuery.Of(text);
            if (query.Words.Count == 0) Add(field, $"'{Quote.Cut(text)}' has no word; expected at least one");
            if (query.Words.Count > MaximumPieces) Add(field, TooMany("words", query.Words.Count, MaximumPieces));
        }

        return this;
    }

    /// <param name="asked">What is asked.</param>
    /// <param name="queries">The names; of no use where a rule is broken.</param>
    public RequestRules SourceQueries(IReadOnlyList<SourceQuery> asked, out IReadOnlyList<NameQuery> queries)
    {
        queries = [];
        if (asked.Count is 0 or > MaximumValues)
        {
            Add("queries", $"{asked.Count} names given; expected 1 to {MaximumValues}");
            return this;
        }

        var names = new NameQuery[asked.Count];
        for (var i = 0; i < names.Length; i++)
        {
            NameQuery($"queries[{i}].name", asked[i].Name, isRequired: true, out names[i]);
            Enums("kinds", asked[i].Kinds, $"queries[{i}]");
            if (asked[i].Limit < 0)
            {
                Negative($"queries[{i}].limit", asked[i].Limit, AnswerSize.DefaultCandidates, AnswerSize.MaximumCandidates);
            }
        }

        queries = names;
        return this;
    }

    public RequestRules Dimensions(IReadOnlyList<Dimension> dimensions, bool isRequired)
    {
        if (dimensions.Count == 0 && isRequired) Add("dimensions", "required; expected at least one Dimension, or a crossing");
        Enums("dimensions", dimensions);
        if (dimensions.Count > MaximumValues) return this;
        for (var i = 1; i < dimensions.Count; i++)
        {
            if (dimensions.Take(i).Contains(dimensions[i])) Add($"dimensions[{i}]", $"{EnumNames.Of(dimensions[i])} is given twice");
        }

        return this;
    }

    public RequestRules Top(int top)
    {
        if (top < 0) Negative("top", top, AnswerSize.DefaultGroups, AnswerSize.MaximumGroups);
        return this;
    }

    public RequestRules Order(SummaryOrder order)
    {
        if (!System.Enum.IsDefined(order)) Add("order", $"{EnumNames.Of(order)} is no order; expected one of SummaryOrder");
        return this;
    }

    public RequestRules Crossings(IReadOnlyList<Crossing> crossings)
    {
        if (IsTooLong("crossings", crossings.Count, MaximumCrossings)) return this;
        for (var i = 0; i < crossings.Count; i++)
        {
            var path = $"crossings[{i}]";
            var (rows, columns) = (AnswerSize.GroupsOf(crossings[i].TopRows), AnswerSize.GroupsOf(crossings[i].TopColumns));
            One("rows", crossings[i].Rows);
            One("columns", crossings[i].Columns);
            if (crossings[i].Rows == crossings[i].Columns) Add($"{path}.columns", "the same as rows; expected another Dimension");
            if (crossings[i].TopRows < 0)
            {
                Add($"{path}.top_rows", $"{crossings[i].TopRows} is negative; expected 0 for {AnswerSize.DefaultGroups}, or more");
            }

            if (crossings[i].TopColumns < 0)
            {
                Add($"{path}.top_columns", $"{crossings[i].TopColumns} is negative; expected 0 for {AnswerSize.DefaultGroups}, or more");
            }
            else if (crossings[i].TopRows >= 0 && rows * columns > MaximumCells)
            {
                Add($"{path}.top_columns", $"{rows} rows of {columns} columns asked for; the most is {MaximumCells} cells");
            }

            void One(string field, Dimension dimension)
            {
                if (dimension == 0 || !System.Enum.IsDefined(dimension))
                {
                    Add($"{path}.{field}", $"{EnumNames.Of(dimension)} is no value to ask for; expected one of Dimension but its zero");
                }
            }
        }

        return this;
    }

    public RequestRules Similar(int limit)
    {
        if (limit < 0) Negative("limit", limit, AnswerSize.DefaultSimilar, AnswerSize.MaximumSimilar);
        return this;
    }

    public RequestRules MaxClaims(int maximum)
    {
        if (maximum < 0) Negative("max_claims", maximum, AnswerSize.DefaultTraced, AnswerSize.MaximumTraced);
        return this;
    }

    /// <returns>The date, or null where none is given or it is malformed.</returns>
    public Edtf? Date(string field, string text, string path)
    {
        if (text.Length == 0) return null;
        if (Edtf.TryParsePeriod(text, out var date, out var problem)) return date;
        Add(path.Length == 0 ? field : $"{path}.{field}", $"'{Quote.Cut(text)}': {problem}");
        return null;
    }

    private static string PathOf(string path, string field, int item) =>
        path.Length == 0 ? $"{field}[{item}]" : $"{path}.{field}[{item}]";

    private RequestRules Name(string field, string name, bool isWellFormed, string form)
    {
        if (isWellFormed) return this;
        Add(field, name.Length == 0
            ? $"required; expected {form}"
            : $"'{Quote.Cut(name)}' is malformed; expected {form}, each part {ResourceName.SlugForm}");
        return this;
    }

    public static string TooMany(string what, int count, int maximum) => $"{count} {what} given; the most is {maximum}";

    private void Negative(string field, int size, int byDefault, int most) =>
        Add(field, $"{size} is negative; expected 0 for {byDefault}, or 1 to {most}");

    // Told once: what is in too long a list is not looked at.
    private bool IsTooLong(string field, int count, int maximum)
    {
        if (count <= maximum) return false;
        Add(field, TooMany("values", count, maximum));
        return true;
    }

    /// <summary>Notes what is wrong with a field, by its path in the request.</summary>
    public void Add(string field, string description) => (_violations ??= []).Add(new(field, description));
}
