using Claims.V1;

namespace Claims.Benchmarks.Searches;

/// <summary>What a search is an example of, and how many times as fast as the peers it must be.</summary>
/// <param name="Name">What it is an example of.</param>
/// <param name="Fts5">The bar against SQLite's FTS5.</param>
/// <param name="Postgres">The bar against PostgreSQL's GIN and ts_rank.</param>
internal sealed record SearchClass(string Name, Bar Fts5, Bar Postgres)
{
    public static readonly SearchClass Common = new("common", Bars.CommonWordsFts5, Bars.CommonWordsPostgres);
    public static readonly SearchClass Rare = new("rarer", Bars.RareWords, Bars.RareWords);
    public static readonly SearchClass Two = new("two", Bars.TwoWordsFts5, Bars.NoSlower);
    public static readonly SearchClass Other = new("other", Bars.NoSlower, Bars.NoSlower);
}

/// <summary>One search of the mix.</summary>
internal sealed record Search(SearchClass Class, string Title, SearchClaimsRequest Request);

/// <summary>
/// What people look for in a catalog of claims. The words are chosen by how many claims hold them.
/// </summary>
internal static class SearchMix
{
    public const int PageSize = 10;

    private const string EveryArticle = "articles/-";

    public static IReadOnlyList<Search> Of(ClaimWords words)
    {
        var found = new WordStatistics(words);
        var count = words.ClaimCount;
        var (half, quarter, tenth) = (found.Word(0.5 * count), found.Word(0.25 * count), found.Word(0.12 * count));
        var (hundredth, thousandth) = (found.Word(0.01 * count), found.Word(0.001 * count));
        var (fifty, five, one) = (found.Word(50), found.Word(5), found.Word(1));
        var (rareA, rareB) = found.RarePair();
        var (oftenPhrase, phrase, rarePhrase) = (found.Phrase(0.01 * count), found.Phrase(0.001 * count), found.Phrase(10));
        var negative = new ClaimFilter { Polarities = { Polarity.Negative } };
        var ministers = new ClaimFilter { SourceKinds = { SourceKind.Minister } };
        return
        [
            Ask(SearchClass.Common, "in half", half),
            Ask(SearchClass.Common, "in a quarter", quarter),
            Ask(SearchClass.Common, "in a tenth", tenth),
            Ask(SearchClass.Rare, "in a hundredth", hundredth),
            Ask(SearchClass.Rare, "in a thousandth", thousandth),
            Ask(SearchClass.Rare, "in fifty", fifty),
            Ask(SearchClass.Rare, "in five", five),
            Ask(SearchClass.Rare, "in one", one),
            Ask(SearchClass.Two, "common, common", $"{half} {quarter}"),
            Ask(SearchClass.Two, "common, a hundredth", $"{quarter} {hundredth}"),
            Ask(SearchClass.Two, "a tenth, a hundredth", $"{tenth} {hundredth}"),
            Ask(SearchClass.Two, "a hundredth, a thousandth", $"{hundredth} {thousandth}"),
            Ask(SearchClass.Two, "common, fifty", $"{half} {fifty}"),
            Ask(SearchClass.Two, "rare, rare, of one claim", $"{rareA} {rareB}"),
            Ask(SearchClass.Other, "phrase, in a hundredth", $"\"{oftenPhrase}\""),
            Ask(SearchClass.Other, "phrase, in a thousandth", $"\"{phrase}\""),
            Ask(SearchClass.Other, "phrase, in ten", $"\"{rarePhrase}\""),
            Ask(SearchClass.Other, "phrase and word", $"\"{oftenPhrase}\" {quarter}"),
            Ask(SearchClass.Other, "prefix of a hundredth", $"{Start(hundredth)}*"),
            Ask(SearchClass.Other, "prefix and word", $"{Start(thousandth)}* {quarter}"),
            Ask(SearchClass.Other, "common or a hundredth", $"{quarter} OR {hundredth}"),
            Ask(SearchClass.Other, "either of two, and common", $"{half} {hundredth} OR {thousandth}"),
            Ask(SearchClass.Other, "common, not common", $"{half} -{quarter}"),
            Ask(SearchClass.Other, "a hundredth, not common", $"{hundredth} -{half}"),
            Ask(SearchClass.Other, "common, negative", half, negative),
            Ask(SearchClass.Other, "a tenth, of ministers", tenth, ministers),
            Ask(SearchClass.Other, "a hundredth, of ministers", hundredth, ministers),
            Ask(SearchClass.Other, "fifty, negative", fifty, negative),
        ];

        // Short enough that no stem is shorter.
        static string Start(string word) => word[..Math.Min(3, word.Length)];

        static Search Ask(SearchClass kind, string title, string query, ClaimFilter? filter = null) =>
            new(kind, title, new() { Query = query, Parent = EveryArticle, Filter = filter, PageSize = PageSize });
    }
}
