using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// By which names a list's entries are found: what they are called, then what they may be called, then what identifies them.
/// </summary>
internal static class EntryNames
{
    /// <summary>A source's.</summary>
    public static IEnumerable<string> Of(Source source) =>
        Of(source.DisplayName, source.Aliases, IdOf(source.Name), source.WikidataId).Concat(source.FormerNames.Select(IdOf));

    /// <summary>A topic's.</summary>
    public static IEnumerable<string> Of(Topic topic) => Of(topic.DisplayName, topic.Aliases, topic.Slug, topic.WikidataId);

    /// <summary>A place's.</summary>
    public static IEnumerable<string> Of(Place place) => Of(place.DisplayName, place.Aliases, place.Slug, place.WikidataId);

    /// <summary>An article's.</summary>
    public static IEnumerable<string> Of(Article article) =>
        article.FormerNames.Select(IdOf).Prepend(IdOf(article.Name)).Prepend(article.Title);

    /// <summary>What identifies a resource in its name.</summary>
    public static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static IEnumerable<string> Of(string displayName, IEnumerable<string> aliases, string id, string wikidataId) =>
        aliases.Prepend(displayName).Append(id).Append(wikidataId);
}
