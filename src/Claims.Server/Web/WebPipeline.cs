using Claims.Server.Access;
using Claims.Server.Limits;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.Server.Telemetry;
using Claims.Server.Web.Exports;
using Claims.Server.Web.Mcp;
using Claims.Server.Web.OpenApi;
using Claims.Server.Web.Page;
using Claims.V1;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Claims.Server.Web;

/// <summary>
/// What is served to connections that speak HTTP as browsers do: the rpcs as JSON, and gRPC-Web.
/// </summary>
internal static class WebPipeline
{
    private static readonly MinDataRate _leastRate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));

    // Memory is held for a request until it is whole: the largest one has a little over 16 seconds.
    private static readonly MinDataRate _leastRequestRate = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(5));

    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        if (new AccessSettings(configuration).ExposureOf(Surface.Mcp) != Exposure.Off) McpEndpoint.AddServices(services);
        services.AddSingleton<WebBoundary>();
        services.AddSingleton<WebCalls>();
        services.AddSingleton<WebWatch>();
        services.AddSingleton<ClaimExport>();
        services.AddSingleton<ClaimFeed>();
        services.AddSingleton<PageEndpoints>();
        services.AddResponseCompression(compression =>
        {
            // Nothing secret is answered that somebody could guess by the size of an answer.
            compression.EnableForHttps = true;
            compression.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes, "application/x-ndjson", "text/csv", ClaimFeed.MediaType, "image/svg+xml",
            ];
        });
        services.AddCors();
        services.AddRouting();
    }

    /// <summary>Serves those connections; every other goes on to the next.</summary>
    /// <param name="services">What serves them.</param>
    /// <param name="held">What is served.</param>
    /// <param name="logger">Where to log.</param>
    /// <param name="draining">Is cancelled once calls are to be sent to other servers.</param>
    public static Func<RequestDelegate, RequestDelegate> Of(
        IServiceProvider services, HeldRevisions held, ILogger logger, CancellationToken draining)
    {
        // With routes of its own: what is gRPC's port does not have them.
        var pipeline = new ApplicationBuilder(services);
        pipeline.Use(BoundRate);
        pipeline.Use((http, next) => CloseAfter(http, next, draining));
        pipeline.UseResponseCompression();
        var configuration = services.GetRequiredService<IConfiguration>();
        var origins = (configuration["Web:CorsOrigins"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (origins.Length > 0) pipeline.UseCors(policy => Allow(policy, origins));
        pipeline.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });

        // Within gRPC-Web, which puts the trailers into the body.
        var telemetry = services.GetRequiredService<CallTelemetry>();
        pipeline.Use(next => telemetry.Around(next, CallSurface.GrpcWeb));
        pipeline.Use(next =>
        {
            var boundary = new CallBoundary(
                next, held, services.GetRequiredService<Admission>(), services.GetRequiredService<CallLimits>(), logger);
            return http => CallProtocol.IsCall(http.Request) ? boundary.InvokeAsync(http) : next(http);
        });
        pipeline.UseRouting();
        pipeline.UseEndpoints(routes =>
        {
            routes.MapGrpcService<ClaimsRpc>();
            services.GetRequiredService<WebCalls>().Map(As(CallSurface.Json));
            services.GetRequiredService<WebWatch>().Map(As(CallSurface.Watch, nameof(ClaimsRpc.WatchClaims)));
            services.GetRequiredService<ClaimExport>().Map(As(CallSurface.Export, nameof(ClaimsRpc.SearchClaims)));
            services.GetRequiredService<ClaimFeed>().Map(As(CallSurface.Feed, nameof(ClaimsRpc.ListClaims)));
            Probes.Map(As(CallSurface.Probe), draining);
            var access = services.GetRequiredService<AccessSettings>();
            var boundary = services.GetRequiredService<WebBoundary>();
            if (IsServed(Surface.Reflection)) OpenApiDescription.Map(As(CallSurface.Json), access, boundary);
            if (IsServed(Surface.Mcp)) McpEndpoint.Map(As(CallSurface.Mcp), origins, boundary);
            if (IsServed(Surface.Page)) services.GetRequiredService<PageEndpoints>().Map(As(CallSurface.Page));
            if (Exporting.IsScraped(configuration)) boundary.Guard(Exporting.Map(As(CallSurface.Probe)), Surface.Metrics);

            bool IsServed(Surface surface) => access.ExposureOf(surface) != Exposure.Off;

            IEndpointRouteBuilder As(CallSurface surface, string? rpc = null)
            {
                var group = routes.MapGroup("").WithMetadata(surface);
                return rpc is null ? group : group.WithMetadata(ClaimsService.Descriptor.FindMethodByName(rpc));
            }
        });
        var web = pipeline.Build();

        // The port of the web speaks HTTP/1 alone, and that of gRPC HTTP/2 alone.
        return next => http => HttpProtocol.IsHttp2(http.Request.Protocol) ? next(http) : web(http);
    }

    // Everything here is only read, and nothing is told to one that is not told to all.
    private static void Allow(CorsPolicyBuilder policy, string[] origins) => policy
        .WithOrigins(origins)
        .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post)
        .AllowAnyHeader()
        .WithExposedHeaders("claims-revision", "etag", "grpc-status", "grpc-message", "grpc-status-details-bin")
        .SetPreflightMaxAge(TimeSpan.FromHours(2));

    // Whoever takes nothing for ten seconds, or sends too little of a request, is not waited for. HTTP/1 has one call at a time
    // on a connection, so that it ends with it and no neighbour does.
    private static Task BoundRate(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = _leastRate;
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } requests) requests.MinDataRate = _leastRequestRate;
        return next(http);
    }

    // Of HTTP/1, whose clients are not told otherwise that a connection takes no more calls: the next one they sent would meet
    // its end. As the answer begins, which may be long after the call.
    private static Task CloseAfter(HttpContext http, RequestDelegate next, CancellationToken draining)
    {
        http.Response.OnStarting(() =>
        {
            if (draining.IsCancellationRequested && !HttpProtocol.IsHttp2(http.Request.Protocol))
            {
                http.Response.Headers.Connection = "close";
            }

            return Task.CompletedTask;
        });
        return next(http);
    }
}
