using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Claims.Server.Limits;
using Claims.Server.Web.Page;

namespace Claims.Tests.Web;

/// <summary>
/// What a call is told beyond a limit by HTTP.
/// </summary>
public class WebLimitsTests
{
    private const int MostTries = 100;

    private static readonly string[] _heavy =
    [
        "/v1/articles/-/claims", "/v1/articles/-/claims:search?query=ferry", "/v1/articles/-/claims:feed", "/v1/topics",
    ];

    [Fact]
    public async Task A_heavy_call_without_a_turn_is_told_when_to_try_again()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:HeavyCalls", "1"), ("Limits:HeavyAfterSeconds", "0"), ("Limits:HeavyWaitSeconds", "0"), ("Access:Mcp", "open"));
        using var web = new WebClient(server);
        var other = new SharedBudget.Share();
        Assert.True(server.Limits.Heavy.TryEnter(other));
        foreach (var path in _heavy)
        {
            using var response = await GetAsync(web, path);
            Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (response.StatusCode, response.Headers.RetryAfter?.ToString()));
            var (_, status, reason, details) = await WebClient.ErrorOf(response);
            Assert.Equal(("RESOURCE_EXHAUSTED", "RATE_LIMITED"), (status, reason));
            Assert.Equal("1s", details[1].GetProperty("retryDelay").GetString());
        }

        using (var page = await GetAsync(web, "/")) await IsBusyAsync(page);
        Assert.Contains("The server is busy", await ToolAsync(web, "search_claims", """{"query": "ferry"}"""), StringComparison.Ordinal);

        await IsAnsweredAsync(web, "/v1/articles/ferry-claim");
        await IsAnsweredAsync(web, "/v1/corpus");
        Assert.Contains("front-set-fire", await ToolAsync(
            web, "get_claim", """{"name": "articles/ferry-claim/claims/front-set-fire"}"""), StringComparison.Ordinal);
        server.Limits.Heavy.Leave(other);

        // A turn each: none is kept.
        foreach (var path in (string[])[.. _heavy, "/", "/articles/ferry-claim", "/"]) await IsAnsweredAsync(web, path);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_told_how_long_it_may_take()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:HeavyCalls", "1"),
            ("Limits:HeavyAfterSeconds", "0"),
            ("Limits:HeavyWaitSeconds", "60"),
            ("Limits:CallSeconds", "0.3"),
            ("Access:Mcp", "open"));
        using var web = new WebClient(server);
        Assert.True(server.Limits.Heavy.TryEnter(new()));
        using var response = await GetAsync(web, _heavy[0]);
        var (code, status, reason, details) = await WebClient.ErrorOf(response);
        Assert.Equal((504, "DEADLINE_EXCEEDED", "CALL_TOO_LONG"), (code, status, reason));
        Assert.Equal("0.3", details[0].GetProperty("metadata").GetProperty("seconds").GetString());

        using var page = await GetAsync(web, "/");
        Assert.Equal(HttpStatusCode.GatewayTimeout, page.StatusCode);
        Assert.Contains("CALL_TOO_LONG", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("longer than 0.3 s", await ToolAsync(web, "search_claims", """{"query": "ferry"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_takes_long_is_drawn_whole_in_its_turn()
    {
        var pages = new List<string>();
        foreach (var seconds in (string[])["60", "0.000001"])
        {
            await using var server = await RunningServer.StartAsync(("Limits:HeavyAfterSeconds", seconds));
            using var web = new WebClient(server);
            pages.Add(await web.Http.GetStringAsync("/?q=fire", Cancellation));
        }

        Assert.Contains("data-st", pages[0], StringComparison.Ordinal);
        Assert.Equal(pages[0], pages[1]);
    }

    [Fact]
    public async Task A_body_that_does_not_come_whole_in_time_is_told_so()
    {
        await using var server = await RunningServer.StartAsync(("Limits:CallSeconds", "0.3"));
        var address = new Uri(server.WebAddress);
        using var client = new TcpClient(address.Host, address.Port);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("POST /v1/articles/-/claims:list HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"), Cancellation);
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 504", await reader.ReadLineAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_calls_too_often_is_told_when_to_call_again()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:CallsPerSecond", "1"), ("Limits:Burst", "1"), ("Access:Mcp", "open"));
        using var web = new WebClient(server);
        await RefusedAsync(() => GetAsync(web, "/v1/corpus"), async response =>
        {
            Assert.Equal("1", response.Headers.RetryAfter?.ToString());
            Assert.Equal("RATE_LIMITED", (await WebClient.ErrorOf(response)).Reason);
        });
        await RefusedAsync(() => GetAsync(web, "/v1/articles/-/claims:export?format=csv"), async response =>
            Assert.Equal("RATE_LIMITED", (await WebClient.ErrorOf(response)).Reason));
        await RefusedAsync(() => GetAsync(web, "/"), IsBusyAsync);
        await RefusedAsync(() => GrpcWebAsync(web), response =>
        {
            Assert.Equal("8", response.Headers.GetValues("grpc-status").Single());
            return Task.CompletedTask;
        });
        var told = "";
        for (var i = 0; i < MostTries && !told.Contains("more often than 1 times", StringComparison.Ordinal); i++)
        {
            told = await ToolAsync(web, "get_claim", """{"name": "x"}""");
        }

        Assert.Contains("more often than 1 times", told, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            await IsAnsweredAsync(web, "/livez");
            await IsAnsweredAsync(web, "/readyz");
            await IsAnsweredAsync(web, PageAssets.AddressOf("page.css"));
        }
    }

    [Fact]
    public async Task Watches_as_events_are_counted_with_the_others()
    {
        await using var server = await RunningServer.StartAsync(("Limits:Watches", "1"));
        using var web = new WebClient(server);
        using (var first = Rpc.Watch.Of(server, new() { Parent = "articles/-" }))
        {
            await first.NextAsync();
            using var response = await GetAsync(web, "/v1/articles/-/claims:watch");
            var (code, _, reason, details) = await WebClient.ErrorOf(response);
            Assert.Equal((429, "TOO_MANY_STREAMS"), (code, reason));
            Assert.Equal("server", details[0].GetProperty("metadata").GetProperty("per").GetString());
        }

        // It is over when the server has heard of it.
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/articles/-/claims:watch");
            using var again = await web.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            if (again.StatusCode == HttpStatusCode.OK) break;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> GetAsync(WebClient web, string path) => web.Http.GetAsync(path, Cancellation);

    private static async Task IsAnsweredAsync(WebClient web, string path)
    {
        using var response = await GetAsync(web, path);
        Assert.True(response.IsSuccessStatusCode, path);
    }

    private static async Task IsBusyAsync(HttpResponseMessage page)
    {
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (page.StatusCode, page.Headers.RetryAfter?.ToString()));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var text = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("The service is busy.", text, StringComparison.Ordinal);
        Assert.Contains("RATE_LIMITED", text, StringComparison.Ordinal);
    }

    // The one before may be so long ago that this is let in: but not again and again.
    private static async Task RefusedAsync(Func<Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, Task> look)
    {
        for (var i = 0; i < MostTries; i++)
        {
            using var response = await ask();
            if (response.IsSuccessStatusCode && !response.Headers.Contains("grpc-status")) continue;
            await look(response);
            return;
        }

        Assert.Fail("It is never refused.");
    }

    private static Task<HttpResponseMessage> GrpcWebAsync(WebClient web)
    {
        var content = new ByteArrayContent(new byte[5]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        return web.Http.PostAsync("/claims.v1.ClaimsService/GetCorpus", content, Cancellation);
    }

    private static async Task<string> ToolAsync(WebClient web, string tool, string arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Content = new StringContent(
            $$$"""{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "{{{tool}}}", "arguments": {{{arguments}}}}}""",
            Encoding.UTF8, "application/json");
        using var response = await web.Http.SendAsync(request, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
