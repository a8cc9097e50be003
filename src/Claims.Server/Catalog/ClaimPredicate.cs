using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// A well-formed <see cref="ClaimFilter"/>, made ready to be asked of each claim of a revision.
/// </summary>
internal sealed class ClaimPredicate
{
    private readonly HashSet<string>? _speakers;
    private readonly HashSet<SourceKind>? _sourceKinds;
    private readonly HashSet<AttributionKind>? _attributionKinds;
    private readonly Edtf? _statedDuring;
    private readonly Edtf? _eventDuring;

    public ClaimPredicate(ClaimFilter filter, Revision revision)
    {
        // A source that does not exist stays in the set under the name given, which no claim has.
        _speakers = SetOf(filter.Speakers.Select(name => revision.FindSource(name)?.Name ?? name));
        _sourceKinds = SetOf(filter.SourceKinds);
        _attributionKinds = SetOf(filter.AttributionKinds);
        _statedDuring = filter.StatedDuring.Length == 0 ? null : Edtf.Parse(filter.StatedDuring);
        _eventDuring = filter.EventDuring.Length == 0 ? null : Edtf.Parse(filter.EventDuring);
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
