using System.Numerics;

namespace Claims.Catalog;

/// <summary>
/// Walks the claims of a set in ascending order.
/// </summary>
internal ref struct ClaimWalk
{
    private readonly ClaimSet _set;
    private int _at;
    private ulong _word;

    /// <param name="set">The set.</param>
    /// <param name="from">The least number to answer.</param>
    public ClaimWalk(ClaimSet set, int from = 0)
    {
        _set = set;
        Current = -1;
        if (set.IsBitmap)
        {
            _at = from >> 6;
            _word = _at < set.Bits.Length ? set.Bits[_at] & (ulong.MaxValue << from) : 0;
        }
        else if (set.IsRun)
        {
            _at = Math.Max(from - set.Start, 0);
        }
        else
        {
            var found = from == 0 ? 0 : set.Numbers.BinarySearch(from);
            _at = found < 0 ? ~found : found;
        }
    }

    /// <summary>The claim reached.</summary>
    public int Current { get; private set; }

    /// <summary>Goes on to the next claim.</summary>
    /// <returns>False where there is none.</returns>
    public bool MoveNext()
    {
        if (_set.IsBitmap)
        {
            var bits = _set.Bits;
            while (_word == 0)
            {
                if (++_at >= bits.Length) return false;
                _word = bits[_at];
            }

            Current = (_at << 6) + BitOperations.TrailingZeroCount(_word);
            _word &= _word - 1;
            return true;
        }

        if (_at >= _set.Count) return false;
        Current = _set.IsRun ? _set.Start + _at++ : _set.Numbers[_at++];
        return true;
    }
}
