using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// Criteria made ready to be asked of each claim of a revision.
/// </summary>
internal sealed class ClaimPredicate
{
    private readonly HashSet<string>? _speakers;
    private readonly HashSet<SourceKind>? _sourceKinds;
    private readonly HashSet<AttributionKind>? _attributionKinds;
    private readonly Edtf? _statedDuring;
    private readonly Edtf? _eventDuring;

    public ClaimPredicate(ClaimCriteria criteria, Revision revision)
    {
        // A source that does not exist stays in the set under the name given, which no claim has.
        _speakers = SetOf(criteria.Speakers.Select(name => revision.FindSource(name)?.Name ?? name));
        _sourceKinds = SetOf(criteria.SourceKinds);
        _attributionKinds = SetOf(criteria.AttributionKinds);
        _statedDuring = criteria.StatedDuring;
        _eventDuring = criteria.EventDuring;
    }

    /// <param name="claim">The claim asked about.</param>
    /// <param name="statedDate">Its date of saying.</param>
    /// <param name="eventDate">Its date of what is said, or null.</param>
    public bool Matches(Claim claim, Edtf statedDate, Edtf? eventDate) =>
        (_speakers is null || claim.Speakers.Any(speaker => _speakers.Contains(speaker.Source)))
        && (_sourceKinds is null || claim.Speakers.Any(speaker => _sourceKinds.Contains(speaker.Kind)))
        && (_attributionKinds is null || _attributionKinds.Contains(claim.Attribution.Steps[^1].Kind))
        && (_statedDuring is null || _statedDuring.Overlaps(statedDate))
        && (_eventDuring is null || (eventDate is not null && _eventDuring.Overlaps(eventDate)));

    private static HashSet<T>? SetOf<T>(IEnumerable<T> values)
    {
        var set = values.ToHashSet();
        return set.Count == 0 ? null : set;
    }
}
