using Claims.Catalog;
using Claims.V1;

namespace Claims.Server.Live;

/// <summary>
/// The revisions that can be read: the one that is served now, and those before it that somebody may still ask for.
/// Thread-safe, and whoever reads takes no lock.
/// </summary>
/// <param name="keepRevisions">How many are kept in any case.</param>
/// <param name="keepBytes">How many bytes the indexes of all may take; the current one is kept however large.</param>
internal sealed class HeldRevisions(
    int keepRevisions = HeldRevisions.DefaultRevisions, long keepBytes = HeldRevisions.DefaultBytes)
{
    public const int DefaultRevisions = 8;

    public const long DefaultBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>The most that are held, whoever named them.</summary>
    public const int Most = 32;

    private readonly Lock _gate = new();

    // The latest first; replaced as a whole.
    private HeldRevision[] _held = [];

    private FailedLoad? _lastFailedLoad;

    private long _published;
    private long _failedReloads;

    private volatile bool _isStopping;

    private TaskCompletionSource _beat = NewBeat();

    /// <summary>Holds a revision from the start.</summary>
    public HeldRevisions(Revision revision)
        : this() => Publish(revision);

    /// <summary>
    /// What is served now; asked only once something is. Whoever asks more of it than its name and load time needs a
    /// lease.
    /// </summary>
    public HeldRevision Current => Volatile.Read(ref _held) is [var current, ..]
        ? current
        : throw new InvalidOperationException("No revision is published yet.");

    /// <summary>All that can be read, the latest first.</summary>
    public IReadOnlyList<HeldRevision> All => Volatile.Read(ref _held);

    /// <summary>How the last attempt to load a corpus failed; null where it went well.</summary>
    public FailedLoad? LastFailedLoad
    {
        get => Volatile.Read(ref _lastFailedLoad);
        set
        {
            if (value is not null) Interlocked.Increment(ref _failedReloads);
            Volatile.Write(ref _lastFailedLoad, value);
        }
    }

    /// <summary>How many revisions took the place of another.</summary>
    public long Reloads => Math.Max(0, Interlocked.Read(ref _published) - 1);

    /// <summary>How many attempts to load a corpus failed.</summary>
    public long FailedReloads => Interlocked.Read(ref _failedReloads);

    /// <summary>Who waits for what comes.</summary>
    public Watchers Watchers { get; } = new();

    /// <summary>Whether the server stops.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>
    /// Is over when there is something to look at for whoever watches: a revision, the time for a checkpoint, or the
    /// end. To be taken before looking.
    /// </summary>
    public Task NextBeat => Volatile.Read(ref _beat).Task;

    /// <summary>What is served now, with a lease.</summary>
    public HeldRevision LeaseCurrent()
    {
        while (true)
        {
            // One that was dropped meanwhile is not the current one any more.
            var current = Current;
            if (current.TryLease()) return current;
        }
    }

    /// <summary>The revision of a name, to be read, with a lease; null where it is not held, or withheld.</summary>
    public HeldRevision? TryLease(string id)
    {
        if (TryLeaseReached(id) is not { } found) return null;
        if (!found.IsWithheld) return found;
        found.EndLease();
        return null;
    }

    /// <summary>
    /// The revision of a name that a watch has reached, with a lease; null where it is not held. It may be withheld: then it is
    /// good for what is to be removed.
    /// </summary>
    public HeldRevision? TryLeaseReached(string id)
    {
        foreach (var one in Volatile.Read(ref _held))
        {
            if (one.Id == id) return one.TryLease() ? one : null;
        }

        return null;
    }

    /// <summary>
    /// Serves a revision from now on, unless it is the one that is served already, and withholds those before that have what is
    /// withdrawn in it.
    /// </summary>
    /// <returns>Whether it was not. One that is not taken is disposed of.</returns>
    public bool Publish(Revision revision)
    {
        lock (_gate)
        {
            if (_held is [var current, ..] && current.Id == revision.Id)
            {
                revision.Dispose();
                return false;
            }

            string[] withdrawn = [.. revision.Withdrawals.Names];
            foreach (var one in _held)
            {
                if (withdrawn.Any(one.Revision.Has)) one.Withhold();
            }

            Keep([new(revision), .. _held]);
            Interlocked.Increment(ref _published);
        }

        Beat();
        return true;
    }

    /// <summary>Drops what need not be held any more.</summary>
    public void Trim()
    {
        lock (_gate)
        {
            if (_held.Length > 1) Keep(_held);
        }
    }

    /// <summary>Wakes all who watch.</summary>
    public void Beat() => Interlocked.Exchange(ref _beat, NewBeat()).TrySetResult();

    /// <summary>Tells all who watch that the server stops.</summary>
    public void Stop()
    {
        _isStopping = true;
        Beat();
    }

    // Whoever publishes or stops does not write what is to be told too, one watch after the other.
    private static TaskCompletionSource NewBeat() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Keep(HeldRevision[] candidates)
    {
        var kept = new List<HeldRevision>();
        var dropped = new List<HeldRevision>();
        var bytes = 0L;
        foreach (var one in candidates)
        {
            // Of a corpus that came back the older one is of no use.
            var isKept = kept.Count == 0
                || ((kept.Count < keepRevisions || (kept.Count < Most && one.IsNamed))
                    && bytes + one.Revision.IndexBytes <= keepBytes
                    && !kept.Exists(other => other.Id == one.Id));
            if (isKept) bytes += one.Revision.IndexBytes;
            (isKept ? kept : dropped).Add(one);
        }

        Volatile.Write(ref _held, [.. kept]);
        foreach (var one in kept) one.Forget(dropped);
        foreach (var one in dropped) one.Drop();
    }
}
