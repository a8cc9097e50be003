using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Limits;

/// <summary>
/// Counts the streams that a client opens, by the headers of its frames (RFC 9113, 4.1), and cuts the connection off where
/// twice as many as it was told it may have are not over. HTTP/2 lets a server refuse each of those; but what Kestrel has
/// refused it keeps for five seconds, and any number comes within one. Twice, since what a client cancels is not over at
/// once. Of what Kestrel answers by itself, such as headers that are too long, nobody tells when it is over: a stream that
/// has not come to be served within five seconds counts no more.
/// </summary>
/// <param name="transport">The connection's transport, of which nothing was read yet.</param>
/// <param name="most">How many streams the client is told it may have.</param>
internal sealed class StreamWatch(IDuplexPipe transport, int most) : PipeReader, IDuplexPipe
{
    private const int HeaderSize = 9;
    private const byte HeadersFrame = 1;

    // As long as Kestrel keeps what it has refused.
    private const int SecondsKept = 5;

    private static readonly int _prefaceSize = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.Length;

    private readonly PipeReader _input = transport.Input;
    private readonly byte[] _header = new byte[HeaderSize];
    private ReadOnlySequence<byte> _read;

    // How many bytes of those read next were looked at before; of them all, how many are still to be passed over; and how
    // many of the header after that are there.
    private long _seen;
    private long _ahead = _prefaceSize;
    private int _headerBytes;

    private uint _lastStream;

    // All of these since the connection began.
    private int _opened;
    private int _served;
    private int _over;

    // Opened and never served: as of the last look at them, which is made every five seconds.
    private int _lost;
    private int _openedBefore;
    private int _beats;

    public PipeReader Input => this;

    public PipeWriter Output => transport.Output;

    /// <summary>Serves a call, after which its stream is over.</summary>
    public static Task ServeAsync(RequestDelegate next, HttpContext context)
    {
        var watch = context.Features.GetRequiredFeature<StreamWatch>();
        Interlocked.Increment(ref watch._served);

        // Without a state machine where the call is over at once, as most are.
        var isOver = true;
        try
        {
            var call = next(context);
            isOver = call.IsCompletedSuccessfully;
            return isOver ? call : watch.EndAfterAsync(call);
        }
        finally
        {
            if (isOver) watch.End();
        }
    }

    /// <summary>Forgets what is not served. Called every second.</summary>
    public void Beat()
    {
        if (++_beats % SecondsKept > 0) return;
        Volatile.Write(ref _lost, Math.Max(0, _openedBefore - Volatile.Read(ref _served)));
        _openedBefore = Volatile.Read(ref _opened);
    }

    /// <exception cref="ConnectionAbortedException">The client has opened too many streams.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await _input.ReadAsync(cancellationToken);
        Look(result.Buffer);
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_input.TryRead(out result)) return false;
        Look(result.Buffer);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _seen = _read.Slice(consumed).Length;
        _input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    private async Task EndAfterAsync(Task call)
    {
        try
        {
            await call;
        }
        finally
        {
            End();
        }
    }

    private void End() => Interlocked.Increment(ref _over);

    private void Look(ReadOnlySequence<byte> read)
    {
        _read = read;
        foreach (var memory in read.Slice(_seen))
        {
            for (var rest = memory.Span; rest.Length > 0;)
            {
                if (_ahead > 0)
                {
                    var passed = (int)Math.Min(_ahead, rest.Length);
                    _ahead -= passed;
                    rest = rest[passed..];
                    continue;
                }

                var copied = Math.Min(HeaderSize - _headerBytes, rest.Length);
                rest[..copied].CopyTo(_header.AsSpan(_headerBytes));
                _headerBytes += copied;
                rest = rest[copied..];
                if (_headerBytes == HeaderSize) SeeFrame();
            }
        }
    }

    private void SeeFrame()
    {
        _headerBytes = 0;
        _ahead = BinaryPrimitives.ReadUInt32BigEndian(_header) >> 8;

        // Without the bit before it, which is to be ignored: else a number with it would hide all that follow.
        var stream = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(5)) & int.MaxValue;

        // A stream is opened with a number that is greater than all before; what comes on others are trailers.
        if (_header[3] != HeadersFrame || stream <= _lastStream) return;
        _lastStream = stream;
        _opened++;
        if (_opened - Volatile.Read(ref _over) - Volatile.Read(ref _lost) <= 2 * most) return;
        throw new ConnectionAbortedException($"The client has opened more than {2 * most} streams.");
    }
}
