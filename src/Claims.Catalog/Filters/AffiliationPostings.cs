using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// For each source, the claims at any step of which, or of an alternative of which, it is the source, or one that is affiliated
/// with it, directly or through others. Immutable.
/// </summary>
internal sealed class AffiliationPostings
{
    private readonly FacetPostings _postings;
    private readonly int _first;

    // Sources with affiliates only, in order, and the claims of each: those of the others are their own.
    private readonly Section<int> _sources;
    private readonly FacetPostings _sets;

    /// <param name="sections">What <see cref="Write"/> wrote.</param>
    /// <param name="postings">The claims of each source alone.</param>
    /// <param name="first">Where in them the first source is.</param>
    public AffiliationPostings(SectionReader sections, FacetPostings postings, int first)
    {
        _postings = postings;
        _first = first;
        _sources = sections.Read<int>();
        _sets = new(sections);
    }

    /// <summary>The claims of a source, by its number.</summary>
    public ClaimSet this[int source] => _sources.Span.BinarySearch(source) is >= 0 and var set
        ? _sets[set]
        : _postings[_first + source];

    /// <summary>Gathers the claims, and writes them.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="above">For each source the one it is affiliated with, or -1, in no circle.</param>
    /// <param name="own">The claims of each source alone.</param>
    /// <param name="claimCount">How many claims there are.</param>
    /// <param name="work">Where they are gathered.</param>
    public static void Write(SectionWriter sections, int[] above, Func<int, ClaimSet> own, int claimCount, Workspace work)
    {
        var below = new SortedDictionary<int, List<int>>();
        for (var source = 0; source < above.Length; source++)
        {
            if (above[source] < 0) continue;
            if (!below.TryGetValue(above[source], out var affiliates)) below[above[source]] = affiliates = [];
            affiliates.Add(source);
        }

        // Who is far from the top comes first, so that whoever is above finds it gathered.
        var gathered = new Dictionary<int, ClaimSet>();
        var bits = new ulong[(claimCount + 63) / 64];
        var chains = new ForestChains(above);
        foreach (var source in below.Keys.OrderByDescending(chains.LengthOf))
        {
            List<ClaimSet> sets = [own(source), .. below[source].Select(Of)];
            gathered[source] = Gather(sets, bits, claimCount);
        }

        var counts = below.Keys.Select(source => gathered[source].Count).ToArray();
        var writer = new SetWriter(claimCount, counts, work);
        foreach (var (set, source) in below.Keys.Index())
        {
            for (var walk = new ClaimWalk(gathered[source]); walk.MoveNext();) writer.Add(set, walk.Current);
        }

        sections.Add(below.Keys.ToArray());
        writer.Write(sections);

        ClaimSet Of(int source) => gathered.TryGetValue(source, out var set) ? set : own(source);
    }

    private static ClaimSet Gather(List<ClaimSet> sets, ulong[] bits, int claimCount)
    {
        var sum = sets.Sum(set => (long)set.Count);

        // A bitmap is looked through whole. There may be as many sources as claims, and most of them have few.
        if (sum < bits.Length) return ListOf(sets, (int)sum);
        Array.Clear(bits);
        foreach (var set in sets) Mark(set, bits);
        var marked = ClaimSet.Bitmap(bits, Bitmaps.CountOf(bits));
        return marked.Count > claimCount / FacetPostings.BitmapShare
            ? ClaimSet.Bitmap((ulong[])bits.Clone(), marked.Count)
            : ListOf([marked], marked.Count);
    }

    // The claims of some sets, so many with those that are in several.
    private static ClaimSet ListOf(List<ClaimSet> sets, int sum)
    {
        var numbers = new int[sum];
        var end = 0;
        foreach (var set in sets)
        {
            for (var walk = new ClaimWalk(set); walk.MoveNext();) numbers[end++] = walk.Current;
        }

        if (sets.Count > 1) Array.Sort(numbers);
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
}
