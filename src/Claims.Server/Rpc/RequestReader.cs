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

    private static readonly int[] _filters = FilterCount.FiltersOf(_descriptor);

    /// <summary>Reads requests; nobody writes them here.</summary>
    public static Marshaller<T> Marshaller { get; } =
        new((_, _) => throw new NotSupportedException("A server writes no requests."), Read);

    private static T Read(DeserializationContext context)
    {
        var bytes = context.PayloadAsReadOnlySequence();
        if (FilterCount.Of(bytes, _filters) is var filters and > RequestRules.MaximumFilters)
        {
            throw Failures.InvalidRequest([new("filter", RequestRules.TooMany("filters", filters, RequestRules.MaximumFilters))]);
        }

        if (!WireTypes.AreKnown(bytes, _descriptor))
        {
            throw Failures.UndecodableRequest("a field has wire type 6 or 7, which is none");
        }

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
