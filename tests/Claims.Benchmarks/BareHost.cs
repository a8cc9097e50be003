using Claims.Server.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Claims.Benchmarks;

/// <summary>
/// Serves one service as Grpc.AspNetCore does by itself, on Kestrel as it is. Only the log's settings are the server's
/// own, so that a comparison with it shows what its code costs, that which guards it included.
/// </summary>
internal static class BareHost
{
    public static async Task<int> RunAsync<TService>(TService service, string[] settings)
        where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory,
        });

        // By TLS, where its address is of https.
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = CallBoundary.MaximumRequestSize);
        builder.Services.AddSingleton(service);
        await using var app = builder.Build();
        app.MapGrpcService<TService>();
        await app.RunAsync();
        return 0;
    }
}
