namespace Claims.Catalog.Search;

/// <summary>Matches found by bitmaps alone, without looking at any claim.</summary>
internal static class BitmapMatching
{
    /// <summary>Whether all of some things have bitmaps.</summary>
    public static bool AreOf(Holders[] items) => Array.TrueForAll(items, item => item is TermHolders { HasBitmap: true });

    /// <summary>Finds the claims within a set that hold all that is required and nothing excluded.</summary>
    /// <param name="required">Things that have bitmaps.</param>
    /// <param name="excluded">What must not be held.</param>
    /// <param name="within">A run or a bitmap.</param>
    /// <param name="bits">Takes the bitmap; as long as theirs.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <returns>How many there are.</returns>
    public static int Match(Holders[] required, List<Exclusion> excluded, ClaimSet within, Span<ulong> bits, Patience patience)
    {
        BitmapOf(required[0]).CopyTo(bits);
        foreach (var item in required.AsSpan(1)) Bitmaps.And(bits, BitmapOf(item));
        if (within.IsBitmap)
        {
            Bitmaps.And(bits[..Math.Min(bits.Length, within.Bits.Length)], within.Bits);
            if (within.Bits.Length < bits.Length) bits[within.Bits.Length..].Clear();
        }

        foreach (var item in excluded)
        {
            patience.ThrowIfOver();
            item.ClearFrom(bits);
        }
        return within.IsBitmap
            ? Bitmaps.CountOf(bits)
            : TermPostings.CountOf(bits, within.Start, within.Start + within.Count);
    }

    private static ReadOnlySpan<ulong> BitmapOf(Holders item) => ((TermHolders)item).Bitmap;
}
