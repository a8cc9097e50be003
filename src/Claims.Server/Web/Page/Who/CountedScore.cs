using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Web.Page.Who;

/// <summary>One source among those that make most of many claims.</summary>
/// <param name="Source">The source.</param>
/// <param name="IsPublisher">Whether it makes claims in a publisher's own voice.</param>
/// <param name="IsUnnamed">Whether no claim names it.</param>
/// <param name="Count">How many claims it makes.</param>
/// <param name="Words">Its kind, and what it does by saying them.</param>
/// <param name="Counts">How many of them in each of the times.</param>
public sealed record CountedRow(
    Source Source, bool IsPublisher, bool IsUnnamed, int Count, string Words, IReadOnlyList<int> Counts);

/// <summary>
/// The score of more claims than strokes can be told apart of: the sources that make most of them, by months or years of saying.
/// Immutable.
/// </summary>
public sealed class CountedScore
{
    /// <summary>How many sources are shown.</summary>
    public const int MostRows = 30;

    /// <summary>How many months, or else years.</summary>
    public const int MostTimes = 33;

    private const int MostActs = 4;

    /// <param name="counted">The answer to <see cref="Ask"/>.</param>
    /// <param name="unnamed">How many claims are attributed to sources without a name.</param>
    /// <param name="sourceOf">A source by its name.</param>
    public CountedScore(SummarizeClaimsResponse counted, int unnamed, Func<string, Source> sourceOf)
    {
        var own = CountOf(counted.Summaries[0], EnumNames.Of(AttributionKind.Narrative));
        Title = Score.TitleOf(counted.TotalSize, counted.TotalSize - own, unnamed);
        Publishing = Score.PublishingOf(counted.TotalSize, counted.TotalSize - own, 2);
        var times = counted.Crossed[0].Columns.MoreGroups == 0 ? counted.Crossed[0] : counted.Crossed[1];
        var order = times.Columns.Groups.Index().OrderBy(group => group.Item.Value, StringComparer.Ordinal).ToList();
        Times = [.. order.Select(group => group.Item.DisplayName)];
        Untimed = times.Columns.Without;
        MoreSources = times.Rows.MoreGroups;
        Rows =
        [
            .. times.Rows.Groups.Index().Select(row =>
            {
                var source = sourceOf(row.Item.Value);
                var named = RowOf(counted.Crossed[2], row.Index);
                var forms = RowOf(counted.Crossed[3], row.Index);
                var isUnnamed = named.Count > 0 && named.All(group => ClaimWords.IsUnnamed(ValueOf<Identification>(group.Value)));
                var acts = RowOf(counted.Crossed[4], row.Index).OrderByDescending(group => group.Count).ToList();
                return new CountedRow(
                    source,
                    forms.Any(group => group.Value == EnumNames.Of(AttributionKind.Narrative)),
                    isUnnamed,
                    row.Item.Count,
                    string.Join(", ", acts.Take(MostActs).Select(group => $"{Score.ActWords(ValueOf<Force>(group.Value))} {ClaimWords.Number(group.Count)}")
                        .Prepend(Score.KindWords(source, isUnnamed)
                            + (source.Affiliation.Length > 0 ? $" of {sourceOf(source.Affiliation).DisplayName}" : ""))),
                    [.. order.Select(group => times.Counts[(row.Index * order.Count) + group.Index])]);
            }),
        ];
        Most = Math.Max(Rows.SelectMany(row => row.Counts).DefaultIfEmpty().Max(), 1);
    }

    /// <summary>What is found.</summary>
    public string Title { get; }

    /// <summary>How many claims are the publishers' own.</summary>
    public string Publishing { get; }

    /// <summary>The months or years, in their order.</summary>
    public IReadOnlyList<string> Times { get; }

    /// <summary>How many claims are in none of them.</summary>
    public int Untimed { get; }

    /// <summary>The sources, those with most claims first.</summary>
    public IReadOnlyList<CountedRow> Rows { get; }

    /// <summary>How many more sources make claims.</summary>
    public int MoreSources { get; }

    /// <summary>The most claims that one source makes in one of the times.</summary>
    public int Most { get; }

    /// <summary>What to ask for it.</summary>
    public static SummarizeClaimsRequest Ask(string parent, ClaimFilter filter) => new()
    {
        Parent = parent,
        Filter = filter,
        Dimensions = { Dimension.AttributionKind },
        Crossings =
        {
            By(Dimension.StatedMonth, MostTimes),
            By(Dimension.StatedYear, MostTimes),
            By(Dimension.Identification, 10),
            By(Dimension.AttributionKind, 10),
            By(Dimension.Force, 10),
        },
    };

    private static Crossing By(Dimension columns, int top) =>
        new() { Rows = Dimension.Speaker, Columns = columns, TopRows = MostRows, TopColumns = top };

    private static int CountOf(DimensionSummary summary, string value) =>
        summary.Groups.FirstOrDefault(group => group.Value == value)?.Count ?? 0;

    private static List<(string Value, int Count)> RowOf(CrossedSummary crossed, int row) =>
    [
        .. crossed.Columns.Groups.Index()
            .Select(column => (column.Item.Value, Count: crossed.Counts[(row * crossed.Columns.Groups.Count) + column.Index]))
            .Where(column => column.Count > 0),
    ];

    private static T ValueOf<T>(string name)
        where T : struct, Enum => Enum.GetValues<T>().First(value => EnumNames.Of(value) == name);
}
