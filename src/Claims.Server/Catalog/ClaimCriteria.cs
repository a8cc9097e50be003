using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// A well-formed <see cref="ClaimFilter"/>, read. Empty lists and nulls ask for nothing. Immutable.
/// </summary>
internal sealed record ClaimCriteria(
    IReadOnlyCollection<string> Speakers,
    IReadOnlyCollection<SourceKind> SourceKinds,
    IReadOnlyCollection<AttributionKind> AttributionKinds,
    Edtf? StatedDuring,
    Edtf? EventDuring)
{
    /// <summary>What every claim meets.</summary>
    public static readonly ClaimCriteria None = new([], [], [], null, null);
}
