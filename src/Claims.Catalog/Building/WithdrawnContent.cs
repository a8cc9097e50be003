namespace Claims.Catalog.Building;

/// <summary>
/// Tells which parts hold what was withdrawn. Immutable, so thread-safe.
/// </summary>
/// <param name="names">The names of claims and articles that were withdrawn.</param>
internal sealed class WithdrawnContent(IReadOnlyCollection<string> names)
{
    private readonly HashSet<string> _names = [.. names];

    // Of these alone claims are looked at: most parts have none.
    private readonly HashSet<string> _articles =
        [.. names.Select(name => ResourceName.IsClaim(name) ? ResourceName.ArticleOf(name) : name)];

    /// <summary>Whether an article or a claim of a part is called, or was, as something that was withdrawn.</summary>
    public bool IsIn(Part part)
    {
        if (_names.Count == 0) return false;
        if (Enumerable.Range(0, part.FormerNames.Count).Select(part.FormerNames.TextOf).Any(_names.Contains)) return true;
        var claims = new EncodedClaims(part.RecordStarts, [part]);
        return Enumerable.Range(0, part.Articles.Count).Select(article => new LaidOutArticle(part, 0, article))
            .Any(article => IsIn(article, claims));
    }

    /// <summary>Whether a relation of a part's claims names something that was withdrawn.</summary>
    public bool IsNamedIn(Part part)
    {
        foreach (var relation in part.Relations.Span)
        {
            var name = System.Text.Encoding.UTF8.GetString(part.TargetOf(relation));
            if (_names.Contains(name) || _names.Contains(ResourceName.ArticleOf(name))) return true;
        }

        return false;
    }

    private bool IsIn(LaidOutArticle article, EncodedClaims claims)
    {
        string[] articleNames = [article.Name, .. article.FormerNames];
        if (!articleNames.Any(_articles.Contains)) return false;
        return articleNames.Any(_names.Contains)
            || Enumerable.Range(article.FirstClaim, article.ClaimCount)
                .Select(claim => claims.NameTextOf(claim)[article.Name.Length..])
                .Any(id => articleNames.Any(name => _names.Contains(name + id)));
    }
}
