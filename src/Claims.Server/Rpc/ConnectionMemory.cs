using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// What the calls of one connection hold. Thread-safe.
/// </summary>
internal sealed class ConnectionMemory(CallMemory memory, MemoryPool<byte> pool) : IMemoryPoolFeature
{
    private readonly LinkedList<Reservation> _reservations = [];

    public CallMemory Memory => memory;

    /// <summary>Where the connection's transport keeps answers.</summary>
    public MemoryPool<byte> MemoryPool { get; } = new AnswerPool(pool);

    /// <summary>The connection's part of <see cref="CallMemory.Calls"/>.</summary>
    public MemoryBudget.Share Calls { get; } = new();

    /// <summary>The connection's part of <see cref="CallMemory.Answers"/>.</summary>
    public MemoryBudget.Share Answers { get; } = new();

    /// <summary>Takes what a call needs to be read, and for a small answer; null where there is not so much now.</summary>
    public Reservation? TryReserve(HttpContext call, int bytes) =>
        memory.Calls.TryTake(Calls, bytes) ? Add(call, bytes) : null;

    /// <summary>Takes it once there is.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task<Reservation> ReserveAsync(HttpContext call, int bytes, CancellationToken cancellation)
    {
        await memory.Calls.TakeAsync(Calls, bytes, cancellation);
        return Add(call, bytes);
    }

    /// <summary>Forgets a call that holds nothing any more.</summary>
    public void Remove(Reservation reservation)
    {
        lock (_reservations)
        {
            _reservations.Remove(reservation.Place!);
        }
    }

    /// <summary>Ends the calls whose client takes nothing of an answer. Called every second.</summary>
    public void EndStalled()
    {
        Reservation[] reservations;
        lock (_reservations)
        {
            if (_reservations.Count == 0) return;
            reservations = [.. _reservations];
        }

        foreach (var reservation in reservations) reservation.EndIfStalled();
    }

    private Reservation Add(HttpContext call, int bytes)
    {
        var reservation = new Reservation(this, bytes, call.Features);
        lock (_reservations)
        {
            reservation.Place = _reservations.AddLast(reservation);
        }

        return reservation;
    }
}
