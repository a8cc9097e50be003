using System.Numerics;

namespace Claims.Server.Catalog.Search;

/// <summary>Counts matches by bitmaps alone, without looking at any claim.</summary>
internal static class BitmapCount
{
    // In words; small enough to stay in the nearest cache.
    private const int ChunkLength = 256;

    /// <summary>How many claims within a set hold all that is required and nothing excluded.</summary>
    /// <returns>Null if not all of these have bitmaps, or the set is a list.</returns>
    public static int? Of(Holders[] required, Holders[] excluded, ClaimSet within)
    {
        if (!(within.IsRun || within.IsBitmap) || !HaveBitmaps(required) || !HaveBitmaps(excluded))
            return null;

        var (from, to) = within.IsRun
            ? (within.Start, within.Start + within.Count)
            : (0, 64 * Math.Min(within.Bits.Length, BitmapOf(required[0]).Length));
        var count = 0;
        Span<ulong> chunk = stackalloc ulong[ChunkLength];
        for (var word = from >> 6; word << 6 < to; word += ChunkLength)
        {
            var part = word..Math.Min(word + ChunkLength, (to + 63) >> 6);
            var bits = chunk[..(part.End.Value - word)];
            BitmapOf(required[0])[part].CopyTo(bits);
            foreach (var item in required.AsSpan(1)) And(bits, BitmapOf(item)[part]);
            foreach (var item in excluded) AndNot(bits, BitmapOf(item)[part]);
            if (within.IsBitmap) And(bits, within.Bits[part]);
            count += Postings.CountOf(bits, Math.Max(from - (word << 6), 0), Math.Min(to - (word << 6), bits.Length << 6));
        }
        return count;
    }

    private static bool HaveBitmaps(Holders[] items) =>
        Array.TrueForAll(items, item => item is TermHolders { HasBitmap: true });

    private static ReadOnlySpan<ulong> BitmapOf(Holders item) => ((TermHolders)item).Bitmap;

    private static void And(Span<ulong> bits, ReadOnlySpan<ulong> others)
    {
        var done = 0;
        for (; done + Vector<ulong>.Count <= bits.Length; done += Vector<ulong>.Count)
            (new Vector<ulong>(bits[done..]) & new Vector<ulong>(others[done..])).CopyTo(bits[done..]);
        for (; done < bits.Length; done++) bits[done] &= others[done];
    }

    private static void AndNot(Span<ulong> bits, ReadOnlySpan<ulong> others)
    {
        var done = 0;
        for (; done + Vector<ulong>.Count <= bits.Length; done += Vector<ulong>.Count)
            Vector.AndNot(new Vector<ulong>(bits[done..]), new Vector<ulong>(others[done..])).CopyTo(bits[done..]);
        for (; done < bits.Length; done++) bits[done] &= ~others[done];
    }
}
