using System.Buffers;
using Claims.V1;

namespace Claims.Catalog;

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
        return dimension switch
        {
            Dimension.Speaker => OfSpeakers(),
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

        DimensionSummary OfSpeakers()
        {
            // Sources are numbered by name.
            var groups = new LargestGroups(top, static (a, b) => a.CompareTo(b));
            CountFacet(Facet.Speaker, groups);
            return Summary(groups, source => (revision.Sources.NameOf(source), revision.Sources[source].DisplayName));
        }

        DimensionSummary OfEnum<T>(Facet facet)
            where T : struct, Enum => OfFacet(facet, value =>
                (EnumNames.Of((T)(object)value), EnumNames.WordsOf((T)(object)value)));

        DimensionSummary OfFacet(Facet facet, Func<int, (string Value, string DisplayName)> name)
        {
            var groups = new LargestGroups(top, (a, b) => string.CompareOrdinal(name(a).Value, name(b).Value));
            CountFacet(facet, groups);
            return Summary(groups, name);
        }

        DimensionSummary OfArticles()
        {
            var groups = new LargestGroups(
                top, (a, b) => string.CompareOrdinal(revision.Articles.NameOf(a), revision.Articles.NameOf(b)));
            CountArticles(groups);
            return Summary(groups, article => (revision.Articles.NameOf(article), revision.Articles[article].Title));
        }

        DimensionSummary OfDates(DateColumn dates)
        {
            var groups = new LargestGroups(top, revision.Dates.CompareTexts);
            CountDates(dates, groups);
            return Summary(groups, date => (revision.Dates.TextOf(date), revision.Dates.TextOf(date)));
        }

        DimensionSummary Summary(LargestGroups groups, Func<int, (string Value, string DisplayName)> name)
        {
            var summary = new DimensionSummary { Dimension = dimension, MoreGroups = groups.More };
            foreach (var (value, count) in groups.Take())
            {
                var (text, displayName) = name(value);
                summary.Groups.Add(new SummaryGroup { Value = text, DisplayName = displayName, Count = count });
            }

            return summary;
        }
    }

    private void CountFacet(Facet facet, LargestGroups groups)
    {
        var first = revision.Values.Start(facet);
        for (var value = first; value < revision.Values.End(facet); value++)
        {
            patience.ThrowIfOver();
            groups.Add(value - first, CountOf(value));
        }
    }

    private void CountArticles(LargestGroups groups)
    {
        var (article, count) = (-1, 0);
        for (var walk = new ClaimWalk(claims); walk.MoveNext(); count++)
        {
            var next = revision.Articles.OfClaim(walk.Current);
            if (next == article) continue;
            patience.ThrowIfOver();
            groups.Add(article, count);
            (article, count) = (next, 0);
        }

        groups.Add(article, count);
    }

    private void CountDates(DateColumn dates, LargestGroups groups)
    {
        var counts = ArrayPool<int>.Shared.Rent(revision.Dates.Count);
        try
        {
            counts.AsSpan(0, revision.Dates.Count).Clear();
            for (var walk = new ClaimWalk(claims); walk.MoveNext();)
            {
                if (dates[walk.Current] != DateColumn.None) counts[revision.Dates.FirstOfText(dates[walk.Current])]++;
            }

            patience.ThrowIfOver();
            for (var date = 0; date < revision.Dates.Count; date++) groups.Add(date, counts[date]);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(counts);
        }
    }

    private int CountOf(int value)
    {
        if (claims.Count == revision.ClaimCount) return revision.Postings.CountOf(value);
        if (claims.Count > FewClaims) return revision.Postings[value].CountIn(claims);
        return (_counts ??= CountValues())[value];
    }

    private int[] CountValues()
    {
        var counts = new int[revision.Values.Count];
        var reader = new ValueReader(revision.Values);
        var places = revision.Values.PlacesAbove;
        var values = new Column<int>();
        for (var walk = new ClaimWalk(claims); walk.MoveNext();)
        {
            patience.ThrowIfOver();
            values.Clear();
            reader.Read(revision.Encodings.Copy(walk.Current), values);
            places.AddAbove(values, 0);
            foreach (var value in values.Items) counts[value]++;
        }

        return counts;
    }
}
