using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// What articles and claims refer to, each entry as it is served. Immutable, but for the counts of claims, which whoever
/// merges a revision sets.
/// </summary>
/// <param name="Topics">All topics.</param>
/// <param name="Places">All places, each that another lies in among them, in no circle.</param>
/// <param name="Sources">All sources, their affiliations by current names, in no circle.</param>
/// <param name="Synonyms">Groups of terms that a search takes to be one; see <see cref="Search.Synonyms"/>.</param>
/// <param name="Withdrawals">What was withdrawn, of each name that it has or had.</param>
internal sealed record CorpusHeads(
    IReadOnlyList<Topic> Topics,
    IReadOnlyList<Place> Places,
    IReadOnlyList<Source> Sources,
    IReadOnlyList<IReadOnlyList<string>> Synonyms,
    IReadOnlyList<Withdrawal> Withdrawals);
