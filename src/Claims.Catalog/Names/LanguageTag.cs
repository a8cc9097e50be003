using System.Text.RegularExpressions;

namespace Claims.Catalog;

/// <summary>
/// The form of language tags: the syntax of BCP 47 (RFC 5646, section 2.1), in any letter case. Whether the subtags are
/// registered is not asked. The JSON Schema has the same three patterns.
/// </summary>
internal static partial class LanguageTag
{
    /// <summary>A language, with script, region, variants, extensions and private use, in this order: <c>sr-Latn-RS</c>.</summary>
    public const string Ordinary =
        "(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"
        + "(?:-[A-Za-z]{4})?"
        + "(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
        + "(?:-(?:[0-9A-Za-z]{5,8}|[0-9][0-9A-Za-z]{3}))*"
        + "(?:-[0-9A-WY-Za-wy-z](?:-[0-9A-Za-z]{2,8})+)*"
        + "(?:-[Xx](?:-[0-9A-Za-z]{1,8})+)?";

    /// <summary>Private use alone: <c>x-whistled</c>.</summary>
    public const string PrivateUse = "[Xx](?:-[0-9A-Za-z]{1,8})+";

    /// <summary>Tags that are older than the syntax, and kept: <c>i-klingon</c>. Those that fit it are not listed.</summary>
    public const string Irregular =
        "[Ee][Nn]-[Gg][Bb]-[Oo][Ee][Dd]"
        + "|[Ii]-(?:[Aa][Mm][Ii]|[Bb][Nn][Nn]|[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ee][Nn][Oo][Cc][Hh][Ii][Aa][Nn]|[Hh][Aa][Kk]"
        + "|[Kk][Ll][Ii][Nn][Gg][Oo][Nn]|[Ll][Uu][Xx]|[Mm][Ii][Nn][Gg][Oo]|[Nn][Aa][Vv][Aa][Jj][Oo]|[Pp][Ww][Nn]|[Tt][Aa][Oo]"
        + "|[Tt][Aa][Yy]|[Tt][Ss][Uu])"
        + "|[Ss][Gg][Nn]-(?:[Bb][Ee]-[Ff][Rr]|[Bb][Ee]-[Nn][Ll]|[Cc][Hh]-[Dd][Ee])";

    /// <summary>Whether a text is a language tag.</summary>
    public static bool IsMatch(string text) => Form().IsMatch(text);

    /// <summary>Whether a language tag is one of English, of any region or script.</summary>
    public static bool IsEnglish(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOf('-');
        var language = end < 0 ? tag : tag[..end];
        return language.Equals("en", StringComparison.OrdinalIgnoreCase) || language.Equals("eng", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a language tag is in a language range: it is the range, or begins with it and a hyphen, in any letter case
    /// (RFC 4647, basic filtering).</summary>
    public static bool IsIn(string tag, string range) => tag.StartsWith(range, StringComparison.OrdinalIgnoreCase)
        && (tag.Length == range.Length || tag[range.Length] == '-');

    [GeneratedRegex($@"^(?:{Ordinary}|{PrivateUse}|{Irregular})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
