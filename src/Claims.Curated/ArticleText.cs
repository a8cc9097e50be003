using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// The canonical text of an article, as the contract defines it (see <c>Article</c> in the .proto), for whoever holds the
/// text to check digests and locators against. Immutable.
/// </summary>
internal sealed partial class ArticleText
{
    private readonly string[] _paragraphs;

    private ArticleText(string[] paragraphs) => _paragraphs = paragraphs;

    /// <summary>How many paragraphs there are; the first is the headline.</summary>
    public int ParagraphCount => _paragraphs.Length;

    /// <summary>SHA-256 of the whole text, its paragraphs joined by two LFs.</summary>
    public string Sha256 => Digest(Whole);

    private string Whole => string.Join("\n\n", _paragraphs);

    /// <summary>Brings a text into canonical form.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8, or cannot be normalized on this system.</exception>
    public static ArticleText Canonicalize(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("The article is not UTF-8.", e);
        }

        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return new([.. BlankLines().Split(text)
            .Select(block => WhiteSpace().Replace(Normalize(block), " ").Trim(' '))
            .Where(block => block.Length > 0)]);
    }

    /// <summary>The span a locator points to, or null where the text has no such span.</summary>
    public string? Span(Locator locator)
    {
        if (!locator.HasParagraph) return Whole;
        if (locator.Paragraph < 0 || locator.Paragraph >= _paragraphs.Length) return null;
        var paragraph = _paragraphs[locator.Paragraph];
        if (!locator.HasStart) return paragraph;
        var start = IndexOfCodePoint(paragraph, locator.Start);
        var end = IndexOfCodePoint(paragraph, locator.End);
        return start is null || end is null || start >= end ? null : paragraph[start.Value..end.Value];
    }

    /// <summary>How far what a locator points into reaches, in words.</summary>
    public string ExtentOf(Locator locator) => locator.Paragraph >= 0 && locator.Paragraph < _paragraphs.Length
        ? _paragraphs[locator.Paragraph].EnumerateRunes().Count() is var length && length == 1
            ? $"paragraph {locator.Paragraph} has 1 code point"
            : $"paragraph {locator.Paragraph} has {length} code points"
        : $"the text has {_paragraphs.Length} {(_paragraphs.Length == 1 ? "paragraph" : "paragraphs")}, from 0 on";

    /// <summary>SHA-256 of a text's UTF-8 bytes, in 64 lower-case hexadecimal digits.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static int? IndexOfCodePoint(string text, int codePoint)
    {
        var index = 0;
        for (; codePoint > 0 && index < text.Length; codePoint--) index += char.IsSurrogatePair(text, index) ? 2 : 1;
        return codePoint == 0 ? index : null;
    }

    // Where there is no ICU, .NET leaves every text as it is; then only what is normalized for certain passes: below the
    // combining marks, and the dashes and quotation marks of newspapers (Unicode 17, NFC_Quick_Check and ccc).
    private static string Normalize(string text)
    {
        // .NET normalizes nothing that holds U+FFFE, which itself is as it is, and no mark combines with.
        if ("e\u0301".Normalize().Length == 1) return string.Join('\uFFFE', text.Split('\uFFFE').Select(piece => piece.Normalize()));
        foreach (var c in text)
        {
            if (c is >= '\u0300' and not (>= '\u2010' and <= '\u2027'))
            {
                throw new InvalidDataException($"The article holds U+{(int)c:X4}, which may need Unicode normalization, and "
                    + "this system has no ICU to do it; verify it where libicu is installed.");
            }
        }

        return text;
    }

    [GeneratedRegex(@"\n[^\S\n]*\n")]
    private static partial Regex BlankLines();

    // The same characters as Unicode's White_Space.
    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
