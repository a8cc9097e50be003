using Claims.Benchmarks.Contract;
using Claims.Server.Hosting;
using Claims.Server.Rpc;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Claims.Benchmarks;

/// <summary>
/// <c>bare SIZE</c>: serves one message of a size, as Grpc.AspNetCore does by itself. Only Kestrel's and the log's
/// settings are the server's own, so that a comparison with it shows what its code costs.
/// </summary>
internal sealed class BareService(Constant answer) : ConstantService.ConstantServiceBase
{
    public static async Task<int> RunAsync(int size, string[] settings)
    {
        var builder = ServerApplication.CreateBuilder(settings);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = CallBoundary.MaximumRequestSize);
        builder.Services.AddSingleton(new BareService(OfSize(size)));
        await using var app = builder.Build();
        app.MapGrpcService<BareService>();
        await app.RunAsync();
        return 0;
    }

    public override Task<Constant> GetClaim(GetClaimRequest request, ServerCallContext context) => Task.FromResult(answer);

    private static Constant OfSize(int size)
    {
        var full = new Constant { Content = Zeros(size) };
        var answer = new Constant { Content = Zeros(size - (full.CalculateSize() - size)) };
        return answer.CalculateSize() == size
            ? answer
            : throw new ScenarioException($"No message of one field is encoded in {size} bytes.");
    }

    private static ByteString Zeros(int count) => UnsafeByteOperations.UnsafeWrap(new byte[count]);
}
