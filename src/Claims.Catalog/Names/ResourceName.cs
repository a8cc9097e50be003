using System.Buffers;

namespace Claims.Catalog;

/// <summary>
/// The form of resource names and slugs (AIP-122). A well-formed name need not exist.
/// </summary>
internal static class ResourceName
{
    /// <summary>The parent that means every article.</summary>
    public const string EveryArticle = "articles/-";

    /// <summary>What an article's name looks like.</summary>
    public const string ArticleForm = "articles/{article}";

    /// <summary>What a claim's name looks like.</summary>
    public const string ClaimForm = "articles/{article}/claims/{claim}";

    /// <summary>What a source's name looks like.</summary>
    public const string SourceForm = "sources/{source}";

    /// <summary>What a slug looks like, in words for a message.</summary>
    public const string SlugForm = "1 to 63 of a-z, 0-9 and '-', with no '-' first or last";

    private const string Articles = "articles/";
    private const string Claims = "/claims/";
    private const string Sources = "sources/";

    private static readonly SearchValues<char> _slugCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsSlug(ReadOnlySpan<char> text) =>
        text.Length is >= 1 and <= 63 && text[0] != '-' && text[^1] != '-' && !text.ContainsAnyExcept(_slugCharacters);

    public static bool IsArticle(ReadOnlySpan<char> text) =>
        text.StartsWith(Articles) && IsSlug(text[Articles.Length..]);

    public static bool IsClaim(ReadOnlySpan<char> text)
    {
        var claims = text.IndexOf(Claims);
        return claims >= 0 && IsArticle(text[..claims]) && IsSlug(text[(claims + Claims.Length)..]);
    }

    public static bool IsSource(ReadOnlySpan<char> text) =>
        text.StartsWith(Sources) && IsSlug(text[Sources.Length..]);

    /// <summary>The name of the article that a claim of this well-formed name belongs to.</summary>
    public static string ArticleOf(string claim) => claim[..claim.IndexOf(Claims, StringComparison.Ordinal)];
}
