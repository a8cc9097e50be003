namespace Claims.Server.Rpc;

/// <summary>
/// What the calls of one connection hold, and which of them are being written. Thread-safe.
/// </summary>
internal sealed class ConnectionMemory(CallMemory memory)
{
    private readonly HashSet<Reservation> _written = [];

    public CallMemory Memory => memory;

    /// <summary>The connection's part of <see cref="CallMemory.Calls"/>.</summary>
    public MemoryBudget.Share Calls { get; } = new();

    /// <summary>The connection's part of <see cref="CallMemory.Answers"/>.</summary>
    public MemoryBudget.Share Answers { get; } = new();

    /// <summary>Takes what a call needs to be read and answered, or null where there is not so much now.</summary>
    public Reservation? TryReserve(HttpContext call) =>
        memory.Calls.TryTake(Calls, Reservation.CallBytes) ? new(this, call) : null;

    /// <summary>Takes it once there is.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task<Reservation> ReserveAsync(HttpContext call, CancellationToken cancellation)
    {
        await memory.Calls.TakeAsync(Calls, Reservation.CallBytes, cancellation);
        return new(this, call);
    }

    /// <summary>Watches over a call from now on: see <see cref="EndStalled"/>.</summary>
    public void Watch(Reservation reservation)
    {
        lock (_written)
        {
            _written.Add(reservation);
        }
    }

    /// <summary>Watches no longer.</summary>
    public void Unwatch(Reservation reservation)
    {
        lock (_written)
        {
            _written.Remove(reservation);
        }
    }

    /// <summary>Ends the calls whose client takes nothing of an answer. Called every second.</summary>
    public void EndStalled()
    {
        Reservation[] stalled;
        lock (_written)
        {
            stalled = [.. _written.Where(reservation => reservation.IsStalled)];
        }

        foreach (var reservation in stalled) reservation.EndCall();
    }
}
