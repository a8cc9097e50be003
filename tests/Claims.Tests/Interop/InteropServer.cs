using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Claims.Tests.Interop;

/// <summary>Our server: Grpc.AspNetCore on Kestrel, HTTP/2 without TLS.</summary>
public sealed class InteropServer : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address =>
        new(_app!.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.Single());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Calls that are cancelled and calls that fail are the point here, not news.
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.ResponseCompressionAlgorithm = "gzip");

        _app = builder.Build();
        _app.Use((context, next) =>
        {
            var flags = new CompressedFlags();
            context.Features.Set(flags);
            context.Features.Set<IRequestBodyPipeFeature>(new RequestFlags(context.Request.BodyReader, flags));
            return next(context);
        });
        _app.MapGrpcService<TestService>();
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
