using Grpc.Core;
using Grpc.Net.Client;

namespace Claims.Benchmarks;

/// <summary>
/// One call of a server, to be made over and over.
/// </summary>
/// <param name="Address">Who answers.</param>
/// <param name="Service">The service's full name.</param>
/// <param name="Method">The rpc's name.</param>
/// <param name="Request">The encoded request.</param>
/// <param name="ResponseSize">How many bytes the response is encoded in.</param>
internal sealed record UnaryCall(string Address, string Service, string Method, byte[] Request, int ResponseSize)
{
    private static readonly Marshaller<byte[]> _asItIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private string Uri => $"{Address}/{Service}/{Method}";

    /// <summary>Makes it once, with a client that knows gRPC.</summary>
    /// <exception cref="RpcException">Its status is not OK.</exception>
    /// <exception cref="ScenarioException">The response is of another size.</exception>
    public async Task VerifyAsync()
    {
        using var channel = GrpcChannel.ForAddress(Address);
        var method = new Method<byte[], byte[]>(MethodType.Unary, Service, Method, _asItIs, _asItIs);
        var response = await channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), Request);
        if (response.Length != ResponseSize)
        {
            throw new ScenarioException($"{Uri} answers {response.Length} bytes instead of {ResponseSize}.");
        }
    }

    /// <summary>Makes it under load.</summary>
    /// <returns>Calls per second.</returns>
    public Task<double> MeasureAsync(int count) => H2Load.RunAsync(Uri, Request, ResponseSize, count);
}


