using System.Diagnostics;
using Claims.Benchmarks.Contract;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Claims.Benchmarks;

/// <summary>
/// How long programs take from their start until they serve.
/// </summary>
internal static class Starting
{
    /// <summary>Starts the server, and returns when it says that it serves.</summary>
    public static async Task<(ServerProcess Server, TimeSpan Time)> ServeAsync(string program, params string[] args)
    {
        var start = Stopwatch.GetTimestamp();
        var server = await ServerProcess.StartAsync(program, ["serve", .. args]);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        var time = Stopwatch.GetElapsedTime(start);
        return health.Status == HealthCheckResponse.Types.ServingStatus.Serving
            ? (server, time)
            : throw new ScenarioException($"{program} is {health.Status}.");
    }

    /// <summary>Starts a bare service, and returns when it has answered.</summary>
    public static async Task<(ServerProcess Server, TimeSpan Time)> ServeBareAsync(string program)
    {
        var start = Stopwatch.GetTimestamp();
        var server = await ServerProcess.StartAsync(program, "bare", "900");
        using var channel = GrpcChannel.ForAddress(server.Address);
        await new ConstantService.ConstantServiceClient(channel).GetClaimAsync(new GetClaimRequest());
        return (server, Stopwatch.GetElapsedTime(start));
    }
}
