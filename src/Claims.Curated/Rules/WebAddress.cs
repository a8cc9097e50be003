using System.Text.RegularExpressions;

namespace Claims.Curated;

/// <summary>
/// The form of addresses on the web: absolute, of http or https, with a host. The JSON Schema has the same pattern.
/// </summary>
/// <remarks>
/// After the scheme, in any letter case, and <c>://</c> there may be user information up to an <c>@</c>. The host is
/// labels between single dots, of ASCII letters, digits, hyphens and underscores, and of whatever is beyond ASCII and
/// no white space; a dot may end it. Or it is an IPv6 address in brackets (RFC 3986). A port is at most 65535. What
/// follows begins with
/// <c>/</c>, <c>?</c> or <c>#</c>. White space and backslashes are nowhere: programs do not agree on what those mean.
/// </remarks>
internal static partial class WebAddress
{
    /// <summary>The form, as a regular expression that means the same to .NET and to ECMAScript with the flag
    /// <c>u</c>.</summary>
    public const string Pattern = $@"[Hh][Tt][Tt][Pp][Ss]?:\/\/(?:[^\s\\\/?#@]*@)?(?:{Name}|\[(?:{IPv6})\])(?::{Port})?(?:[\/?#][^\s\\]*)?";

    private const string Label = @"[^\u0000-\u002C\u002E\u002F\u003A-\u0040\u005B-\u005E\u0060\u007B-\u007F\s]+";
    private const string Name = $@"{Label}(?:\.{Label})*\.?";

    private const string Port =
        "0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])?";

    private const string Group = "[0-9A-Fa-f]{1,4}";
    private const string Octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string Last = $@"(?:{Group}:{Group}|{Octet}(?:\.{Octet}){{3}})";

    // As RFC 3986 lists them, by how many groups stand behind the two colons.
    private const string IPv6 =
        $"(?:{Group}:){{6}}{Last}"
        + $"|::(?:{Group}:){{5}}{Last}"
        + $"|(?:{Group})?::(?:{Group}:){{4}}{Last}"
        + $"|(?:(?:{Group}:){{0,1}}{Group})?::(?:{Group}:){{3}}{Last}"
        + $"|(?:(?:{Group}:){{0,2}}{Group})?::(?:{Group}:){{2}}{Last}"
        + $"|(?:(?:{Group}:){{0,3}}{Group})?::{Group}:{Last}"
        + $"|(?:(?:{Group}:){{0,4}}{Group})?::{Last}"
        + $"|(?:(?:{Group}:){{0,5}}{Group})?::{Group}"
        + $"|(?:(?:{Group}:){{0,6}}{Group})?::";

    /// <summary>Whether a text is such an address.</summary>
    public static bool IsMatch(string text) => Form().IsMatch(text);

    [GeneratedRegex($@"^(?:{Pattern})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
