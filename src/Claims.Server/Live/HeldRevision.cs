using System.Collections.Concurrent;
using Claims.Catalog;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Live;

/// <summary>
/// A revision that can be read. It lasts while it is held, and then until the last of those who leased it before has
/// ended the lease. Thread-safe: to take a lease and to end it are one interlocked operation each.
/// </summary>
internal sealed class HeldRevision(Revision revision)
{
    private static readonly long _namedFor = (long)TimeSpan.FromMinutes(5).TotalMilliseconds;

    private readonly ConcurrentDictionary<HeldRevision, Lazy<RevisionDifference>> _differences = [];

    // The leases, and one more while it is held: from 0 nobody gets it back.
    private int _holders = 1;

    private bool _isWithheld;

    // When a page token or a checkpoint last named it, by the clock of Environment.TickCount64; 0 for never.
    private long _named;

    /// <summary>The revision, to be asked by whoever has a lease.</summary>
    public Revision Revision => revision;

    /// <summary>Names the revision; it needs no lease.</summary>
    public string Id { get; } = revision.Id;

    /// <summary>When the revision was loaded.</summary>
    public Timestamp LoadTime { get; } = DateTime.UtcNow.ToTimestamp();

    /// <summary>
    /// Whether something in it was withdrawn, so that nothing is read from it any more; it only tells what is not there now.
    /// </summary>
    public bool IsWithheld => Volatile.Read(ref _isWithheld);

    /// <summary>Whether a page token or a checkpoint named it in the last five minutes.</summary>
    public bool IsNamed =>
        Volatile.Read(ref _named) is > 0 and var named && Environment.TickCount64 - named < _namedFor;

    /// <summary>Keeps it from being given back until <see cref="EndLease"/>; false where that is too late.</summary>
    public bool TryLease()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0;)
        {
            var before = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (before == holders) return true;
            holders = before;
        }

        return false;
    }

    /// <summary>Ends a lease.</summary>
    public void EndLease() => Leave();

    /// <summary>Tells that a page token or a checkpoint names it: whoever has that will come back.</summary>
    public void Name()
    {
        // Written seldom, since all who read share it.
        var now = Environment.TickCount64;
        if (now - Volatile.Read(ref _named) > 1000) Volatile.Write(ref _named, now);
    }

    /// <summary>
    /// Which articles may have changed since another revision; worked out once for all who ask. Both must be leased.
    /// </summary>
    public RevisionDifference Since(HeldRevision before) =>
        _differences.GetOrAdd(before, static (from, to) => new(() => RevisionDifference.Of(from.Revision, to)), revision)
            .Value;

    /// <summary>Withholds it from whoever reads.</summary>
    public void Withhold() => Volatile.Write(ref _isWithheld, true);

    /// <summary>Forgets the differences to what is not held any more.</summary>
    public void Forget(IReadOnlyCollection<HeldRevision> dropped)
    {
        foreach (var one in dropped) _differences.TryRemove(one, out _);
    }

    /// <summary>Holds it no more. To be called once.</summary>
    public void Drop() => Leave();

    private void Leave()
    {
        if (Interlocked.Decrement(ref _holders) == 0) revision.Dispose();
    }
}
