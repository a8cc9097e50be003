using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// Finds resources by the names they have and by those they had. Where two could be meant, the first given is: names come
/// before former names, and both before those that a renamed article passes on to its claims.
/// </summary>
internal static class FormerNames
{
    /// <summary>What a claim was called, apart from its own former names, while its article had another name.</summary>
    public static IEnumerable<string> ByArticle(Claim claim, Article article) =>
        claim.Name.StartsWith(article.Name + "/", StringComparison.Ordinal)
            ? article.FormerNames.Select(former => former + claim.Name[article.Name.Length..])
            : [];

    /// <summary>Each of some resources by every name.</summary>
    /// <param name="items">The resources.</param>
    /// <param name="names">In turn: a resource's name, its former names, and any names beyond.</param>
    public static Dictionary<string, T> Index<T>(IReadOnlyCollection<T> items, params Func<T, IEnumerable<string>>[] names)
    {
        var index = new Dictionary<string, T>(items.Count);
        foreach (var namesOf in names)
        {
            foreach (var item in items)
            {
                foreach (var name in namesOf(item)) index.TryAdd(name, item);
            }
        }

        return index;
    }
}
