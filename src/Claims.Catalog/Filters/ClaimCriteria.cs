using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// A well-formed <see cref="ClaimFilter"/> with its dates read. Immutable, as long as nobody changes the filter.
/// </summary>
/// <param name="Filter">The filter; its own fields are meant, and not the filters in it.</param>
/// <param name="StatedDuring">Its <c>stated_during</c>, or null.</param>
/// <param name="EventDuring">Its <c>event_during</c>, or null.</param>
/// <param name="Articles">Its fields on the article.</param>
/// <param name="AllOf">Each of these must be met too.</param>
/// <param name="AnyOf">One of these must be met too, where any is given.</param>
/// <param name="NoneOf">None of these may be met.</param>
internal sealed record ClaimCriteria(
    ClaimFilter Filter,
    Edtf? StatedDuring,
    Edtf? EventDuring,
    ArticleCriteria Articles,
    IReadOnlyList<ClaimCriteria> AllOf,
    IReadOnlyList<ClaimCriteria> AnyOf,
    IReadOnlyList<ClaimCriteria> NoneOf)
{
    /// <summary>What every claim meets.</summary>
    public static readonly ClaimCriteria None = new(new ClaimFilter(), null, null, new([], [], null), [], [], []);
}
