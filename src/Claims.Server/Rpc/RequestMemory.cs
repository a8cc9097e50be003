using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Claims.Server.Rpc;

/// <summary>
/// How much memory a call takes at the most until there is an answer, told by the first bytes of its request, which are left
/// to be read.
/// </summary>
internal static class RequestMemory
{
    /// <summary>What every call takes: a block of the transport's for its request, and a small answer.</summary>
    public const int Least = (4 * 1024) + Reservation.SmallAnswer;

    // As it was sent, in one piece for the parser, and as a message: of texts, two bytes for one, and twice as many again
    // for the objects they are in.
    private const int Copies = 6;

    /// <summary>Tells it, if the first bytes are there.</summary>
    public static bool TryTell(PipeReader request, out int bytes)
    {
        bytes = 0;
        return request.TryRead(out var read) && TryTell(request, read, out bytes);
    }

    /// <summary>Tells it once they are.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    /// <exception cref="IOException">The client has gone, or is too slow.</exception>
    public static async ValueTask<int> TellAsync(PipeReader request, CancellationToken cancellation)
    {
        int bytes;
        while (!TryTell(request, await request.ReadAsync(cancellation), out bytes))
        {
        }

        return bytes;
    }

    private static bool TryTell(PipeReader request, ReadResult read, out int bytes)
    {
        Span<byte> header = stackalloc byte[CallProtocol.FrameHeaderSize];
        var isKnown = read.Buffer.Length >= header.Length;
        bytes = Least;
        if (isKnown)
        {
            read.Buffer.Slice(0, header.Length).CopyTo(header);
            bytes += Copies * LengthOf(header);
        }

        // What was looked at is handed out again only where there is more, and of a call's first bytes nobody waits for more.
        request.AdvanceTo(read.Buffer.Start, isKnown ? read.Buffer.Start : read.Buffer.End);
        return isKnown || read.IsCompleted;
    }

    // One that is too large is refused unread; what is compressed may be as large as any.
    private static int LengthOf(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt32BigEndian(header[1..]) is var length && length > CallBoundary.MaximumRequestSize ? 0
        : header[0] == 0 ? (int)length
        : CallBoundary.MaximumRequestSize;
}
