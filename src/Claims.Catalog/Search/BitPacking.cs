using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Claims.Catalog.Search;

/// <summary>Small numbers, all of one width in bits, one after the other.</summary>
internal static class BitPacking
{
    /// <summary>How many bytes must follow the last number for it to be read.</summary>
    public const int Padding = sizeof(ulong);

    /// <summary>How many bits a number takes at least; 0 for 0.</summary>
    public static int WidthOf(int number) => 32 - BitOperations.LeadingZeroCount((uint)number);

    /// <summary>How many bytes so many numbers take.</summary>
    public static int LengthOf(int count, int width) => (int)(((long)count * width + 7) >> 3);

    /// <summary>Packs numbers of at most 31 bits.</summary>
    public static void Pack(ReadOnlySpan<int> numbers, int width, Span<byte> packed)
    {
        if (width == 0)
            return;
        var (bits, filled) = (0UL, 0);
        foreach (var number in numbers)
        {
            bits |= (ulong)number << filled;
            filled += width;
            if (filled < 32) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(packed, (uint)bits);
            packed = packed[sizeof(uint)..];
            bits >>= 32;
            filled -= 32;
        }
        for (; filled > 0; filled -= 8, bits >>= 8)
        {
            packed[0] = (byte)bits;
            packed = packed[1..];
        }
    }

    /// <summary>The number at an index.</summary>
    /// <param name="packed">The numbers, and the padding after them.</param>
    public static int Read(ReadOnlySpan<byte> packed, int index, int width)
    {
        var bit = (long)index * width;
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(packed[(int)(bit >> 3)..]);
        return (int)(bits >> (int)(bit & 7)) & (int)((1U << width) - 1);
    }

    /// <summary>Reads differences, and answers of each the sum of it, of those before and of one for each.</summary>
    /// <param name="packed">The numbers, and the padding after them.</param>
    /// <param name="width">How many bits each takes.</param>
    /// <param name="first">The index of the first of them.</param>
    /// <param name="before">What the first is counted from.</param>
    /// <param name="numbers">Takes the sums.</param>
    public static void ReadAscending(ReadOnlySpan<byte> packed, int width, int first, int before, Span<int> numbers)
    {
        // Without checks, as nothing else takes as much of a search; one for all is enough.
        _ = packed[LengthOf(first + numbers.Length, width) + Padding - 1];
        ref var start = ref MemoryMarshal.GetReference(packed);
        var mask = (int)((1U << width) - 1);
        var bit = (nint)first * width;
        for (var i = 0; i < numbers.Length; i++)
        {
            var bits = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, bit >> 3));
            if (!BitConverter.IsLittleEndian) bits = BinaryPrimitives.ReverseEndianness(bits);
            before += ((int)(bits >> (int)(bit & 7)) & mask) + 1;
            numbers[i] = before;
            bit += width;
        }
    }
}
