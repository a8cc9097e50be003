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
