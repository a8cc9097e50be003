using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// Counts the claims of a set by what they have in common. Not thread-safe.
/// </summary>
internal sealed class ClaimSummary(Revision revision, ClaimSet claims, Patience patience = default)
{
    private readonly ValueCounts _counts = new(revision, claims, patience);

    /// <summary>The first groups by a dimension.</summary>
    /// <param name="dimension">What to group by.</param>
    /// <param name="top">How many groups to answer at most.</param>
    /// <param name="order">Which come first.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public DimensionSummary By(Dimension dimension, int top, SummaryOrder order) => By(dimension, top, order, out _, out _);

    /// <summary>The first groups by two dimensions, and how many claims are in each two of them.</summary>
    /// <param name="crossing">What to group by.</param>
    /// <param name="topRows">How many groups by the first to answer at most.</param>
    /// <param name="topColumns">How many by the second.</param>
    /// <param name="order">Which come first.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public CrossedSummary By(Crossing crossing, int topRows, int topColumns, SummaryOrder order)
    {
        var crossed = new CrossedSummary
        {
            Rows = By(crossing.Rows, topRows, order, out var rows, out var rowGroups),
            Columns = By(crossing.Columns, topColumns, order, out var columns, out var columnGroups),
        };
        var counts = new int[columnGroups.Length];
        for (var row = 0; row < rowGroups.Length; row++)
        {
            patience.ThrowIfOver();
            using var sets = new SetAlgebra(revision.ClaimCount, patience);
            columns.Tally(rows.ClaimsOf(rowGroups, row, sets), columnGroups, counts);
            crossed.Counts.Add(counts);
        }

        return crossed;
    }

    private DimensionSummary By(Dimension dimension, int top, SummaryOrder order, out ClaimGrouping grouping, out int[] values)
    {
        patience.ThrowIfOver();
        grouping = GroupingBy(dimension);
        var groups = new FirstGroups(top, grouping.Compare, order == SummaryOrder.Value);
        grouping.Count(groups);
        var summary = new DimensionSummary { Dimension = dimension, MoreGroups = groups.More, Without = grouping.Without };
        var first = groups.Take();
        values = Array.ConvertAll(first, group => group.Value);
        foreach (var (value, count) in first)
        {
            var (text, displayName) = grouping.NameOf(value);
            summary.Groups.Add(new SummaryGroup { Value = text, DisplayName = displayName, Count = count });
        }

        return summary;
    }

    private ClaimGrouping GroupingBy(Dimension dimension)
    {
        return dimension switch
        {
            Dimension.Speaker => ByFacet(
                Facet.Speaker, source => (revision.Sources.NameOf(source), revision.Sources[source].DisplayName), (a, b) => a.CompareTo(b)),
            Dimension.SourceKind => ByEnum<SourceKind>(Facet.SourceKind),
            Dimension.Identification => ByEnum<Identification>(Facet.Identification),
            Dimension.AttributionKind => ByEnum<AttributionKind>(Facet.AttributionKind),
            Dimension.Scope => ByEnum<AttributionScope>(Facet.Scope),
            Dimension.Polarity => ByEnum<Polarity>(Facet.Polarity),
            Dimension.Certainty => ByEnum<Certainty>(Facet.Certainty),
            Dimension.Force => ByEnum<Force>(Facet.Force),
            Dimension.RelationType => ByEnum<RelationType>(Facet.RelationType),
            Dimension.Presupposed => new PresupposedGrouping(revision, claims, _counts),
            Dimension.Topic => ByTexts(Facet.Topic, topic => (revision.Topics[topic].Slug, revision.Topics[topic].DisplayName)),
            Dimension.Place => ByTexts(Facet.Place, place => (revision.Places[place].Slug, revision.Places[place].DisplayName)),
            Dimension.Country => ByTexts(Facet.Country, country => Same(revision.Values.Countries.TextOf(country))),
            Dimension.Cue => ByTexts(Facet.Cue, cue => Same(revision.Values.Cues.TextOf(cue))),
            Dimension.Article => new ArticleGrouping(revision, claims, patience),
            Dimension.StatedDay => new DateGrouping(revision.Dates, revision.StatedDates, claims, CalendarUnit.Text, patience),
            Dimension.StatedMonth => new DateGrouping(revision.Dates, revision.StatedDates, claims, CalendarUnit.Month, patience),
            Dimension.StatedYear => new DateGrouping(revision.Dates, revision.StatedDates, claims, CalendarUnit.Year, patience),
            Dimension.EventDay => new DateGrouping(revision.Dates, revision.EventDates, claims, CalendarUnit.Text, patience),
            Dimension.EventMonth => new DateGrouping(revision.Dates, revision.EventDates, claims, CalendarUnit.Month, patience),
            Dimension.EventYear => new DateGrouping(revision.Dates, revision.EventDates, claims, CalendarUnit.Year, patience),
            _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "There is no such dimension."),
        };

        static (string Value, string DisplayName) Same(string text) => (text, text);

        ClaimGrouping ByEnum<T>(Facet facet)
            where T : struct, Enum => ByTexts(facet, value => (EnumNames.Of((T)(object)value), EnumNames.WordsOf((T)(object)value)));

        ClaimGrouping ByTexts(Facet facet, Func<int, (string Value, string DisplayName)> name) =>
            ByFacet(facet, name, (a, b) => string.CompareOrdinal(name(a).Value, name(b).Value));

        ClaimGrouping ByFacet(Facet facet, Func<int, (string Value, string DisplayName)> name, Comparison<int> compare) =>
            new FacetGrouping(revision, claims, facet, _counts, name, compare, patience);
    }
}
