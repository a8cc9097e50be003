using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// What the calls of one connection hold. Thread-safe.
/// </summary>
internal sealed class ConnectionMemory(CallMemory memory, ConnectionContext connection) : IMemoryPoolFeature
{
    private readonly LinkedList<Reservation> _reservations = [];

    // When the transport last gave back some of an answer.
    private long _taken;

    public CallMemory Memory => memory;

    /// <summary>Where the connection's transport keeps answers.</summary>
    public MemoryPool<byte> MemoryPool { get; } =
        new AnswerPool(connection.Features.GetRequiredFeature<IMemoryPoolFeature>().MemoryPool);

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

    /// <summary>Tells that the transport has given back some of an answer.</summary>
    /// <param name="now">By the clock of <see cref="Environment.TickCount64"/>.</param>
    public void Take(long now) => Volatile.Write(ref _taken, now);

    /// <summary>Forgets a call that holds nothing any more.</summary>
    public void Remove(Reservation reservation)
    {
        lock (_reservations)
        {
            _reservations.Remove(reservation.Place!);
        }
    }

    /// <summary>
    /// Ends the calls whose client takes nothing of an answer; and the connection, if the transport keeps the answer of one
    /// that was ended and gets nothing off its hands: then nobody reads what is sent. Called every second.
    /// </summary>
    public void EndStalled()
    {
        Reservation[] reservations;
        lock (_reservations)
        {
            if (_reservations.Count == 0) return;
            reservations = [.. _reservations];
        }

        var wasEnded = false;
        foreach (var reservation in reservations.Where(reservation => reservation.IsStalled)) wasEnded |= reservation.End();
        if (wasEnded && Reservation.IsLongSince(Volatile.Read(ref _taken))) connection.Abort();
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
