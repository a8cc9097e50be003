using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// What the calls of one connection hold, and which of them hold it. Thread-safe.
/// </summary>
internal sealed class ConnectionMemory(CallMemory memory)
{
    private readonly HashSet<Reservation> _reservations = [];

    public CallMemory Memory => memory;

    /// <summary>The connection's part of <see cref="CallMemory.Calls"/>.</summary>
    public MemoryBudget.Share Calls { get; } = new();

    /// <summary>The connection's part of <see cref="CallMemory.Answers"/>.</summary>
    public MemoryBudget.Share Answers { get; } = new();

    /// <summary>Takes what a call needs to be read and answered, or null where there is not so much now.</summary>
    public Reservation? TryReserve(HttpContext call) =>
        memory.Calls.TryTake(Calls, Reservation.CallBytes) ? Reserved(call) : null;

    /// <summary>Takes it once there is.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task<Reservation> ReserveAsync(HttpContext call, CancellationToken cancellation)
    {
        await memory.Calls.TakeAsync(Calls, Reservation.CallBytes, cancellation);
        return Reserved(call);
    }

    /// <summary>Ends the calls whose client takes nothing of an answer. Called every second.</summary>
    public void EndStalled()
    {
        Reservation[] stalled;
        lock (_reservations)
        {
            stalled = [.. _reservations.Where(reservation => reservation.IsStalled)];
        }

        foreach (var reservation in stalled) reservation.EndCall();
    }

    /// <summary>Forgets a call that is over.</summary>
    public void Remove(Reservation reservation)
    {
        lock (_reservations)
        {
            _reservations.Remove(reservation);
        }
    }

    private Reservation Reserved(HttpContext call)
    {
        var reservation = new Reservation(this, call.Features.Get<IHttpResetFeature>());
        lock (_reservations)
        {
            _reservations.Add(reservation);
        }

        // Answers are held by the transport when the call is over for everybody else.
        call.Response.RegisterForDispose(reservation);
        return reservation;
    }
}
