using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Claims.Curated;

/// <summary>
/// Finds the end of an array in JSON, 64 bytes at a time, as simdjson finds its structure (Langdale and Lemire,
/// "Parsing gigabytes of JSON per second", 2019): brackets are counted where they are in no string.
/// </summary>
internal static class JsonSkip
{
    private const int BlockSize = 64;

    /// <summary>Where the bracket is that ends an array.</summary>
    /// <param name="json">JSON. What is none may be taken for it.</param>
    /// <param name="from">Behind the array's first bracket.</param>
    /// <remarks>Optimized at once: files are few and long, and it would be slow until it has been called
    /// often.</remarks>
    /// <returns>-1 where there is none, or a comment may come before it: in that, brackets and quotation marks say
    /// nothing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int EndOfArray(ReadOnlySpan<byte> json, int from)
    {
        Span<byte> rest = stackalloc byte[BlockSize];
        rest.Fill((byte)' ');
        var depth = 1;
        var inString = 0UL;
        var isEscaped = false;
        for (var at = from; at < json.Length; at += BlockSize)
        {
            scoped ref readonly var first = ref json[at];
            if (json.Length - at < BlockSize)
            {
                json[at..].CopyTo(rest);
                first = ref rest[0];
            }

            var backslashes = Where(in first, (byte)'\\');
            var escaped = backslashes == 0 && !isEscaped ? 0 : EscapedOf(backslashes, ref isEscaped);
            var strings = PrefixXor(Where(in first, (byte)'"') & ~escaped) ^ inString;
            inString = (ulong)((long)strings >> 63);
            if ((Where(in first, (byte)'/') & ~strings) != 0) return -1;

            // In ASCII, square and curly brackets differ by one bit.
            var opening = Where(in first, (byte)'{', 0x20) & ~strings;
            var closing = Where(in first, (byte)'}', 0x20) & ~strings;
            var fewest = depth - BitOperations.PopCount(closing);
            if (fewest > 0)
            {
                depth = fewest + BitOperations.PopCount(opening);
                continue;
            }

            for (var brackets = opening | closing; brackets != 0; brackets &= brackets - 1)
            {
                var bracket = brackets & (0 - brackets);
                depth += (opening & bracket) != 0 ? 1 : -1;
                if (depth > 0) continue;
                var end = at + BitOperations.TrailingZeroCount(bracket);
                return json[end] == ']' ? end : -1;
            }
        }

        return -1;
    }

    // A bit for each byte of a block: whether it is this one, once some of its bits are set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Where(ref readonly byte block, byte value, byte set = 0)
    {
        var (values, bits) = (Vector256.Create(value), Vector256.Create(set));
        var low = Vector256.Equals(Vector256.LoadUnsafe(in block) | bits, values).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.LoadUnsafe(in block, BlockSize / 2) | bits, values).ExtractMostSignificantBits();
        return low | ((ulong)high << 32);
    }

    // Each bit: whether an odd number of bits is set up to it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    // The bytes that stand behind a backslash that is not itself escaped; few blocks have one.
    private static ulong EscapedOf(ulong backslashes, ref bool isFirstEscaped)
    {
        var escaped = isFirstEscaped ? 1UL : 0;
        isFirstEscaped = false;
        for (backslashes &= ~escaped; backslashes != 0;)
        {
            var at = BitOperations.TrailingZeroCount(backslashes);
            if (at == BlockSize - 1) isFirstEscaped = true;
            else escaped |= 2UL << at;
            backslashes &= ~((1UL << at) | escaped);
        }

        return escaped;
    }
}
