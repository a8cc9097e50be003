using Grpc.Core;

namespace Claims.Server.Web;

/// <summary>
/// What a method of the service knows of a call that did not come by gRPC: when its client has gone, and its context.
/// </summary>
internal sealed class WebCall : ServerCallContext
{
    // Where gRPC's own extension looks for the context of a call that is not its own.
    private const string HttpContextKey = "__HttpContext";

    private readonly HttpContext _http;

    public WebCall(HttpContext http)
    {
        _http = http;
        UserState[HttpContextKey] = http;
    }

    protected override string MethodCore => _http.Request.Path;

    protected override string HostCore => _http.Request.Host.Value ?? "";

    protected override string PeerCore => "";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => _http.RequestAborted;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("No call is made on behalf of this one.");

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
