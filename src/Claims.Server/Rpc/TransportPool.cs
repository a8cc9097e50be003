using System.Buffers;

namespace Claims.Server.Rpc;

/// <summary>
/// The memory in which a connection's transport keeps answers until the client takes them, and requests until they are
/// read. It tells each call of what was rented for its answer, and of what the transport has given back: nothing else tells
/// that an answer is gone once its method is over, and to stay until it is costs a page of 100 claims a tenth of its speed.
/// The connection is told of what was rented for no call. Thread-safe.
/// </summary>
/// <param name="pool">Where the memory is from.</param>
/// <param name="connection">Whose it is.</param>
internal sealed class TransportPool(MemoryPool<byte> pool, ConnectionMemory connection) : MemoryPool<byte>
{
    // Of a long answer; the fewer there are, the less it costs to know of each.
    private const int LargestBlock = 32 * 1024;

    [ThreadStatic]
    private static Reservation? _writing;

    /// <summary>Whatever is asked for: else the transport takes what is larger from elsewhere.</summary>
    public override int MaxBufferSize => Shared.MaxBufferSize;

    /// <summary>Makes this thread rent for a call, or, given null, for none.</summary>
    public static void RentFor(Reservation? call) => _writing = call;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        if (_writing is not { } call) return new UnreadBlock(RentPlain(minBufferSize), connection);
        return new AnswerBlock(RentPlain(Math.Max(minBufferSize, Math.Min(call.PieceBytes, LargestBlock))), call);
    }

    private IMemoryOwner<byte> RentPlain(int size) => size <= pool.MaxBufferSize ? pool.Rent(size) : Shared.Rent(size);

    // It is the transport's, as the connection is.
    protected override void Dispose(bool disposing)
    {
    }

    private sealed class AnswerBlock : IMemoryOwner<byte>
    {
        private readonly IMemoryOwner<byte> _memory;
        private readonly Reservation _call;

        public AnswerBlock(IMemoryOwner<byte> memory, Reservation call)
        {
            _memory = memory;
            _call = call;
            call.Hold();
        }

        public Memory<byte> Memory => _memory.Memory;

        public void Dispose()
        {
            _memory.Dispose();
            _call.GiveBack();
        }
    }

    private sealed class UnreadBlock : IMemoryOwner<byte>
    {
        private readonly IMemoryOwner<byte> _memory;
        private readonly ConnectionMemory _connection;
        private readonly int _bytes;

        public UnreadBlock(IMemoryOwner<byte> memory, ConnectionMemory connection)
        {
            _memory = memory;
            _connection = connection;
            _bytes = memory.Memory.Length;
            connection.HoldUnread(_bytes);
        }

        public Memory<byte> Memory => _memory.Memory;

        public void Dispose()
        {
            _memory.Dispose();
            _connection.GiveUnread(_bytes);
        }
    }
}
