using System.Numerics;

namespace Claims.Catalog.Search;

/// <summary>
/// Adds up how often claims hold any of several things, whatever the order these are gone through. Not for several threads;
/// large, so worth keeping.
/// </summary>
internal sealed class FrequencyCounter(Bm25 bm25)
{
    // Zero again whenever it is taken from.
    private readonly int[] _frequencies = new int[bm25.Claims];
    private readonly ulong[] _holding = new ulong[(bm25.Claims + 63) / 64];

    /// <summary>Adds to a claim's frequency.</summary>
    /// <returns>Whether it is the first time since claims were taken out.</returns>
    public bool Add(int claim, int frequency)
    {
        var isFirst = _frequencies[claim] == 0;
        _frequencies[claim] += frequency;
        _holding[claim >> 6] |= 1UL << claim;
        return isFirst;
    }

    /// <summary>Takes out all claims added to, and is as new.</summary>
    public ListedHolders Take()
    {
        var holders = new ListedHolders(bm25);
        for (var word = 0; word < _holding.Length; word++)
        {
            for (var left = _holding[word]; left != 0; left &= left - 1)
            {
                var claim = word << 6 | BitOperations.TrailingZeroCount(left);
                holders.Add(claim, _frequencies[claim]);
                _frequencies[claim] = 0;
            }
            _holding[word] = 0;
        }
        return holders;
    }
}
