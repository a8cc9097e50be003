using Claims.Server.Limits;
using Claims.Server.Rpc;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Web.Mcp;

/// <summary>
/// What a tool knows of the request that asks for it.
/// </summary>
internal sealed class McpCall(CallLimits limits)
{
    private HttpContext? _http;

    /// <summary>What its connection has of what is shared.</summary>
    public ConnectionCalls Calls => _http!.Features.GetRequiredFeature<ConnectionCalls>();

    /// <summary>Begins the request.</summary>
    public void Begin(HttpContext http) => _http = http;

    /// <summary>Counts a call of a tool.</summary>
    /// <returns>Why it is refused; null where it is not.</returns>
    public Google.Rpc.Status? Refuse() =>
        limits.Rate?.Refuse(_http!) is { } wait ? Failures.TooOften(limits.Rate.PerSecond, wait) : null;
}
