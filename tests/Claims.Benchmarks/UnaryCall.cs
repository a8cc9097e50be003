using System.Net.Security;
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
/// <param name="Key">What the caller shows to be let in; null for nothing.</param>
internal sealed record UnaryCall(
    string Address, string Service, string Method, byte[] Request, int ResponseSize, string? Key = null)
{
    private static readonly Marshaller<byte[]> _asItIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private string Uri => $"{Address}/{Service}/{Method}";

    /// <summary>Makes it once, with a client that knows gRPC.</summary>
    /// <exception cref="RpcException">Its status is not OK.</exception>
    /// <exception cref="ScenarioException">The response is of another size.</exception>
    public async Task VerifyAsync()
    {
        var size = await SizeOfAnswerAsync(Address, Service, Method, Request, Key);
        if (size != ResponseSize) throw new ScenarioException($"{Uri} answers {size} bytes instead of {ResponseSize}.");
    }

    /// <summary>Makes this call and another under load, in turns, once both are known to be right and have run for a while.</summary>
    /// <returns>Calls per second, of each round.</returns>
    public async Task<IReadOnlyList<(double Ours, double Peer)>> MeasureBesideAsync(UnaryCall peer, int rounds, int count)
    {
        const int WarmUps = 3;
        UnaryCall[] calls = [this, peer];
        foreach (var call in calls)
        {
            await call.VerifyAsync();
            for (var i = 0; i < WarmUps; i++) await call.MeasureAsync(count);
        }

        var rates = new List<(double Ours, double Peer)>();
        for (var round = 0; round < rounds; round++)
        {
            // Each pair is turned round after the last.
            var first = await calls[round % 2].MeasureAsync(count);
            var second = await calls[1 - (round % 2)].MeasureAsync(count);
            rates.Add(round % 2 == 0 ? (first, second) : (second, first));
        }

        return rates;
    }

    /// <summary>How many bytes a call is answered with, by whomever the server's certificate is.</summary>
    /// <exception cref="RpcException">Its status is not OK.</exception>
    public static async Task<int> SizeOfAnswerAsync(string address, string service, string method, byte[] request, string? key)
    {
        using var channel = GrpcChannel.ForAddress(address, new()
        {
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, _, _, errors) =>
                        !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable),
                },
            },
            DisposeHttpClient = true,
        });
        var headers = new Metadata();
        if (key is not null) headers.Add("authorization", $"Bearer {key}");
        var unary = new Method<byte[], byte[]>(MethodType.Unary, service, method, _asItIs, _asItIs);
        return (await channel.CreateCallInvoker().AsyncUnaryCall(unary, null, new CallOptions(headers), request)).Length;
    }

    /// <summary>Makes it under load.</summary>
    /// <returns>Calls per second.</returns>
    public Task<double> MeasureAsync(int count) => H2Load.RunAsync(Uri, Request, ResponseSize, count, Key);
}


