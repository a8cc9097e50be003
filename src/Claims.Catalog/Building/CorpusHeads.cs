using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// What articles and claims refer to. Immutable, but for the counts of claims, which whoever merges a revision sets.
/// </summary>
/// <param name="Topics">All topics.</param>
/// <param name="Places">All places.</param>
/// <param name="Sources">All sources, their affiliations by current names.</param>
internal sealed record CorpusHeads(
    IReadOnlyList<Topic> Topics, IReadOnlyList<ListedPlace> Places, IReadOnlyList<Source> Sources);

/// <summary>A topic that claims may be about.</summary>
internal sealed record Topic(string Slug, string DisplayName);

/// <summary>A place that claims may be about; its country is empty where it has none.</summary>
internal sealed record ListedPlace(string Slug, string DisplayName, string CountryCode);
