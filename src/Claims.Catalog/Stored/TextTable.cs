namespace Claims.Catalog.Stored;

/// <summary>
/// A <see cref="Utf8Table"/> that is stored: texts in UTF-8, each once, by number, and found by what they are. Immutable.
/// </summary>
internal sealed class TextTable(SectionReader sections)
{
    private readonly TextList _texts = new(sections);
    private readonly Section<(uint Hash, int Entry)> _slots = sections.Read<(uint, int)>();

    /// <summary>How many texts there are.</summary>
    public int Count => _texts.Count;

    /// <summary>The text with a number.</summary>
    public ReadOnlySpan<byte> this[int number] => _texts[number];

    /// <summary>The text with a number as a string of its own.</summary>
    public string TextOf(int number) => _texts.TextOf(number);

    /// <summary>The number of a text, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        var hash = Utf8Hash.Of(text);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            // An entry in a slot counts from 1, so that 0 is none.
            var (found, entry) = _slots[slot];
            if (entry == 0 || (found == hash && _texts[entry - 1].SequenceEqual(text))) return entry - 1;
        }
    }

    /// <summary>The number of a text, or -1.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        const int ShortText = 256;
        var utf8 = text.Length <= ShortText ? stackalloc byte[ShortText * 3] : new byte[text.Length * 3];
        return Find(utf8[..System.Text.Encoding.UTF8.GetBytes(text, utf8)]);
    }
}
