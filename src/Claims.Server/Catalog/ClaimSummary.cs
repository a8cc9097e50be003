using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// Counts the claims of a set by what they have in common. Not thread-safe.
/// </summary>
internal sealed class ClaimSummary(Revision revision, ClaimSet claims, Patience patience = default)
{
    // Of fewer claims, the values are read out of each; of more, each value's claims are compared with the set.
    private const int FewClaims = 4096;

    private int[]? _counts;

    /// <summary>The largest groups by a dimension, the largest first, equal ones by value.</summary>
    /// <param name="dimension">What to group by.</param>
    /// <param name="top">How many groups to answer at most.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public DimensionSummary By(Dimension dimension, int top)
    {
        patience.ThrowIfOver();
        var groups = dimension switch
        {
            Dimension.Speaker => OfFacet(Facet.Speaker, value => (revision.Sources[value].Name, revision.Sources[value].DisplayName)),
            Dimension.SourceKind => OfEnum<SourceKind>(Facet.SourceKind),
            Dimension.Identification => OfEnum<Identification>(Facet.Identification),
            Dimension.AttributionKind => OfEnum<AttributionKind>(Facet.AttributionKind),
            Dimension.Polarity => OfEnum<Polarity>(Facet.Polarity),
            Dimension.Certainty => OfEnum<Certainty>(Facet.Certainty),
            Dimension.Force => OfEnum<Force>(Facet.Force),
            Dimension.Topic => OfFacet(Facet.Topic, value => (revision.Topics[value].Slug, revision.Topics[value].DisplayName)),
            Dimension.Place => OfFacet(Facet.Place, value => (revision.Places[value].Slug, revision.Places[value].DisplayName)),
            Dimension.Article => OfArticles(),
            Dimension.StatedDay => OfDates(revision.StatedDates),
            _ => OfDates(revision.EventDates),
        };
        groups.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Value, b.Value));
        return new DimensionSummary
        {
            Dimension = dimension,
            Groups = { groups.Take(top) },
            MoreGroups = Math.Max(groups.Count - top, 0),
        };
    }

    private List<SummaryGroup> OfEnum<T>(Facet facet)
        where T : struct, Enum => OfFacet(facet, value =>
            (EnumNames.Of((T)(object)value), EnumNames.WordsOf((T)(object)value)));

    private List<SummaryGroup> OfFacet(Facet facet, Func<int, (string Value, string DisplayName)> name)
    {
        var first = revision.Values.Start(facet);
        var groups = new List<SummaryGroup>();
        for (var value = first; value < revision.Values.End(facet); value++)
        {
            patience.ThrowIfOver();
            var count = CountOf(value);
            if (count == 0) continue;
            var (text, displayName) = name(value - first);
            groups.Add(new() { Value = text, DisplayName = displayName, Count = count });
        }

        return groups;
    }

    private List<SummaryGroup> OfArticles()
    {
        var groups = new List<SummaryGroup>();
        SummaryGroup? group = null;
        var article = -1;
        for (var walk = new ClaimWalk(claims); walk.MoveNext();)
        {
            var next = revision.ArticleOf(walk.Current);
            if (next != article)
            {
                patience.ThrowIfOver();
                article = next;
                group = new() { Value = revision.Articles[article].Name, DisplayName = revision.Articles[article].Title };
                groups.Add(group);
            }

            group!.Count++;
        }

        return groups;
    }

    private List<SummaryGroup> OfDates(DateColumn dates)
    {
        var counts = new int[revision.Dates.Count];
        for (var walk = new ClaimWalk(claims); walk.MoveNext();)
        {
            if (dates[walk.Current] != DateColumn.None) counts[dates[walk.Current]]++;
        }

        // The same date has several numbers where its bounds are of several zones.
        var groups = new Dictionary<string, SummaryGroup>();
        for (var date = 0; date < counts.Length; date++)
        {
            if (counts[date] == 0) continue;
            var text = revision.Dates.TextOf(date);
            if (!groups.TryGetValue(text, out var group)) groups[text] = group = new() { Value = text, DisplayName = text };
            group.Count += counts[date];
        }

        return [.. groups.Values];
    }

    private int CountOf(int value)
    {
        if (claims.Count == revision.ClaimCount) return revision.Postings[value].Count;
        if (claims.Count > FewClaims) return revision.Postings[value].CountIn(claims);
        return (_counts ??= CountValues())[value];
    }

    private int[] CountValues()
    {
        var counts = new int[revision.Values.Count];
        var reader = new ValueReader(revision.Values, revision.Values.Cues);
        var values = new Column<int>();
        for (var walk = new ClaimWalk(claims); walk.MoveNext();)
        {
            patience.ThrowIfOver();
            values.Clear();
            reader.Read(revision.Encodings.Copy(walk.Current), values);
            foreach (var value in values.Items) counts[value]++;
        }

        return counts;
    }
}
