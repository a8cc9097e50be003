using Grpc.Core;
using Grpc.Net.Client;

namespace Claims.Benchmarks;

/// <summary>
/// One call of a server, to be made over and over.
/// </summary>
/// <param name="Server">Who answers.</param>
/// <param name="Service">The service's full name.</param>
/// <param name="Method">The rpc's name.</param>
/// <param name="Request">The encoded request.</param>
/// <param name="ResponseSize">How many bytes the response is encoded in.</param>
internal sealed record UnaryCall(ServerProcess Server, string Service, string Method, byte[] Request, int ResponseSize)
{
    private static readonly Marshaller<byte[]> _asItIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private string Uri => $"{Server.Address}/{Service}/{Method}";

    /// <summary>Makes it once, with a client that knows gRPC.</summary>
    /// <exception cref="RpcException">Its status is not OK.</exception>
    /// <exception cref="ScenarioException">The response is of another size.</exception>
    public async Task VerifyAsync()
    {
        using var channel = GrpcChannel.ForAddress(Server.Address);
        var method = new Method<byte[], byte[]>(MethodType.Unary, Service, Method, _asItIs, _asItIs);
        var response = await channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), Request);
        if (response.Length != ResponseSize)
        {
            throw new ScenarioException($"{Uri} answers {response.Length} bytes instead of {ResponseSize}.");
        }
    }

    /// <summary>Makes it under load.</summary>
    public async Task<Throughput> MeasureAsync(int count)
    {
        var before = Server.ProcessorTime;
        var rate = await H2Load.RunAsync(Uri, Request, ResponseSize, count);
        return new(rate, (Server.ProcessorTime - before) / count);
    }

    /// <summary>Makes it under load, for how long each answer takes, in milliseconds.</summary>
    public Task<IReadOnlyList<double>> LatenciesAsync(int count) => H2Load.LatenciesAsync(Uri, Request, ResponseSize, count);
}

/// <summary>How fast a server answered, and what each answer cost it of the processors.</summary>
internal readonly record struct Throughput(double RequestsPerSecond, TimeSpan ProcessorTime);
