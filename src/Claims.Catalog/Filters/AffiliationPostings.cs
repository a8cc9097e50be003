using Claims.V1;

namespace Claims.Catalog;

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
        var chains = new AffiliationChains(above);
        var gathering = below.Keys.ToList();
        gathering.Sort((a, b) => chains.LengthOf(b).CompareTo(chains.LengthOf(a)));
        foreach (var source in gathering)
        {
            all._sets.Add(all.Gather([source, .. below[source]], bits, claimCount));
            all._gathered.Add(source, all._sets.Count - 1);
        }

        return all;
    }

    private ClaimSet Gather(List<int> sources, ulong[] bits, int claimCount)
    {
        var sum = sources.Sum(source => (long)this[source].Count);

        // A bitmap is looked through whole. There may be as many sources as claims, and most of them have few.
        if (sum < bits.Length) return ListOf(sources, (int)sum);
        Array.Clear(bits);
        foreach (var source in sources) Mark(this[source], bits);
        var marked = ClaimSet.Bitmap(bits, Bitmaps.CountOf(bits));
        return marked.Count > claimCount / Postings.BitmapShare
            ? ClaimSet.Bitmap((ulong[])bits.Clone(), marked.Count)
            : ListOf(marked);
    }

    // The claims of some sources, so many with those that are several sources'.
    private ClaimSet ListOf(List<int> sources, int sum)
    {
        var numbers = new int[sum];
        var end = 0;
        foreach (var source in sources)
        {
            for (var walk = new ClaimWalk(this[source]); walk.MoveNext();) numbers[end++] = walk.Current;
        }

        Array.Sort(numbers);
        var count = 0;
        foreach (var number in numbers)
        {
            if (count == 0 || numbers[count - 1] != number) numbers[count++] = number;
        }

        return ClaimSet.List(numbers, 0, count);
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
