using System.Buffers.Binary;
using System.Numerics;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// Words by number, each once, numbered from 0 as they are added. Not for several threads while words are added; afterwards
/// any number may read.
/// </summary>
internal sealed class WordTable
{
    private byte[] _bytes = new byte[1024];
    private int[] _starts = new int[129];

    // A power of two, at most half full.
    private Slot[] _slots = new Slot[256];

    /// <summary>How many words there are.</summary>
    public int Count { get; private set; }

    /// <summary>The word with a number, as UTF-8.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number].._starts[number + 1]);

    /// <summary>The number of a word, or -1.</summary>
    public int Find(ReadOnlySpan<byte> word) => SlotOf(word, Slot.Of(word, out var hash), hash).Next - 1;

    /// <summary>The number of a word, which is added if it is not there.</summary>
    public int Add(ReadOnlySpan<byte> word)
    {
        var added = Slot.Of(word, out var hash);
        ref var slot = ref SlotOf(word, added, hash);
        if (slot.Next != 0)
            return slot.Next - 1;

        var number = Count++;
        slot = added with { Next = Count };
        if (Count == _starts.Length) Array.Resize(ref _starts, 2 * Count);
        var start = _starts[number];
        if (start + word.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, start + word.Length));
        word.CopyTo(_bytes.AsSpan(start));
        _starts[Count] = start + word.Length;
        if (2 * Count > _slots.Length) Rehash(2 * _slots.Length);
        return number;
    }

    /// <summary>Removes all words, and keeps their room for others.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(_slots);
    }

    /// <summary>Writes the words, as <see cref="TextList"/> reads them.</summary>
    public void Write(SectionWriter sections)
    {
        sections.Add<byte>(_bytes.AsSpan(0, _starts[Count]));
        sections.Add<int>(_starts.AsSpan(1, Count));
    }

    // Where the word is, or the empty slot where it would be.
    private ref Slot SlotOf(ReadOnlySpan<byte> word, in Slot sought, ulong hash)
    {
        var slots = _slots;
        for (var at = (int)hash & (slots.Length - 1); ; at = (at + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[at];
            if (slot.Next == 0
                || (slot.Start == sought.Start && slot.Tag == sought.Tag
                    && (word.Length <= sizeof(ulong) || word.SequenceEqual(this[slot.Next - 1]))))
            {
                return ref slot;
            }
        }
    }

    private void Rehash(int length)
    {
        _slots = new Slot[length];
        for (var number = 0; number < Count; number++)
        {
            var slot = Slot.Of(this[number], out var hash);
            SlotOf(this[number], slot, hash) = slot with { Next = number + 1 };
        }
    }

    /// <summary>
    /// What tells a word of eight bytes or less from all others, so that it is found by one look at memory, and nearly all
    /// longer ones. Most words of a text are short.
    /// </summary>
    /// <param name="Start">The first eight bytes; no word holds a NUL.</param>
    /// <param name="Tag">The length, and 24 bits of a hash.</param>
    /// <param name="Next">The word's number + 1, or 0 where the slot is empty.</param>
    private readonly record struct Slot(ulong Start, uint Tag, int Next)
    {
        /// <summary>Of a word without a number yet; and its hash, whose low bits tell where it goes.</summary>
        public static Slot Of(ReadOnlySpan<byte> word, out ulong hash)
        {
            // Spreads words well enough; a curated corpus does not attack it.
            const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;
            var start = StartOf(word);
            hash = (start ^ (ulong)word.Length) * Multiplier;
            for (var rest = word; rest.Length > sizeof(ulong);)
            {
                rest = rest[Math.Min(sizeof(ulong), rest.Length - sizeof(ulong))..];
                hash = (BitOperations.RotateLeft(hash, 29) ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * Multiplier;
            }

            hash ^= hash >> 32;
            return new(start, (uint)(hash >> 32) << 8 | (uint)word.Length, 0);
        }

        private static ulong StartOf(ReadOnlySpan<byte> word)
        {
            switch (word.Length)
            {
                case >= sizeof(ulong):
                    return BinaryPrimitives.ReadUInt64LittleEndian(word);
                case >= sizeof(uint):
                    var last = BinaryPrimitives.ReadUInt32LittleEndian(word[^sizeof(uint)..]);
                    return BinaryPrimitives.ReadUInt32LittleEndian(word) | (ulong)last << 8 * (word.Length - sizeof(uint));
                case 0:
                    return 0;
                default:
                    var middle = word.Length / 2;
                    return word[0] | (ulong)word[middle] << 8 * middle | (ulong)word[^1] << 8 * (word.Length - 1);
            }
        }
    }
}
