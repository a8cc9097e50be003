using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// Reads the requests of a type. What is unknown in them is passed over: kept, it would take many times its size.
/// </summary>
internal static class RequestReader<T>
    where T : class
{
    private static readonly MessageDescriptor _descriptor = ((IMessage)Activator.CreateInstance<T>()).Descriptor;

    private static readonly MessageParser _parser = _descriptor.Parser.WithDiscardUnknownFields(true);

    /// <summary>Reads requests; nobody writes them here.</summary>
    public static Marshaller<T> Marshaller { get; } =
        new((_, _) => throw new NotSupportedException("A server writes no requests."), Read);

    private static T Read(DeserializationContext context)
    {
        var sent = context.PayloadAsReadOnlySequence();
        return Read(sent.IsSingleSegment ? sent.FirstSpan : sent.ToArray());
    }

    /// <summary>Reads a request.</summary>
    /// <exception cref="RpcException">It is none, or has more in it than any that breaks no rule.</exception>
    public static T Read(ReadOnlySpan<byte> bytes)
    {
        var scan = new RequestScan(_descriptor);
        scan.Read(bytes);
        if (scan.HasUnknownWireType) throw Failures.UndecodableRequest("a field has wire type 6 or 7, which is none");
        RequestRules.ThrowIfTooMany(bytes, _descriptor, scan);
        try
        {
            return (T)_parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Failures.UndecodableRequest(e.Message);
        }
    }
}
