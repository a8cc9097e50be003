namespace Claims.Server.Limits;

/// <summary>
/// When the server gives up a call that has one answer, counted from when the call began until its answer is made; how fast a
/// client takes it is bounded otherwise. A feature of the call; without it, the server waits as long as the caller does.
/// </summary>
/// <param name="allowed">How long the call may take.</param>
internal sealed class CallDeadline(TimeSpan allowed)
{
    private readonly long _began = Environment.TickCount64;

    /// <summary>How long the call may take.</summary>
    public TimeSpan Allowed => allowed;

    /// <summary>When it is over, in UTC.</summary>
    public DateTime End => DateTime.UtcNow + Left;

    private TimeSpan Left => allowed - TimeSpan.FromMilliseconds(Environment.TickCount64 - _began);

    /// <summary>The deadline of a call, begun now where it has none yet; null where calls have none.</summary>
    public static CallDeadline? Begin(HttpContext call)
    {
        if (call.Features.Get<CallDeadline>() is { } begun) return begun;
        if (call.Features.Get<ConnectionCalls>()?.Limits.Deadline is not { } allowed) return null;
        var deadline = new CallDeadline(allowed);
        call.Features.Set(deadline);
        return deadline;
    }

    /// <summary>
    /// Cancels what a call waits for once its deadline is past, or once it is cancelled otherwise. To be disposed of when it
    /// waits no more.
    /// </summary>
    public static CancellationTokenSource Bound(HttpContext call, CancellationToken cancellation)
    {
        var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (call.Features.Get<CallDeadline>()?.Left is { } left) bound.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        return bound;
    }
}
