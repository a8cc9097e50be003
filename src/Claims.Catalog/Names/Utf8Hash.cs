using System.Buffers.Binary;
using System.Numerics;

namespace Claims.Catalog;

/// <summary>
/// A hash of short texts in UTF-8, for tables whose keys are curated: it is fast and spreads well, and withstands nobody
/// who looks for collisions.
/// </summary>
internal static class Utf8Hash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    public static uint Of(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length * Multiplier;
        while (text.Length >= sizeof(ulong))
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Multiplier, 29);
            text = text[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (var i = 0; i < text.Length; i++) rest |= (ulong)text[i] << (8 * i);
        hash = (hash ^ rest) * Multiplier;
        return (uint)((hash ^ (hash >> 29)) * Multiplier >> 32);
    }
}
