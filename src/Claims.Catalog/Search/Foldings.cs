using System.Globalization;
using System.Text;

namespace Claims.Catalog.Search;

/// <summary>
/// How characters are compared: decomposed, in small letters and in their plain form; and in which order marks stand. From
/// foldings.txt, which tests/unicode makes of Unicode's data (Unicode License v3): the images carry no ICU, without which
/// .NET normalizes nothing, and with which letters change case as its version knows them.
/// </summary>
internal static class Foldings
{
    // Code points of a block, as a power of two.
    private const int BlockBits = 7;

    // Of an entry: the combining class, the length of the folding and where it starts. 0 is of what is its own folding.
    private const int LengthShift = 8;
    private const int StartShift = 16;

    private static readonly byte[] _blocks = new byte[0x110000 >> BlockBits];
    private static readonly uint[] _entries;
    private static readonly byte[] _utf8;

    static Foldings()
    {
        var entries = new List<uint>(new uint[1 << BlockBits]);
        var utf8 = new List<byte>();
        Span<byte> character = stackalloc byte[4];
        var table = Table();
        foreach (var line in table.Split((byte)'\n'))
        {
            // A code point, and what becomes of it.
            if (table[line] is not [_, ..] text) continue;
            var tab = text.IndexOf((byte)'\t');
            var codePoint = ParseHex(text[..tab]);
            var value = text[(tab + 1)..];
            ref var block = ref _blocks[codePoint >> BlockBits];
            if (block == 0)
            {
                block = checked((byte)(entries.Count >> BlockBits));
                entries.AddRange(new uint[1 << BlockBits]);
            }

            var at = block << BlockBits | codePoint & (1 << BlockBits) - 1;
            if (value[0] == '=')
            {
                entries[at] |= byte.Parse(value[1..], CultureInfo.InvariantCulture);
                continue;
            }

            var start = utf8.Count;
            if (value[0] == '-') utf8.Add((byte)' ');
            else
            {
                foreach (var part in value.Split((byte)' '))
                {
                    utf8.AddRange(character[..new Rune(ParseHex(value[part])).EncodeToUtf8(character)]);
                }
            }

            entries[at] |= checked((uint)(ushort)start << StartShift | (uint)(byte)(utf8.Count - start) << LengthShift);
        }

        _entries = [.. entries];
        _utf8 = [.. utf8];
    }

    /// <summary>
    /// What a character is compared by, as UTF-8: a space where it is one that divides words; empty where it is compared as
    /// it is.
    /// </summary>
    public static ReadOnlySpan<byte> Of(Rune rune)
    {
        var entry = EntryOf(rune);
        return _utf8.AsSpan((int)(entry >> StartShift), (byte)(entry >> LengthShift));
    }

    /// <summary>Unicode's canonical combining class: of two marks in a row, both above 0, the lower stands first.</summary>
    public static byte CombiningClassOf(Rune rune) => (byte)EntryOf(rune);

    private static uint EntryOf(Rune rune) =>
        _entries[_blocks[rune.Value >> BlockBits] << BlockBits | rune.Value & (1 << BlockBits) - 1];

    private static ReadOnlySpan<byte> Table()
    {
        using var resource = typeof(Foldings).Assembly.GetManifestResourceStream("foldings.txt")
            ?? throw new InvalidOperationException("foldings.txt is not embedded");
        var table = new byte[resource.Length];
        resource.ReadExactly(table);
        return table;
    }

    private static int ParseHex(ReadOnlySpan<byte> digits) =>
        int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
