namespace Claims.Server.Web;

/// <summary>
/// What orchestrators and proxies ask: whether the process lives, and whether it is to be sent calls.
/// </summary>
internal static class Probes
{
    public static void Map(IEndpointRouteBuilder routes, CancellationToken draining)
    {
        routes.MapMethods("/livez", WebCalls.Reading, () => Results.Text("alive\n"));

        // The corpus is loaded before a port is opened.
        routes.MapMethods("/readyz", WebCalls.Reading, () => draining.IsCancellationRequested
            ? Results.Text("draining\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready\n"));
    }
}
