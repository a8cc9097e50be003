using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// For each source, the claims at any step of which it is the source, or one that is affiliated with it, directly or through
/// others. Immutable.
/// </summary>
internal sealed class AffiliationPostings
{
    private readonly FacetValues _values;
    private readonly Postings _postings;

    // Of sources with affiliates only: the claims of the others are their own.
    private readonly Dictionary<int, ClaimSet> _sets = [];

    private AffiliationPostings(FacetValues values, Postings postings)
    {
        _values = values;
        _postings = postings;
    }

    /// <summary>The claims of a source, by its number.</summary>
    public ClaimSet this[int source] =>
        _sets.TryGetValue(source, out var set) ? set : _postings[_values.Start(Facet.Source) + source];

    /// <summary>Gathers the claims.</summary>
    /// <param name="sources">The sources, by number, affiliated with each other by current names and in no circle.</param>
    /// <param name="values">The values of the postings.</param>
    /// <param name="postings">The claims of each source alone.</param>
    /// <param name="claimCount">How many claims there are.</param>
    public static AffiliationPostings Of(IReadOnlyList<Source> sources, FacetValues values, Postings postings, int claimCount)
    {
        var numbers = new Dictionary<string, int>(sources.Count);
        for (var source = 0; source < sources.Count; source++) numbers[sources[source].Name] = source;
        var affiliates = new Dictionary<int, List<int>>();
        for (var source = 0; source < sources.Count; source++)
        {
            if (sources[source].Affiliation.Length == 0) continue;
            var above = numbers[sources[source].Affiliation];
            if (!affiliates.TryGetValue(above, out var below)) affiliates[above] = below = [];
            below.Add(source);
        }

        var all = new AffiliationPostings(values, postings);
        foreach (var source in affiliates.Keys) all.Gather(source, affiliates, claimCount);
        return all;
    }

    private ClaimSet Gather(int source, Dictionary<int, List<int>> affiliates, int claimCount)
    {
        if (!affiliates.TryGetValue(source, out var below) || _sets.ContainsKey(source)) return this[source];
        var bits = new ulong[(claimCount + 63) / 64];
        Mark(_postings[_values.Start(Facet.Source) + source], bits);
        foreach (var affiliate in below) Mark(Gather(affiliate, affiliates, claimCount), bits);
        var marked = ClaimSet.Bitmap(bits, Bitmaps.CountOf(bits));
        return _sets[source] = marked.Count > claimCount / Postings.BitmapShare ? marked : ListOf(marked);
    }

    private static void Mark(ClaimSet set, ulong[] bits)
    {
        for (var walk = new ClaimWalk(set); walk.MoveNext();) bits[walk.Current >> 6] |= 1UL << walk.Current;
    }

    private static ClaimSet ListOf(ClaimSet set)
    {
        var numbers = new int[set.Count];
        var count = 0;
        for (var walk = new ClaimWalk(set); walk.MoveNext();) numbers[count++] = walk.Current;
        return ClaimSet.List(numbers, 0, count);
    }
}
