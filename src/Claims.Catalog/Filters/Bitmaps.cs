using System.Numerics;
using System.Runtime.InteropServices;

namespace Claims.Catalog;

/// <summary>
/// What is done to whole bitmaps at once; two that go together are of one length.
/// </summary>
internal static class Bitmaps
{
    /// <summary>Keeps the bits that are set in the other too.</summary>
    public static void And(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(bits);
        var others = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        for (var i = 0; i < vectors.Length; i++) vectors[i] &= others[i];
        for (var i = vectors.Length * Vector<ulong>.Count; i < bits.Length; i++) bits[i] &= other[i];
    }

    /// <summary>Keeps the bits that are not set in the other.</summary>
    public static void AndNot(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(bits);
        var others = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        for (var i = 0; i < vectors.Length; i++) vectors[i] = Vector.AndNot(vectors[i], others[i]);
        for (var i = vectors.Length * Vector<ulong>.Count; i < bits.Length; i++) bits[i] &= ~other[i];
    }

    /// <summary>Sets the bits that are set in the other.</summary>
    public static void Or(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(bits);
        var others = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        for (var i = 0; i < vectors.Length; i++) vectors[i] |= others[i];
        for (var i = vectors.Length * Vector<ulong>.Count; i < bits.Length; i++) bits[i] |= other[i];
    }

    /// <summary>Sets the bits of a run.</summary>
    public static void SetRun(Span<ulong> bits, int start, int count)
    {
        if (count == 0) return;
        var (first, last) = (start >> 6, (start + count - 1) >> 6);
        var (from, to) = (ulong.MaxValue << start, ulong.MaxValue >> (63 - ((start + count - 1) & 63)));
        if (first == last)
        {
            bits[first] |= from & to;
            return;
        }

        bits[first] |= from;
        bits[(first + 1)..last].Fill(ulong.MaxValue);
        bits[last] |= to;
    }

    /// <summary>How many bits are set.</summary>
    public static int CountOf(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>How many bits are set in both.</summary>
    public static int CountOfBoth(ReadOnlySpan<ulong> bits, ReadOnlySpan<ulong> other)
    {
        var count = 0;
        for (var i = 0; i < bits.Length; i++) count += BitOperations.PopCount(bits[i] & other[i]);
        return count;
    }
}
