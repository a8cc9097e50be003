using System.Buffers.Binary;
using System.Numerics;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// Words by number, each once, numbered from 0 as they are added. Not for several threads while words are added; afterwards
/// any number may read.
/// </summary>
internal sealed class WordTable
{
    private byte[] _bytes = new byte[1024];
    private int[] _starts = new int[129];

    // Of each slot, the word's number + 1, or 0; a power of two, at most half full.
    private int[] _slots = new int[256];

    /// <summary>How many words there are.</summary>
    public int Count { get; private set; }

    /// <summary>The word with a number, as UTF-8.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number].._starts[number + 1]);

    /// <summary>The number of a word, or -1.</summary>
    public int Find(ReadOnlySpan<byte> word) => _slots[SlotOf(word)] - 1;

    /// <summary>The number of a word, which is added if it is not there.</summary>
    public int Add(ReadOnlySpan<byte> word)
    {
        ref var slot = ref _slots[SlotOf(word)];
        if (slot != 0)
            return slot - 1;

        var number = Count++;
        slot = Count;
        if (Count == _starts.Length) Array.Resize(ref _starts, 2 * Count);
        var start = _starts[number];
        if (start + word.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, start + word.Length));
        word.CopyTo(_bytes.AsSpan(start));
        _starts[Count] = start + word.Length;
        if (2 * Count > _slots.Length) Rehash(2 * _slots.Length);
        return number;
    }

    /// <summary>Gives back what growing took in advance.</summary>
    public void Trim()
    {
        Array.Resize(ref _starts, Count + 1);
        Array.Resize(ref _bytes, _starts[Count]);
    }

    private int SlotOf(ReadOnlySpan<byte> word)
    {
        var slots = _slots;
        var slot = (int)(Hash(word) & (uint)(slots.Length - 1));
        while (slots[slot] != 0 && !word.SequenceEqual(this[slots[slot] - 1])) slot = (slot + 1) & (slots.Length - 1);
        return slot;
    }

    private void Rehash(int length)
    {
        _slots = new int[length];
        for (var number = 0; number < Count; number++) _slots[SlotOf(this[number])] = number + 1;
    }

    // Spreads words well enough; a curated corpus does not attack it.
    private static uint Hash(ReadOnlySpan<byte> word)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var hash = (ulong)word.Length;
        while (word.Length >= sizeof(ulong))
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(word)) * Multiplier, 29);
            word = word[sizeof(ulong)..];
        }
        foreach (var b in word) hash = (hash << 8 | hash >> 56) ^ b;
        return (uint)((hash ^ hash >> 31) * Multiplier >> 32);
    }
}
