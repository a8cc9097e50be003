using Claims.Server.Live;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Claims.Benchmarks;

/// <summary>
/// A call that comes over no wire, and is waited for without end.
/// </summary>
internal sealed class InProcessCall : ServerCallContext
{
    // Where gRPC looks for it.
    private const string HttpContextKey = "__HttpContext";

    /// <param name="revision">The revision that it is answered from.</param>
    public InProcessCall(HeldRevision revision)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(revision);
        UserState[HttpContextKey] = http;
    }

    protected override string MethodCore => "";

    protected override string HostCore => "";

    protected override string PeerCore => "";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => CancellationToken.None;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
