using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// Numbers texts in UTF-8 as they come: 0, 1, 2 … Not thread-safe to add to; safe to look up in once nothing is added any
/// more.
/// </summary>
internal sealed class Utf8Table
{
    private byte[] _bytes = new byte[1024];
    private int[] _ends = new int[64];
    private (uint Hash, int Entry)[] _slots = new (uint, int)[128];

    /// <summary>How many texts there are.</summary>
    public int Count { get; private set; }

    /// <summary>The text with a number.</summary>
    public ReadOnlySpan<byte> this[int entry] => _bytes.AsSpan(Start(entry).._ends[entry]);

    /// <summary>The number of a text, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text) => _slots[SlotOf(text, Utf8Hash.Of(text))].Entry - 1;

    /// <summary>The number of a text, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        var hash = Utf8Hash.Of(text);
        var slot = SlotOf(text, hash);
        if (_slots[slot].Entry > 0) return _slots[slot].Entry - 1;

        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (start + text.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + text.Length));
        if (Count == _ends.Length) Array.Resize(ref _ends, Count * 2);
        text.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + text.Length;
        _slots[slot] = (hash, ++Count);
        if (Count * 2 > _slots.Length) Grow();
        return Count - 1;
    }

    /// <summary>The number of a text, which is added where it is new.</summary>
    public int Add(string text) => Add(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Removes all texts, and keeps their room for others.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(_slots);
    }

    /// <summary>Writes the texts alone, as <see cref="TextList"/> reads them.</summary>
    public void WriteList(SectionWriter sections)
    {
        sections.Add<byte>(_bytes.AsSpan(0, Count == 0 ? 0 : _ends[Count - 1]));
        sections.Add<int>(_ends.AsSpan(0, Count));
    }

    /// <summary>Writes all, as <see cref="TextTable"/> reads it.</summary>
    public void Write(SectionWriter sections)
    {
        WriteList(sections);
        sections.Add(_slots);
    }

    private int Start(int entry) => entry == 0 ? 0 : _ends[entry - 1];

    // Where the text is, or the empty slot where it would be. An entry in a slot counts from 1, so that 0 is none.
    private int SlotOf(ReadOnlySpan<byte> text, uint hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var (found, entry) = _slots[slot];
            if (entry == 0 || (found == hash && this[entry - 1].SequenceEqual(text))) return slot;
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new (uint, int)[old.Length * 2];
        var mask = _slots.Length - 1;
        foreach (var filled in old)
        {
            if (filled.Entry == 0) continue;
            var slot = (int)filled.Hash & mask;
            while (_slots[slot].Entry > 0) slot = (slot + 1) & mask;
            _slots[slot] = filled;
        }
    }
}
