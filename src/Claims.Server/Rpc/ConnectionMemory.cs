using System.Buffers;
using Claims.Server.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// What the calls of one connection hold. Thread-safe.
/// </summary>
internal sealed class ConnectionMemory : IMemoryPoolFeature, IDisposable
{
    private readonly ConnectionContext _connection;
    private readonly LinkedList<Reservation> _reservations = [];

    // Of memory that no call has taken, in bytes.
    private long _unread;

    // When the transport last gave back some of an answer.
    private long _taken;

    // Whether the thread pool, which the transport runs on, has not come yet to what it was given at the last beat.
    private bool _isLate;

    /// <param name="memory">That of all connections.</param>
    /// <param name="connection">The connection.</param>
    public ConnectionMemory(CallMemory memory, ConnectionContext connection)
    {
        Memory = memory;
        MemoryPool = new TransportPool(connection.Features.GetRequiredFeature<IMemoryPoolFeature>().MemoryPool, this);
        _connection = connection;
        memory.Unread.Join();
    }

    public CallMemory Memory { get; }

    /// <summary>Where the connection's transport keeps answers and requests.</summary>
    public MemoryPool<byte> MemoryPool { get; }

    /// <summary>The connection's part of <see cref="CallMemory.Calls"/>.</summary>
    public SharedBudget.Share Calls { get; } = new();

    /// <summary>The connection's part of <see cref="CallMemory.Answers"/>.</summary>
    public SharedBudget.Share Answers { get; } = new();

    /// <summary>Takes what a call needs to be read, and for a small answer; null where there is not so much now.</summary>
    public Reservation? TryReserve(HttpContext call, int bytes) =>
        Memory.Calls.TryTake(Calls, bytes) ? Add(call, bytes) : null;

    /// <summary>Takes it once there is.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task<Reservation> ReserveAsync(HttpContext call, int bytes, CancellationToken cancellation)
    {
        await Memory.Calls.TakeAsync(Calls, bytes, cancellation);
        return Add(call, bytes);
    }

    /// <summary>
    /// Gives back what a call holds that has nothing to say for a while. What the transport has of its answers is held
    /// until it is taken.
    /// </summary>
    public static void Rest(HttpContext call)
    {
        call.Features.Get<Reservation>()?.EndMethod();
        call.Features.Set<Reservation>(null);
    }

    /// <summary>Takes what such a call needs to go on, once there is as much.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public static async Task ResumeAsync(HttpContext call, CancellationToken cancellation)
    {
        var connection = call.Features.GetRequiredFeature<ConnectionMemory>();
        call.Features.Set(await connection.ReserveAsync(call, RequestMemory.Least, cancellation));
    }

    /// <summary>Tells that the transport has given back some of an answer.</summary>
    /// <param name="now">By the clock of <see cref="Environment.TickCount64"/>.</param>
    public void Take(long now) => Volatile.Write(ref _taken, now);

    /// <summary>Tells that the transport has rented memory for no call; cuts the connection off where that is too much.</summary>
    public void HoldUnread(int bytes)
    {
        if (!Memory.Unread.IsTooMuch(bytes, Interlocked.Add(ref _unread, bytes))) return;

        // Not by whoever rents, and may hold a lock of the transport.
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Abort(), _connection, preferLocal: false);
    }

    /// <summary>Tells that some of that is given back.</summary>
    public void GiveUnread(int bytes)
    {
        Interlocked.Add(ref _unread, -bytes);
        Memory.Unread.Give(bytes);
    }

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
    /// that was ended and gets nothing off its hands: then nobody reads what is sent. Called every second, by a thread that
    /// goes on where the others are late; what they have not come to yet no client is to blame for.
    /// </summary>
    public void EndStalled()
    {
        if (Volatile.Read(ref _isLate)) return;
        Reservation[] reservations;
        lock (_reservations)
        {
            if (_reservations.Count == 0) return;
            reservations = [.. _reservations];
        }

        Volatile.Write(ref _isLate, true);
        ThreadPool.UnsafeQueueUserWorkItem(static memory => Volatile.Write(ref memory._isLate, false), this, preferLocal: false);
        var wasEnded = false;
        foreach (var reservation in reservations.Where(reservation => reservation.IsStalled)) wasEnded |= reservation.End();
        if (wasEnded && Reservation.IsLongSince(Volatile.Read(ref _taken))) _connection.Abort();
    }

    /// <summary>Tells that the connection is over.</summary>
    public void Dispose() => Memory.Unread.Leave();

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
