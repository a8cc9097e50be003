using Claims.Catalog.Stored;

namespace Claims.Catalog.Building;

/// <summary>
/// Gathers sets of claims, as many as there are counts, and writes them as <see cref="FacetPostings"/> reads them. Not
/// thread-safe.
/// </summary>
internal sealed class SetWriter
{
    private readonly int _words;
    private readonly int[] _counts;
    private readonly int[] _starts;
    private readonly int[] _next;
    private readonly int[] _lists;
    private readonly ulong[] _bitmaps;

    /// <param name="claimCount">How many claims there are.</param>
    /// <param name="counts">How many claims each set will have.</param>
    public SetWriter(int claimCount, int[] counts)
    {
        _words = (claimCount + 63) / 64;
        _counts = counts;
        _starts = new int[counts.Length];
        var (listed, bitmaps) = (0, 0);
        for (var set = 0; set < counts.Length; set++)
        {
            if (counts[set] > claimCount / FacetPostings.BitmapShare)
            {
                _starts[set] = -1 - bitmaps++;
            }
            else
            {
                _starts[set] = listed;
                listed = checked(listed + counts[set]);
            }
        }

        _next = (int[])_starts.Clone();
        _lists = new int[listed];
        _bitmaps = new ulong[bitmaps * _words];
    }

    /// <summary>The set with a number, once all its claims are added.</summary>
    public ClaimSet this[int set] => _starts[set] is >= 0 and var start
        ? ClaimSet.List(_lists, start, _counts[set])
        : ClaimSet.Bitmap(_bitmaps.AsSpan((-1 - _starts[set]) * _words, _words).ToArray(), _counts[set]);

    /// <summary>How many claims a set has.</summary>
    public int CountOf(int set) => _counts[set];

    /// <summary>Adds a claim to a set, whose claims come in order.</summary>
    public void Add(int set, int claim)
    {
        if (_starts[set] >= 0) _lists[_next[set]++] = claim;
        else _bitmaps[((-1 - _starts[set]) * _words) + (claim >> 6)] |= 1UL << claim;
    }

    /// <summary>Writes the sets.</summary>
    public void Write(SectionWriter sections)
    {
        sections.Add([_words]);
        sections.Add(_counts);
        sections.Add(_starts);
        sections.Add(_lists);
        sections.Add(_bitmaps);
    }
}
