using Claims.V1;

namespace Claims.Server.Web.Page.Who;

/// <summary>One source among those that make most of many claims.</summary>
/// <param name="Source">The source.</param>
/// <param name="IsPublisher">Whether it makes claims in a publisher's own voice.</param>
/// <param name="IsUnnamed">Whether no claim names it.</param>
/// <param name="Count">How many claims it makes.</param>
/// <param name="Words">Its kind, and what it is affiliated with.</param>
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

    /// <param name="size">How many claims there are.</param>
    /// <param name="times">Their sources by months or years of saying.</param>
    /// <param name="own">Those in publishers' own voices, by source.</param>
    /// <param name="unnamed">Those of sources without a name, likewise.</param>
    /// <param name="sourceOf">A source by its name.</param>
    public CountedScore(
        int size, CrossedSummary times, SummarizeClaimsResponse own, SummarizeClaimsResponse unnamed, Func<string, Source> sourceOf)
    {
        var attributed = size - own.TotalSize;
        var publishers = own.Summaries[0].Groups.ToDictionary(group => group.Value, group => group.Count);
        var nameless = unnamed.Summaries[0].Groups.ToDictionary(group => group.Value, group => group.Count);
        Title = Score.TitleOf(size, attributed, unnamed.TotalSize);
        Publishing = Score.PublishingOf(size, attributed, publishers.Count + own.Summaries[0].MoreGroups);
        var order = times.Columns.Groups.Index().OrderBy(group => group.Item.Value, StringComparer.Ordinal).ToList();
        Times = [.. order.Select(group => group.Item.DisplayName)];
        MoreSources = times.Rows.MoreGroups;
        Rows =
        [
            .. times.Rows.Groups.Index().Select(row =>
            {
                var source = sourceOf(row.Item.Value);
                var isUnnamed = nameless.GetValueOrDefault(source.Name) == row.Item.Count;
                return new CountedRow(
                    source,
                    publishers.ContainsKey(source.Name),
                    isUnnamed,
                    row.Item.Count,
                    Score.KindWords(source, isUnnamed)
                        + (source.Affiliation.Length > 0 ? $" of {sourceOf(source.Affiliation).DisplayName}" : ""),
                    [.. order.Select(column => times.Counts[(row.Index * order.Count) + column.Index])]);
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

    /// <summary>The sources, those with most claims first.</summary>
    public IReadOnlyList<CountedRow> Rows { get; }

    /// <summary>How many more sources make claims.</summary>
    public int MoreSources { get; }

    /// <summary>The most claims that one source makes in one of the times.</summary>
    public int Most { get; }
}
