using System.Numerics;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// Adds up how often claims hold any of several things, whatever the order these are gone through. Not for several threads;
/// large, so worth keeping.
/// </summary>
internal sealed class FrequencyCounter(int claims)
{
    // Zero again whenever it is taken from.
    private readonly int[] _frequencies = new int[claims];
    private readonly ulong[] _holding = new ulong[(claims + 63) / 64];

    /// <summary>Adds to a claim's frequency.</summary>
    public void Add(int claim, int frequency)
    {
        _frequencies[claim] += frequency;
        _holding[claim >> 6] |= 1UL << claim;
    }

    /// <summary>Takes out all claims added to, and is as new.</summary>
    public ListedHolders Take()
    {
        var holders = new ListedHolders();
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
