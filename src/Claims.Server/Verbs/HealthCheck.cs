using System.Security.Cryptography;
using Claims.Server.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Claims.Server.Verbs;

/// <summary>
/// <c>healthcheck</c>: asks the server that runs here with the same configuration. For images without a shell.
/// </summary>
internal static class HealthCheck
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] settings)
    {
        var address = ServerApplication.LocalAddress(settings, out var certificate);
        try
        {
            // Containers are given the proxy of their host, which knows nothing of this machine.
            using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler
                {
                    UseProxy = false,

                    // Whatever names it is made out to, and whoever signed it: it is the one that this server is to show.
                    SslOptions = new()
                    {
                        RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null
                            && shown.GetCertHash(HashAlgorithmName.SHA256).AsSpan().SequenceEqual(
                                certificate?.GetCertHash(HashAlgorithmName.SHA256)),
                    },
                },
                DisposeHttpClient = true,
            });
            var answer = await new Health.HealthClient(channel)
                .CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow + _patience);
            Console.Out.WriteLine($"{address}: {answer.Status}");
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving ? ExitCode.Success : ExitCode.Failure;
        }
        catch (RpcException e)
        {
            Console.Error.WriteLine($"{address}: {e.Status.StatusCode}: {e.Status.Detail}");
            return ExitCode.Failure;
        }
    }
}
