using Grpc.Core;
using Grpc.Net.Client;

namespace Claims.Benchmarks;

/// <summary>
/// Calls of one unary rpc, each with how many bytes its response has.
/// </summary>
/// <param name="Service">The service's full name.</param>
/// <param name="Method">The rpc's name.</param>
/// <param name="Calls">The encoded requests and the responses' sizes.</param>
internal sealed record RecordedCalls(string Service, string Method, IReadOnlyList<(byte[] Request, int ResponseSize)> Calls)
{
    private const int AtATime = 16;

    private static readonly Marshaller<byte[]> _asItIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    public string Path => $"/{Service}/{Method}";

    /// <summary>Makes each call once, with a client that knows gRPC.</summary>
    /// <param name="address">The server.</param>
    /// <param name="service">The service's full name.</param>
    /// <param name="name">The rpc's name.</param>
    /// <param name="requests">The encoded requests.</param>
    /// <param name="check">Throws where the response to a request, counted from 0, is not what it must be.</param>
    /// <exception cref="RpcException">A status is not OK.</exception>
    public static async Task<RecordedCalls> RecordAsync(
        string address, string service, string name, IReadOnlyList<byte[]> requests, Action<int, byte[]>? check = null)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var invoker = channel.CreateCallInvoker();
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, _asItIs, _asItIs);
        var sizes = new int[requests.Count];
        await Parallel.ForAsync(0, requests.Count, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (i, _) =>
        {
            var response = await invoker.AsyncUnaryCall(method, null, new CallOptions(), requests[i]);
            check?.Invoke(i, response);
            sizes[i] = response.Length;
        });
        return new(service, name, [.. requests.Zip(sizes)]);
    }

    /// <summary>Writes them to a file that <see cref="Read"/> reads.</summary>
    public void Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Service);
        writer.Write(Method);
        writer.Write(Calls.Count);
        foreach (var (request, size) in Calls)
        {
            writer.Write(request.Length);
            writer.Write(request);
            writer.Write(size);
        }
    }

    public static RecordedCalls Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var (service, method) = (reader.ReadString(), reader.ReadString());
        var calls = new (byte[], int)[reader.ReadInt32()];
        for (var i = 0; i < calls.Length; i++) calls[i] = (reader.ReadBytes(reader.ReadInt32()), reader.ReadInt32());
        return new(service, method, calls);
    }
}
