using System.IO.Compression;
using Grpc.Net.Compression;

namespace Claims.Server.Rpc;

/// <summary>
/// What a request may be compressed by. It must be whole and have nothing behind it, where .NET's own overlook what comes
/// last; that a stream is cut short they find since the project's files tell them to be strict.
/// </summary>
/// <param name="provider">Packs and unpacks.</param>
internal sealed class RequestCompression(ICompressionProvider provider) : ICompressionProvider
{
    /// <summary>All that are taken.</summary>
    public static IList<ICompressionProvider> All { get; } =
    [
        new RequestCompression(new GzipCompressionProvider(CompressionLevel.Fastest)),
        new RequestCompression(new DeflateCompressionProvider(CompressionLevel.Fastest)),
    ];

    public string EncodingName => provider.EncodingName;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        provider.CreateCompressionStream(stream, compressionLevel);

    /// <summary>The message, or its beginning where it is larger than a request may be, which gRPC refuses.</summary>
    /// <param name="stream">The compressed bytes, all at hand.</param>
    /// <exception cref="Grpc.Core.RpcException">They are not as they must be.</exception>
    public Stream CreateDecompressionStream(Stream stream)
    {
        var packed = new byte[stream.Length];
        stream.ReadExactly(packed);
        var message = new MemoryStream();

        // No bytes are what .NET's clients make of an empty message.
        var isWhole = packed.Length == 0
            || (TryUnpack(packed, packed.Length, message) && !IsWholeWithoutItsLastByte(packed, message));
        if (!isWhole)
        {
            throw Failures.UndecodableRequest($"its bytes are not a whole {EncodingName} stream and nothing else");
        }

        message.Position = 0;
        return message;
    }

    // How far it has read, no stream of .NET tells.
    private bool IsWholeWithoutItsLastByte(byte[] packed, MemoryStream message) =>
        message.Length <= CallBoundary.MaximumRequestSize && TryUnpack(packed, packed.Length - 1, Stream.Null);

    private bool TryUnpack(byte[] packed, int length, Stream message)
    {
        using var unpacking = provider.CreateDecompressionStream(new MemoryStream(packed, 0, length));
        try
        {
            var piece = new byte[4096];
            var total = 0;
            while (total <= CallBoundary.MaximumRequestSize && unpacking.Read(piece) is > 0 and var count)
            {
                message.Write(piece, 0, count);
                total += count;
            }

            return length > 0;
        }
        // Of zlib the latter, where it asks for a dictionary.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }
}
