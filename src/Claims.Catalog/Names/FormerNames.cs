namespace Claims.Catalog;

/// <summary>
/// Finds resources by the names they have and by those they had. Where two could be meant, the first given is: names come
/// before former names, and both before those that a renamed article passes on to its claims.
/// </summary>
internal static class FormerNames
{
    /// <summary>
    /// The name now of the claim that had one while its article had another; null where no article had that. Those names
    /// are made when they are asked for: there may be as many as former names times claims.
    /// </summary>
    /// <param name="name">The name, which may be none.</param>
    /// <param name="currentArticle">The name now of the article that has or had a name, or null.</param>
    public static string? ByArticle(string name, Func<string, string?> currentArticle)
    {
        if (!ResourceName.IsClaim(name)) return null;
        var former = ResourceName.ArticleOf(name);
        return currentArticle(former) is { } current ? current + name[former.Length..] : null;
    }

    /// <summary>Each of some resources by every name: those they have come first.</summary>
    public static Dictionary<string, T> Index<T>(
        IReadOnlyCollection<T> items, Func<T, string> name, Func<T, IEnumerable<string>> formerNames)
    {
        var index = new Dictionary<string, T>(items.Count);
        foreach (var item in items) index.TryAdd(name(item), item);
        foreach (var item in items)
        {
            foreach (var former in formerNames(item)) index.TryAdd(former, item);
        }

        return index;
    }
}
