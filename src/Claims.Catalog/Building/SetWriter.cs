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
    private readonly Scratch<int> _lists;
    private readonly Scratch<ulong> _bitmaps;

    /// <param name="claimCount">How many claims there are.</param>
    /// <param name="counts">How many claims each set will have.</param>
    /// <param name="work">Where the sets are; must outlive it, and what it answers.</param>
    public SetWriter(int claimCount, int[] counts, Workspace work)
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
        _lists = work.Take<int>(listed);
        _bitmaps = work.Take<ulong>(bitmaps * _words);
    }

    /// <summary>The set with a number, once all its claims are added.</summary>
    public ClaimSet this[int set] => _starts[set] is >= 0 and var start
        ? ClaimSet.List(_lists.Section, start, _counts[set])
        : ClaimSet.Bitmap(_bitmaps.Section, (-1 - _starts[set]) * _words, _words, _counts[set]);

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
        sections.Add(_lists.Span);
        sections.Add(_bitmaps.Span);
    }
}
