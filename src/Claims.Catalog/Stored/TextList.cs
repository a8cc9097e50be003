using System.Text;

namespace Claims.Catalog.Stored;

/// <summary>
/// Texts in UTF-8, or other strings of bytes, by number from 0, in two sections: the bytes, and where each text ends.
/// Immutable.
/// </summary>
internal sealed class TextList(SectionReader sections)
{
    /// <summary>How many sections it takes.</summary>
    public const int SectionCount = 2;

    private readonly Section<byte> _bytes = sections.Read<byte>();
    private readonly Section<int> _ends = sections.Read<int>();

    /// <summary>How many texts there are.</summary>
    public int Count => _ends.Length;

    /// <summary>The text with a number.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.Between(number == 0 ? 0 : _ends[number - 1], _ends[number]);

    /// <summary>The text with a number as a string of its own.</summary>
    public string TextOf(int number) => Encoding.UTF8.GetString(this[number]);

    /// <summary>Writes such a list.</summary>
    public static void Write(SectionWriter sections, IEnumerable<string> texts) =>
        Write(sections, texts.Select(Encoding.UTF8.GetBytes));

    /// <summary>Writes such a list.</summary>
    public static void Write(SectionWriter sections, IEnumerable<byte[]> texts)
    {
        byte[][] all = [.. texts];
        Write(sections, all.Length, number => all[number]);
    }

    /// <summary>Writes such a list: of each number from 0, so many, a text.</summary>
    public static void Write(SectionWriter sections, int count, Func<int, ReadOnlySpan<byte>> textOf)
    {
        var ends = new int[count];
        var end = 0;
        sections.Begin();
        for (var number = 0; number < count; number++)
        {
            var text = textOf(number);
            sections.Append(text);
            ends[number] = end = checked(end + text.Length);
        }

        sections.End();
        sections.Add(ends);
    }
}
