using Claims.Server.Live;
using Claims.Server.Rpc;

namespace Claims.Server.Web;

/// <summary>
/// What is served to connections that speak HTTP as browsers do: the rpcs as JSON, and gRPC-Web.
/// </summary>
internal static class WebPipeline
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<WebCalls>();
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddRouting();
    }

    /// <summary>Serves those connections; every other goes on to the next.</summary>
    public static Func<RequestDelegate, RequestDelegate> Of(IServiceProvider services, HeldRevisions held, ILogger logger)
    {
        // With routes of its own: what is gRPC's port does not have them.
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseResponseCompression();
        pipeline.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        pipeline.Use(next =>
        {
            var boundary = new CallBoundary(next, held, logger);
            return http => CallProtocol.IsCall(http.Request) ? boundary.InvokeAsync(http) : next(http);
        });
        pipeline.UseRouting();
        pipeline.UseEndpoints(routes =>
        {
            routes.MapGrpcService<ClaimsRpc>();
            services.GetRequiredService<WebCalls>().Map(routes);
        });
        var web = pipeline.Build();
        return next => http => WebConnection.Has(http) ? web(http) : next(http);
    }
}
