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

    // Of sources with affiliates only, by which of the sets each is found: the claims of the others are their own.
    private readonly Dictionary<int, int> _gathered = [];
    private readonly Column<ClaimSet> _sets = new();

    private AffiliationPostings(FacetValues values, Postings postings)
    {
        _values = values;
        _postings = postings;
    }

    /// <summary>The claims of a source, by its number.</summary>
    public ClaimSet this[int source] =>
        _gathered.TryGetValue(source, out var set) ? _sets[set] : _postings[_values.Start(Facet.Source) + source];

    /// <summary>Gathers the claims.</summary>
    /// <param name="sources">The sources, by number, affiliated with each other by current names and in no circle.</param>
    /// <param name="values">The values of the postings.</param>
    /// <param name="postings">The claims of each source alone.</param>
    /// <param name="claimCount">How many claims there are.</param>
    public static AffiliationPostings Of(IReadOnlyList<Source> sources, FacetValues values, Postings postings, int claimCount)
    {
        var numbers = new Dictionary<string, int>(sources.Count);
        for (var source = 0; source < sources.Count; source++) numbers[sources[source].Name] = source;
        var above = new int[sources.Count];
        var below = new Dictionary<int, List<int>>();
        for (var source = 0; source < sources.Count; source++)
        {
            above[source] = sources[source].Affiliation.Length > 0 ? numbers[sources[source].Affiliation] : -1;
            if (above[source] < 0) continue;
            if (!below.TryGetValue(above[source], out var affiliates)) below[above[source]] = affiliates = [];
            affiliates.Add(source);
        }

        // Who is far from the top comes first, so that whoever is above finds it gathered.
        var all = new AffiliationPostings(values, postings);
        var bits = new ulong[(claimCount + 63) / 64];
        var depths = DepthsOf(above);
        var gathering = below.Keys.ToList();
        gathering.Sort((a, b) => depths[b].CompareTo(depths[a]));
        foreach (var source in gathering)
        {
            Array.Clear(bits);
            Mark(all[source], bits);
            foreach (var affiliate in below[source]) Mark(all[affiliate], bits);
            var marked = ClaimSet.Bitmap(bits, Bitmaps.CountOf(bits));
            all._gathered.Add(source, all._sets.Count);
            all._sets.Add(marked.Count > claimCount / Postings.BitmapShare
                ? ClaimSet.Bitmap((ulong[])bits.Clone(), marked.Count)
                : ListOf(marked));
        }

        return all;
    }

    // How many are above each: walked up to where it is known, and down again.
    private static int[] DepthsOf(int[] above)
    {
        var depths = new int[above.Length];
        Array.Fill(depths, -1);
        var way = new List<int>();
        for (var source = 0; source < above.Length; source++)
        {
            var at = source;
            for (; at >= 0 && depths[at] < 0; at = above[at]) way.Add(at);
            var depth = at < 0 ? -1 : depths[at];
            for (var i = way.Count - 1; i >= 0; i--) depths[way[i]] = ++depth;
            way.Clear();
        }

        return depths;
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
