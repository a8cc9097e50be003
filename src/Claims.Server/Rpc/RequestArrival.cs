using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Claims.Server.Rpc;

/// <summary>
/// How much of a call's request has come. gRPC is called when all of it is there, so that a client that is slow, or says nothing
/// more, keeps no memory longer than the call may take, and is told so: the transport could only cut off the connection, with
/// all other calls on it. What has come is left to be read.
/// </summary>
/// <param name="Bytes">The memory that the call takes, as <see cref="RequestMemory"/> tells; null where that is not known yet.</param>
/// <param name="IsWhole">Whether nothing more is needed: it is all there, or there is a mistake in what is.</param>
/// <param name="Examined">How many bytes were examined, which are handed out again only once there are more.</param>
internal readonly record struct RequestArrival(int? Bytes, bool IsWhole, long Examined = 0)
{
    /// <summary>
    /// What has come by now. Of gRPC-Web, where a body in base64 cannot be looked at without reading it, and a connection has one
    /// call at a time, its length tells.
    /// </summary>
    public static RequestArrival Of(HttpRequest request)
    {
        if (CallProtocol.IsTranslated(request)) return new(RequestMemory.OfBody(request.ContentLength), IsWhole: true);
        return request.BodyReader.TryRead(out var read) ? default(RequestArrival).After(request, read) : default;
    }

    /// <summary>Waits until the memory is known that the call takes.</summary>
    /// <exception cref="OperationCanceledException">The request is not waited for any more.</exception>
    /// <exception cref="IOException">The client has gone.</exception>
    public async ValueTask<RequestArrival> KnownAsync(HttpRequest request, CancellationToken cancellation)
    {
        var arrival = this;
        while (arrival.Bytes is null) arrival = arrival.After(request, await request.BodyReader.ReadAsync(cancellation));
        return arrival;
    }

    /// <summary>Waits until the request is whole, for which there is memory.</summary>
    /// <exception cref="OperationCanceledException">The request is not waited for any more.</exception>
    /// <exception cref="IOException">The client has gone.</exception>
    public async ValueTask WholeAsync(HttpRequest request, CancellationToken cancellation)
    {
        var arrival = this;
        while (!arrival.IsWhole)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            arrival = arrival.After(request, read, hasMemory: true);
        }
    }

    // Windows open for what was examined: no wider than for the first bytes before there is memory for the others. Of what is
    // there when nobody waits any more, the last is left unexamined for whoever reads it.
    private RequestArrival After(HttpRequest request, ReadResult read, bool hasMemory = false)
    {
        var arrival = Of(request, read);
        var isAwaited = arrival.Bytes is null || (hasMemory && !arrival.IsWhole);
        arrival = arrival with { Examined = isAwaited ? read.Buffer.Length : Examined };
        request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.GetPosition(arrival.Examined));
        return arrival;
    }

    private static RequestArrival Of(HttpRequest request, ReadResult read)
    {
        Span<byte> header = stackalloc byte[CallProtocol.FrameHeaderSize];
        if (read.Buffer.Length < header.Length) return read.IsCompleted ? new(RequestMemory.Least, IsWhole: true) : default;
        read.Buffer.Slice(0, header.Length).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        var ahead = read.Buffer.Length - header.Length - length;

        // Of a stream of requests the first one; elsewhere the client has to say that there is no more, which more of it is not.
        var isWhole = read.IsCompleted || ahead > 0 || (ahead == 0 && CallBoundary.IsReflection(request.Path))
            || CallProtocol.HasMistake(request, read.Buffer);
        return new(RequestMemory.Of(header[0], length), isWhole);
    }
}
