using System.Text.Json;
using System.Text.Json.Serialization;
using Claims.Server.Access;
using Grpc.Core;
using ModelContextProtocol.Protocol;

namespace Claims.Server.Web.Mcp;

/// <summary>
/// The Model Context Protocol (modelcontextprotocol.io) at <c>/mcp</c>, for assistants; off unless
/// <c>Access:Mcp</c> says otherwise.
/// </summary>
internal static class McpEndpoint
{
    private const string Path = "/mcp";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    public static void AddServices(IServiceCollection services)
    {
        services
            .AddScoped<McpCall>()
            .AddMcpServer(server => server.ServerInfo = new Implementation { Name = "claims", Title = "ClaimsService", Version = ServerVersion.Text })

            // Nothing is kept between two requests.
            .WithHttpTransport(transport => transport.Stateless = true)
            .WithTools<ClaimTools>(_json);
    }

    /// <summary>
    /// Serves it. A browser's page of another origin is refused, whatever name it reaches this server by: it may have had
    /// its own name resolved to this machine.
    /// </summary>
    /// <param name="routes">Where to.</param>
    /// <param name="origins">Those that are allowed besides pages of this machine.</param>
    /// <param name="boundary">Lets callers in.</param>
    public static void Map(IEndpointRouteBuilder routes, string[] origins, WebBoundary boundary)
    {
        var endpoint = routes.MapMcp(Path);
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (!IsAllowed(http.Request, origins)) return Results.StatusCode(StatusCodes.Status403Forbidden);
            http.RequestServices.GetRequiredService<McpCall>().Begin(http);
            return await next(context);
        });
        boundary.Guard(endpoint, Surface.Mcp);
    }

    private static bool IsAllowed(HttpRequest request, string[] origins) =>
        request.Headers.Origin.All(origin => origins.Contains("*") || origins.Contains(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback));
}
