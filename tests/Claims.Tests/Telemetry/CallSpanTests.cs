using System.Collections.Concurrent;
using System.Diagnostics;
using Claims.Server.Telemetry;
using Claims.Tests.Web;
using Claims.V1;
using Grpc.Core;

namespace Claims.Tests.Telemetry;

[Collection(Heard.Name)]
public sealed class CallSpanTests : IDisposable
{
    private const string Service = "claims.v1.ClaimsService";

    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ActivitySpanId _parent = ActivitySpanId.CreateRandom();
    private readonly BlockingCollection<Activity> _spans = [];
    private readonly ActivityListener _listener;

    public CallSpanTests()
    {
        // Those of this test alone: other servers run in this process.
        _listener = new()
        {
            ShouldListenTo = source => source == CallSpan.Source,
            Sample = (ref options) => options.Parent.TraceId == _trace
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private string TraceParent => $"00-{_trace}-{_parent}-01";

    public void Dispose()
    {
        _listener.Dispose();
        _spans.Dispose();
    }

    [Fact]
    public async Task A_span_is_named_after_the_rpc_and_tells_of_revision_and_counts()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var request = new SearchClaimsRequest { Parent = "articles/-", Query = "the", PageSize = 2 };
        var answer = await server.Claims.SearchClaimsAsync(request, new Metadata { { "traceparent", TraceParent } });
        using var span = Next();
        Assert.Equal($"{Service}/SearchClaims", span.DisplayName);
        Assert.Equal(ActivityKind.Server, span.Kind);
        Assert.Equal(_parent, span.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        var expected = new Dictionary<string, object?>
        {
            ["rpc.method"] = $"{Service}/SearchClaims",
            ["rpc.response.status_code"] = "OK",
            ["rpc.system.name"] = "grpc",
            ["claims.surface"] = "grpc",
            ["claims.revision"] = server.Revision,
            ["claims.answer.count"] = answer.Results.Count,
            ["claims.answer.total"] = answer.TotalSize,
        };
        Assert.Equal(expected, span.TagObjects.ToDictionary());
        Assert.True(answer.TotalSize > answer.Results.Count);
    }

    [Fact]
    public async Task A_span_of_an_error_tells_its_reason_and_the_server_is_blamed_only_for_its_own()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        await Assert.ThrowsAsync<RpcException>(async () => await server.Claims.GetClaimAsync(
            new() { Name = "articles/no/claims/no" }, new Metadata { { "traceparent", TraceParent } }));
        using var span = Next();
        Assert.Equal("NOT_FOUND", span.GetTagItem("rpc.response.status_code"));
        Assert.Equal("NOT_FOUND", span.GetTagItem("claims.reason"));
        Assert.Null(span.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Theory]
    [InlineData("/v1/articles/-/claims", $"{Service}/ListClaims", "json", true)]
    [InlineData("/v1/articles/-/claims:export?format=jsonl", $"{Service}/SearchClaims", "export", true)]
    [InlineData("/v1/articles/-/claims:feed?pageSize=3", $"{Service}/ListClaims", "feed", true)]
    [InlineData("/?q=planted", "/", "page", false)]
    public async Task What_comes_by_http_has_a_span_too(string path, string name, string surface, bool isCounted)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var web = new WebClient(server);
        web.Http.DefaultRequestHeaders.Add("traceparent", TraceParent);
        using var answer = await web.Http.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        using var span = Next();
        Assert.Equal(name, span.DisplayName);
        Assert.Equal(_parent, span.ParentSpanId);
        Assert.Equal(surface, span.GetTagItem("claims.surface"));
        Assert.Equal(server.Revision, span.GetTagItem("claims.revision"));
        Assert.Equal(isCounted, span.GetTagItem("claims.answer.count") is > 0);
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("planted", StringComparison.Ordinal));
    }

    private Activity Next()
    {
        Assert.True(_spans.TryTake(out var span, RunningServer.Patience));
        return span;
    }
}
