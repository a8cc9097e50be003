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

    /// <summary>Tells it of a request of so many bytes.</summary>
    public static int Of(int length) => Least + (Copies * length);

    /// <summary>Tells it of a body that says how long it is, or does not, and is read as a whole.</summary>
    public static int OfBody(long? length) =>
        Of((int)Math.Min(length ?? CallBoundary.MaximumRequestSize, CallBoundary.MaximumRequestSize));

    /// <summary>
    /// Tells it, if the first bytes are there; null where they are not. Of gRPC-Web, where a body in base64 cannot be looked
    /// at without reading it, its length tells.
    /// </summary>
    public static int? Tell(HttpRequest request) =>
        CallProtocol.IsTranslated(request) ? OfBody(request.ContentLength)
        : request.BodyReader.TryRead(out var read) ? Tell(request.BodyReader, read)
        : null;

    /// <summary>Tells it once they are.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    /// <exception cref="IOException">The client has gone, or is too slow.</exception>
    public static async ValueTask<int> TellAsync(PipeReader request, CancellationToken cancellation)
    {
        while (true)
        {
            if (Tell(request, await request.ReadAsync(cancellation)) is { } bytes) return bytes;
        }
    }

    private static int? Tell(PipeReader request, ReadResult read)
    {
        Span<byte> header = stackalloc byte[CallProtocol.FrameHeaderSize];
        int? bytes = read.IsCompleted ? Least : null;
        if (read.Buffer.Length >= header.Length)
        {
            read.Buffer.Slice(0, header.Length).CopyTo(header);
            bytes = Of(LengthOf(header));
        }

        // What was looked at is handed out again only where there is more, and of a call's first bytes nobody waits for more.
        request.AdvanceTo(read.Buffer.Start, bytes is null ? read.Buffer.End : read.Buffer.Start);
        return bytes;
    }

    // One that is too large is refused unread; what is compressed may be as large as any.
    private static int LengthOf(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt32BigEndian(header[1..]) is var length && length > CallBoundary.MaximumRequestSize ? 0
        : header[0] == 0 ? (int)length
        : CallBoundary.MaximumRequestSize;
}
