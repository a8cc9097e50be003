using System.Buffers;
using System.Text;

namespace Claims.Catalog;

/// <summary>
/// What a curated text may hold, so that all of it can be seen, and is what it seems to be. The JSON Schema says the same
/// under <c>words</c>.
/// </summary>
/// <remarks>
/// A text has a character that can be seen, and no white space at its start or end. It has no control character, tab and
/// line feed included, no line or paragraph separator, no bidirectional control, no byte order mark, no U+FFFD and no
/// noncharacter. U+200C and U+200D stand between two characters that can be seen, of which the first may have variation
/// selectors behind it, as in emoji. What can be seen is whatever is neither that, nor White_Space or
/// Default_Ignorable_Code_Point as Unicode defines them.
/// </remarks>
internal static class TextRules
{
    private const int MostTold = 5;

    // The bytes that characters begin with which need a look, in UTF-8: controls, and whatever shares its first byte with
    // a character beyond ASCII that is white space, cannot be seen, or must not be there.
    private static readonly SearchValues<byte> _suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(value => (byte)value).Where(value =>
            value is < 0x20 or 0x7F or 0xC2 or 0xCD or 0xD8 or 0xE1 or 0xE2 or 0xE3 or >= 0xEF)]);

    /// <summary>Whether a text in valid UTF-8 breaks no rule.</summary>
    public static bool IsRight(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0) return false;
        if (!text.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return text[0] != ' ' && text[^1] != ' ';
        Rune.DecodeFromUtf8(text, out var first, out _);
        Rune.DecodeLastFromUtf8(text, out var last, out _);
        return !Rune.IsWhiteSpace(first) && !Rune.IsWhiteSpace(last) && NextUnfit(text, 0, out _) < 0 && !IsBlank(text);
    }

    /// <summary>The rules that a text breaks, each with what is wrong.</summary>
    public static IEnumerable<(string Rule, string Problem)> Check(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        if (runes.All(rune => Rune.IsWhiteSpace(rune) || IsIgnorable(rune.Value)))
        {
            var given = runes.Distinct().Select(Name).ToList();
            yield return ("blank-text", "the text is blank" + (given.Count > 0 ? $", nothing but {Listed(given, ", ")}" : "")
                + "; expected something to read, or no such member where it may be left out");
            yield break;
        }

        var unfit = Unfit(Encoding.UTF8.GetBytes(text)).ToList();
        if (unfit.Count > 0) yield return ("unseen-character", $"{Listed(unfit, "; ")}; expected only what can be seen");

        // A line feed there is told already.
        var atStart = Rune.IsWhiteSpace(runes[0]) && KindOf(runes[0]) is null;
        var atEnd = Rune.IsWhiteSpace(runes[^1]) && KindOf(runes[^1]) is null;
        if (!atStart && !atEnd) yield break;
        string[] edges = [.. atStart ? [$"{Name(runes[0])} at its start"] : Array.Empty<string>(),
            .. atEnd ? [$"{Name(runes[^1])} at its end"] : Array.Empty<string>()];
        yield return ("untrimmed-text", $"'{Quote.Cut(text)}' has white space, {string.Join(" and ", edges)}");
    }

    /// <summary>Of a character that is in no text, wherever it stands, what it is; else null.</summary>
    public static string? KindOf(Rune rune) => rune.Value switch
    {
        < 0x20 or (>= 0x7F and <= 0x9F) => "a control character",
        0x2028 => "a line separator",
        0x2029 => "a paragraph separator",
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => "a bidirectional control",
        0xFEFF => "a byte order mark",
        0xFFFD => "what stands for a character that was lost",
        (>= 0xFDD0 and <= 0xFDEF) => "a noncharacter",
        var value when (value & 0xFFFE) == 0xFFFE => "a noncharacter",
        _ => null,
    };

    /// <summary>A character as Unicode writes it: <c>U+202E</c>.</summary>
    public static string Name(Rune rune) => $"U+{rune.Value:X4}";

    private static IEnumerable<string> Unfit(byte[] text)
    {
        var (character, counted) = (1, 0);
        for (var at = 0; (at = NextUnfit(text, at, out var unfit)) >= 0; at += unfit.Utf8SequenceLength)
        {
            for (; counted < at; counted++)
            {
                if ((text[counted] & 0xC0) != 0x80) character++;
            }

            yield return $"character {character} is {Name(unfit)}, "
                + (KindOf(unfit) ?? "a joiner, which stands between two characters that can be seen");
        }
    }

    // Where the next character is that must not be there; -1 where there is none.
    private static int NextUnfit(ReadOnlySpan<byte> text, int from, out Rune unfit)
    {
        for (var at = from; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(_suspects);
            if (next < 0) break;
            at += next;
            Rune.DecodeFromUtf8(text[at..], out unfit, out var length);
            if (KindOf(unfit) is not null || (IsJoiner(unfit) && !Joins(text[..at], text[(at + length)..]))) return at;
            at += length;
        }

        unfit = default;
        return -1;
    }

    private static bool Joins(ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind)
    {
        Rune.DecodeFromUtf8(behind, out var next, out _);
        Rune.DecodeLastFromUtf8(before, out var last, out var length);
        while (IsVariationSelector(last.Value))
        {
            before = before[..^length];
            Rune.DecodeLastFromUtf8(before, out last, out length);
        }

        // Where there is none, U+FFFD is decoded, which is none that can be seen.
        return CanBeSeen(last) && CanBeSeen(next);
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            if (CanBeSeen(rune)) return false;
            text = text[length..];
        }

        return true;
    }

    /// <summary>Whether it is neither white space nor what nobody sees.</summary>
    public static bool CanBeSeen(Rune rune) =>
        !Rune.IsWhiteSpace(rune) && !IsIgnorable(rune.Value) && KindOf(rune) is null;

    /// <summary>Whether it is the joiner, or what keeps characters from being joined.</summary>
    public static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    /// <summary>Whether it is a Variation_Selector, as Unicode defines them.</summary>
    public static bool IsVariationSelector(int value) =>
        value is (>= 0x180B and <= 0x180D) or 0x180F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // Default_Ignorable_Code_Point.
    private static bool IsIgnorable(int value) => value is 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F)
        or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8)
        or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    private static string Listed(List<string> told, string separator) => string.Join(separator, told.Take(MostTold))
        + (told.Count > MostTold ? $"{separator}and {told.Count - MostTold} more" : "");
}
