using System.Numerics;

namespace Claims.Catalog.Search;

/// <summary>
/// What claims must not hold. As <see cref="Holders"/> are, used by one search and asked in ascending order.
/// </summary>
/// <param name="holders">The claims that hold it.</param>
/// <param name="bounds">
/// Where they must hold it to be excluded, if <paramref name="holders"/> are those of a term, some of which may hold it
/// elsewhere alone; null where all are.
/// </param>
internal sealed class Exclusion(Holders holders, ExclusionBounds? bounds)
{
    private readonly int[] _ordinals = new int[TermPostings.BlockSize];
    private readonly int[] _held = new int[TermPostings.BlockSize];

    /// <summary>Keeps of some claims those that are not excluded.</summary>
    /// <param name="claims">A block of claims.</param>
    /// <param name="indexes">Which of them are asked about, in order; only those kept are left at the start.</param>
    /// <returns>How many are kept.</returns>
    public int Keep(ReadOnlySpan<int> claims, Span<int> indexes)
    {
        if (bounds is null) return holders.Filter(claims, indexes, _ordinals, keep: false);
        indexes.CopyTo(_held);
        var held = _held.AsSpan(0, holders.Filter(claims, _held.AsSpan(0, indexes.Length), _ordinals, keep: true));
        var kept = 0;
        foreach (var index in indexes)
        {
            indexes[kept] = index;
            var isHeld = !held.IsEmpty && held[0] == index;
            if (isHeld) held = held[1..];
            kept += isHeld && IsExcluded(claims[index], _ordinals[index]) ? 0 : 1;
        }

        return kept;
    }

    /// <summary>Clears the bits of the claims that are excluded.</summary>
    /// <param name="bits">Bit b of word w is claim 64 w + b.</param>
    public void ClearFrom(Span<ulong> bits)
    {
        if (holders is TermHolders { HasBitmap: true } term)
        {
            if (bounds is null) Bitmaps.AndNot(bits, term.Bitmap);
            else ClearHeld(bits, term.Bitmap);
            return;
        }

        Span<int> claims = stackalloc int[TermPostings.BlockSize];
        while (holders.MoveTo(0))
        {
            var size = holders.Read(claims);
            for (var i = 0; i < size; i++)
            {
                ref var word = ref bits[claims[i] >> 6];
                var bit = 1UL << claims[i];
                if ((word & bit) != 0 && (bounds is null || IsExcluded(claims[i], (holders.Block * TermPostings.BlockSize) + i)))
                    word &= ~bit;
            }
        }
    }

    private void ClearHeld(Span<ulong> bits, ReadOnlySpan<ulong> bitmap)
    {
        for (var word = 0; word < bits.Length; word++)
        {
            for (var held = bits[word] & bitmap[word]; held != 0; held &= held - 1)
            {
                var bit = BitOperations.TrailingZeroCount(held);
                if (IsExcluded(word << 6 | bit, ordinal: -1)) bits[word] &= ~(1UL << bit);
            }
        }
    }

    private bool IsExcluded(int claim, int ordinal) => ((TermHolders)holders).FirstPosition(claim, ordinal) < bounds!.Of(claim);
}
