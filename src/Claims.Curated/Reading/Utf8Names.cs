using System.Buffers;

namespace Claims.Curated;

/// <summary>
/// The forms of <see cref="Catalog.ResourceName"/> and of digests, of texts in UTF-8.
/// </summary>
internal static class Utf8Names
{
    private const int LengthOfDigest = 64;

    private static readonly SearchValues<byte> _slugCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);
    private static readonly SearchValues<byte> _hexadecimalDigits = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> Sources => "sources/"u8;

    private static ReadOnlySpan<byte> Articles => "articles/"u8;

    private static ReadOnlySpan<byte> Claims => "/claims/"u8;

    public static bool IsSlug(ReadOnlySpan<byte> text) =>
        text.Length is >= 1 and <= 63 && text[0] != '-' && text[^1] != '-' && !text.ContainsAnyExcept(_slugCharacters);

    public static bool IsSource(ReadOnlySpan<byte> text) =>
        text.StartsWith(Sources) && IsSlug(text[Sources.Length..]);

    public static bool IsArticle(ReadOnlySpan<byte> text) =>
        text.StartsWith(Articles) && IsSlug(text[Articles.Length..]);

    public static bool IsClaim(ReadOnlySpan<byte> text)
    {
        var claims = text.IndexOf(Claims);
        return claims >= 0 && IsArticle(text[..claims]) && IsSlug(text[(claims + Claims.Length)..]);
    }

    /// <summary>Whether a text is a claim's name in the article of this well-formed name.</summary>
    public static bool IsClaimOf(ReadOnlySpan<byte> article, ReadOnlySpan<byte> text) =>
        text.StartsWith(article) && text[article.Length..].StartsWith(Claims)
        && IsSlug(text[(article.Length + Claims.Length)..]);

    /// <summary>Whether a text is a SHA-256 digest in lower-case hexadecimal digits.</summary>
    public static bool IsDigest(ReadOnlySpan<byte> text) =>
        text.Length == LengthOfDigest && !text.ContainsAnyExcept(_hexadecimalDigits);
}
