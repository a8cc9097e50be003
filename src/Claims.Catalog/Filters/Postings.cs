using Claims.Catalog.Building;
namespace Claims.Catalog;

/// <summary>
/// For each value of each facet, the claims that have it: those of frequent values as bitmaps, those of the others as
/// lists. Immutable.
/// </summary>
internal sealed class Postings
{
    /// <summary>The share of all claims from which on a bitmap takes less room than a list of four bytes a claim.</summary>
    public const int BitmapShare = 32;

    private readonly ClaimSet[] _sets;

    private Postings(ClaimSet[] sets) => _sets = sets;

    /// <summary>The claims that have a value.</summary>
    public ClaimSet this[int value] => _sets[value];

    /// <summary>Gathers the values of all claims.</summary>
    /// <param name="values">The values.</param>
    /// <param name="claimCount">How many claims there are.</param>
    /// <param name="runs">The claims, in order, with their values.</param>
    public static Postings Of(FacetValues values, int claimCount, List<ValueRun> runs)
    {
        var valueCount = values.Count;
        var counts = new int[valueCount];
        foreach (var run in runs)
        {
            foreach (var value in run.Values) counts[run.Number(value)]++;
        }

        // The lists stand in one array, one after the other.
        var next = new int[valueCount];
        var bitmaps = new ulong[]?[valueCount];
        var listed = 0;
        for (var value = 0; value < valueCount; value++)
        {
            next[value] = listed;
            if (counts[value] > claimCount / BitmapShare) bitmaps[value] = new ulong[(claimCount + 63) / 64];
            else listed += counts[value];
        }

        var numbers = new int[listed];
        foreach (var run in runs)
        {
            var of = run.Values;
            var starts = run.Starts;
            for (var i = 0; i + 1 < starts.Length; i++)
            {
                var claim = run.FirstClaim + i;
                for (var at = starts[i]; at < starts[i + 1]; at++)
                {
                    var value = run.Number(of[at - starts[0]]);
                    if (bitmaps[value] is { } bits) bits[claim >> 6] |= 1UL << claim;
                    else numbers[next[value]++] = claim;
                }
            }
        }

        var sets = new ClaimSet[valueCount];
        for (var value = 0; value < valueCount; value++)
        {
            sets[value] = bitmaps[value] is { } bits
                ? ClaimSet.Bitmap(bits, counts[value])
                : ClaimSet.List(numbers, next[value] - counts[value], counts[value]);
        }

        return new(sets);
    }
}

/// <summary>
/// A run of claims with their values.
/// </summary>
/// <param name="FirstClaim">The number of the first.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Part">The part they are of.</param>
/// <param name="FirstOfPart">The first, counted in the part.</param>
/// <param name="CueStart">From which value on they are cues, as the part numbers them.</param>
/// <param name="Cues">The values of those cues.</param>
internal sealed record ValueRun(int FirstClaim, int Count, RevisionPart Part, int FirstOfPart, int CueStart, int[] Cues)
{
    /// <summary>Where each one's values start, counted as in the part; one entry more at the end.</summary>
    public ReadOnlySpan<int> Starts => Part.ValueStarts.Items.Slice(FirstOfPart, Count + 1);

    /// <summary>The values of all of them.</summary>
    public ReadOnlySpan<int> Values => Part.Values.Items[Starts[0]..Starts[^1]];

    /// <summary>The number of a value as the revision has it.</summary>
    public int Number(int value) => value < CueStart ? value : Cues[value - CueStart];
}
