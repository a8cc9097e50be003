using Claims.V1;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Benchmarks.Queries;

/// <summary>One question of the mix.</summary>
internal sealed record Query(string Title, ListClaimsRequest Request);

/// <summary>
/// What clients ask a catalog of claims: filters of every kind, from one claim to half the corpus. The values are chosen by
/// how many claims have them, so that a mix of the same shape comes of every corpus.
/// </summary>
internal static class QueryMix
{
    public const int PageSize = 50;

    private const string EveryArticle = "articles/-";

    public static IReadOnlyList<Query> Of(ClaimTable table)
    {
        var count = table.Rows.Length;
        var publishedDay = DayIn(table, 0.5);
        var topic = table.Nearest(Several.Topic, count / 100);
        return
        [
            Ask("a speaker of one claim", new() { Speakers = { table.Nearest(Several.Speaker, 1) } }),
            Ask("a speaker of 50", new() { Speakers = { table.Nearest(Several.Speaker, 50) } }),
            Ask("a kind of source", new() { SourceKinds = { SourceKind.Minister } }),
            Ask("a topic and a polarity", new() { Topics = { topic }, Polarities = { Polarity.Negative } }),
            Ask("affiliated with a government", new()
            {
                Affiliations = { table.Nearest(Several.Affiliation, count / 50, IsGovernment) },
            }),
            Ask("affiliated, of three governments, accusing", new()
            {
                Affiliations =
                {
                    table.Nearest(Several.Affiliation, count / 20, IsGovernment),
                    table.Nearest(Several.Affiliation, count / 100, IsGovernment),
                    table.Nearest(Several.Affiliation, count / 200, IsGovernment),
                },
                Forces = { Force.Accuse },
            }),
            Ask("stated on a day", new() { StatedDuring = publishedDay }),
            Ask("stated in a month, of a kind", new()
            {
                StatedDuring = publishedDay[..7], SourceKinds = { SourceKind.Official },
            }),
            Ask("happened in a month", new() { EventDuring = publishedDay[..7] }),
            Ask("happened in a year, a country", new()
            {
                EventDuring = publishedDay[..4], CountryCodes = { table.Nearest(Several.Country, count / 50) },
            }),
            Ask("a country", new() { CountryCodes = { table.Nearest(Several.Country, count / 20) } }),
            Ask("any of four places", new()
            {
                Places =
                {
                    table.Nearest(Several.Place, count / 100), table.Nearest(Several.Place, count / 500),
                    table.Nearest(Several.Place, count / 1000), table.Nearest(Several.Place, count / 10_000),
                },
            }),
            Ask("any of, none of, nested", new()
            {
                Polarities = { Polarity.Positive },
                AnyOf =
                {
                    new ClaimFilter { Topics = { topic }, NoneOf = { new ClaimFilter { Forces = { Force.Assert } } } },
                    new ClaimFilter { Cues = { table.Nearest(Single.Cue, count / 100) } },
                    new ClaimFilter { StatedDuring = publishedDay, AnyOf = { new ClaimFilter { Presupposed = true } } },
                },
                NoneOf =
                {
                    new ClaimFilter { SourceKinds = { SourceKind.StateMedia, SourceKind.Military } },
                    new ClaimFilter { Places = { table.Nearest(Several.Place, count / 100) } },
                },
            }),
            Ask("not presupposed, of a kind", new()
            {
                Presupposed = false, AttributionKinds = { AttributionKind.Direct, AttributionKind.Mixed },
            }),
            Ask("standing at a moment", new() { StandingAt = MomentIn(publishedDay) }),
            Ask("standing at a moment, a topic", new() { StandingAt = MomentIn(publishedDay), Topics = { topic } }),
            Ask("a cue and a force", new() { Cues = { table.Nearest(Single.Cue, count / 50) }, Forces = { Force.Assert } }),
            Ask("a type of relation", new() { RelationTypes = { RelationType.Contradicts } }),
            Ask("an unnamed source, possible", new()
            {
                Identifications = { Identification.Unnamed, Identification.RoleDescribed },
                Certainties = { Certainty.Possible, Certainty.Uncommitted },
            }),
            Ask("a source at any step", new() { Sources = { table.Nearest(Several.Source, count / 200) } }),
            Ask("of an article, negative", new() { Polarities = { Polarity.Negative } }, table.Nearest(Single.Article, 60)),
            Ask("half, latest stated first", new() { StatedDuring = $"../{publishedDay}" }, order: "stated_date desc"),
        ];

        static Query Ask(string title, ClaimFilter filter, string parent = EveryArticle, string order = "") =>
            new(title, new() { Parent = parent, Filter = filter, OrderBy = order, PageSize = PageSize });

        bool IsGovernment(string source) => table.Revision.FindSource(source)!.Kind == SourceKind.Government;
    }

    // The day by which a share of the claims was said.
    private static string DayIn(ClaimTable table, double share)
    {
        const int SecondsPerDay = 24 * 60 * 60;
        var start = (long)Quantile.Of(table.Rows.Select(row => (double)row.Stated.Start), share);
        return DateOnly.FromDayNumber((int)(start / SecondsPerDay)).ToString("yyyy-MM-dd", null);
    }

    private static Timestamp MomentIn(string day) =>
        DateOnly.Parse(day, null).ToDateTime(new(12, 0), DateTimeKind.Utc).ToTimestamp();
}
