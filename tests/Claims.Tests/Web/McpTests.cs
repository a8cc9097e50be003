using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Claims.V1;

namespace Claims.Tests.Web;

public sealed class McpTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private WebClient _web = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            RunningServer.InventedCorpus,
            builder => builder.Configuration["Access:Mcp"] = "open");
        _web = new(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _web.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_is_off_unless_it_is_switched_on()
    {
        await using var off = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var web = new WebClient(off);
        using var response = await web.Http.PostAsync("/mcp", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Every_tool_only_reads_and_says_what_it_takes_and_answers()
    {
        var tools = (await AskAsync("tools/list", "{}")).GetProperty("tools").EnumerateArray().ToList();
        Assert.Equal(
            ["get_claim", "search_claims", "summarize_claims", "trace_claim"],
            tools.Select(tool => tool.GetProperty("name").GetString()).Order());
        foreach (var tool in tools)
        {
            Assert.True(tool.GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean());
            Assert.NotEqual("", tool.GetProperty("description").GetString());
            Assert.Equal("object", tool.GetProperty("outputSchema").GetProperty("type").GetString());
            Assert.All(
                tool.GetProperty("inputSchema").GetProperty("properties").EnumerateObject(),
                property => Assert.True(property.Value.TryGetProperty("description", out _), property.Name));
        }
    }

    [Fact]
    public async Task A_search_finds_what_the_service_does_and_cites_it()
    {
        var expected = await _server.Claims.SearchClaimsAsync(new() { Parent = "articles/-", Query = "ferry", PageSize = 2 });
        var answer = await CallAsync("search_claims", """{"query": "ferry", "limit": 2}""");
        Assert.Equal(expected.TotalSize, answer.GetProperty("total").GetInt32());
        Assert.Equal(_server.Revision, answer.GetProperty("revision").GetString());
        Assert.Equal(
            expected.Results.Select(result => $"{result.Claim.Name}@{result.Claim.Digest}"),
            answer.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("citation").GetString()));
        var next = answer.GetProperty("next_page_token").GetString();
        var more = await CallAsync("search_claims", $$"""{"query": "ferry", "limit": 2, "page_token": "{{next}}"}""");
        Assert.NotEqual(
            answer.GetProperty("claims")[0].GetProperty("citation").GetString(),
            more.GetProperty("claims")[0].GetProperty("citation").GetString());
    }

    [Fact]
    public async Task A_claim_is_got_by_its_citation_and_one_that_has_changed_is_told()
    {
        var claim = (await _server.Claims.ListClaimsAsync(new() { Parent = "articles/-", PageSize = 1 })).Claims[0];
        var answer = await CallAsync("get_claim", $$"""{"name": "{{claim.Name}}@{{claim.Digest}}"}""");
        Assert.Equal(claim.Text, answer.GetProperty("claims")[0].GetProperty("text").GetString());
        var changed = await ErrorAsync("get_claim", $$"""{"name": "{{claim.Name}}@0000"}""");
        Assert.Contains($"its digest is now {claim.Digest}", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_and_a_count_say_what_the_service_says()
    {
        var claims = (await _server.Claims.ListClaimsAsync(new() { Parent = "articles/-", PageSize = 1000 })).Claims;
        var related = claims.First(claim => claim.Relations.Count > 0);
        var expected = await _server.Claims.TraceClaimAsync(new() { Name = related.Name, MaxClaims = 50 });
        var trace = await CallAsync("trace_claim", $$"""{"name": "{{related.Name}}", "limit": 50}""");
        Assert.Equal(expected.Edges.Count, trace.GetProperty("relations").GetArrayLength());
        Assert.Equal(expected.IndependentOrigins.Count, trace.GetProperty("independent_origins").GetArrayLength());
        var summary = await _server.Claims.SummarizeClaimsAsync(new() { Parent = "articles/-", Dimensions = { Dimension.SourceKind }, Top = 20 });
        var counts = await CallAsync("summarize_claims", """{"by": "SourceKind"}""");
        Assert.Equal(
            summary.Summaries[0].Groups.Select(group => (group.Value, group.Count)),
            counts.GetProperty("groups").EnumerateArray().Select(group =>
                (group.GetProperty("value").GetString()!, group.GetProperty("count").GetInt32())));
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_in_its_words() => Assert.Contains(
        "'articles/nix' is not in the corpus", await ErrorAsync("summarize_claims", """{"by": "Force", "article": "articles/nix"}"""),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:1234", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    public async Task A_page_of_another_origin_is_refused(string origin, bool isAllowed)
    {
        using var response = await SendAsync("ping", "{}", origin);
        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<JsonElement> CallAsync(string tool, string arguments)
    {
        var result = await AskAsync("tools/call", $$"""{"name": "{{tool}}", "arguments": {{arguments}}}""");
        Assert.False(result.TryGetProperty("isError", out var isError) && isError.GetBoolean(), result.ToString());
        return result.GetProperty("structuredContent");
    }

    private async Task<string> ErrorAsync(string tool, string arguments)
    {
        var result = await AskAsync("tools/call", $$"""{"name": "{{tool}}", "arguments": {{arguments}}}""");
        Assert.True(result.GetProperty("isError").GetBoolean());
        return result.GetProperty("content")[0].GetProperty("text").GetString()!;
    }

    private async Task<JsonElement> AskAsync(string method, string parameters)
    {
        using var response = await SendAsync(method, parameters, origin: null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            return JsonDocument.Parse(item.Data).RootElement.GetProperty("result");
        }

        throw new InvalidOperationException("There is no answer.");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string parameters, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (origin is not null) request.Headers.Add("Origin", origin);
        request.Content = new StringContent(
            $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""", Encoding.UTF8, "application/json");
        return await _web.Http.SendAsync(request);
    }
}
