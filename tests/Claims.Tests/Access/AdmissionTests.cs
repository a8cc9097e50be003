using System.Net;
using System.Text;
using Claims.Tests.Live;
using Claims.Tests.Rpc;
using Claims.V1;
using Grpc.Core;
using WebClient = Claims.Tests.Web.WebClient;

namespace Claims.Tests.Access;

public sealed class AdmissionTests : IDisposable
{
    private const string Key = "3f1c9a52d7";
    private const string Other = "90b7c2e418";

    private readonly AccessFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_method_is_for_whoever_has_a_key_and_health_for_all()
    {
        await using var server = await RunningServer.StartWithAsync(_folder.OfKeys(("newsroom", Key)));
        using var client = new SecureClient(server, null);
        foreach (var method in ClaimsService.Descriptor.Methods.Select(method => method.Name))
        {
            var answer = await RawCall.SendAsync(server, $"claims.v1.ClaimsService/{method}", []);
            answer.Has(StatusCode.Unauthenticated, "UNAUTHENTICATED");
        }

        var refusal = await Refusal.OfAsync(client.Claims.GetCorpusAsync(new()));
        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHENTICATED"), (refusal.Code, refusal.Reason));
        Assert.Contains("expected 'authorization: Bearer KEY'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(StatusCode.OK, await client.CodeOfAsync(SecureClient.With(Key)));
        Assert.Equal(StatusCode.Unauthenticated, await client.CodeOfAsync(SecureClient.With(Other)));
        Assert.Equal(StatusCode.Unauthenticated, await client.CodeOfAsync(new() { { "authorization", $"Basic {Key}" } }));
        await client.Health.CheckAsync(new());
    }

    [Theory]
    [InlineData("/v1/corpus", true)]
    [InlineData("/v1/articles/-/claims", true)]
    [InlineData("/v1/articles/-/claims:export?format=csv", true)]
    [InlineData("/v1/articles/-/claims:watch", true)]
    [InlineData("/v1/articles/-/claims:feed", true)]
    [InlineData("/v1/no-such-method", true)]
    [InlineData("/v1/openapi.json", true)]
    [InlineData("/", true)]
    [InlineData("/livez", false)]
    [InlineData("/readyz", false)]
    public async Task What_is_asked_by_HTTP_is_for_whoever_has_a_key_but_probes(string path, bool isGuarded)
    {
        await using var server = await RunningServer.StartWithAsync(_folder.OfKeys(("newsroom", Key)));
        using var client = new SecureClient(server, null);
        using var response = await client.Web.GetAsync(path);
        Assert.Equal(isGuarded, response.StatusCode == HttpStatusCode.Unauthorized);
        Assert.Equal(isGuarded ? "Bearer" : "", response.Headers.WwwAuthenticate.ToString());
        if (isGuarded && path != "/")
        {
            var (code, status, reason, _) = await WebClient.ErrorOf(response);
            Assert.Equal((401, "UNAUTHENTICATED", "UNAUTHENTICATED"), (code, status, reason));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "authorization", $"Bearer {Key}" } } };
        using var admitted = await client.Web.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.NotEqual(HttpStatusCode.Unauthorized, admitted.StatusCode);
    }

    [Fact]
    public async Task The_page_says_in_its_own_words_that_it_is_not_for_everybody()
    {
        await using var server = await RunningServer.StartWithAsync(_folder.OfKeys(("newsroom", Key)));
        using var client = new SecureClient(server, null);
        using var response = await client.Web.GetAsync("/");
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("This page is not shown to everybody.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Reflection", "/v1/openapi.json")]
    [InlineData("Page", "/")]
    [InlineData("Mcp", "/mcp")]
    [InlineData("Metrics", "/metrics")]
    public async Task Each_surface_is_for_whom_it_is_configured(string surface, string path)
    {
        var keys = _folder.OfKeys(("newsroom", Key));
        foreach (var (exposure, withoutKey, withKey) in new[]
        {
            ("off", HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            ("open", HttpStatusCode.OK, HttpStatusCode.OK),
            ("guarded", HttpStatusCode.Unauthorized, HttpStatusCode.OK),
        })
        {
            await using var server = await RunningServer.StartWithAsync([.. keys, $"--Access:{surface}={exposure}"]);
            using var client = new SecureClient(server, null);

            // Where methods are, nobody is told what is served who may not call them.
            var expected = exposure == "off" && surface == "Reflection" ? HttpStatusCode.Unauthorized : withoutKey;
            Assert.Equal(expected, await AskAsync(client, path, null));
            Assert.Equal(withKey, await AskAsync(client, path, Key));
            if (surface == "Reflection") Assert.Equal(exposure, await ReflectionOfAsync(client));
        }
    }

    [Fact]
    public async Task A_key_that_is_revoked_opens_nothing_and_ends_what_it_had_opened()
    {
        await using var server = await RunningServer.StartWithAsync(_folder.OfKeys(("a", Key), ("b", Other)));
        using var client = new SecureClient(server, null);
        using var watch = client.Claims.WatchClaims(new() { Parent = "articles/-" }, SecureClient.With(Key));
        using var stays = client.Claims.WatchClaims(new() { Parent = "articles/-" }, SecureClient.With(Other));
        await ReachAsync(watch);
        await ReachAsync(stays);
        using var reflection = client.Reflection.ServerReflectionInfo(SecureClient.With(Key));
        await reflection.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await reflection.ResponseStream.MoveNext());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/articles/-/claims:watch")
        {
            Headers = { { "authorization", $"Bearer {Key}" } },
        };
        using var events = await client.Web.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        _folder.WriteKeys(("b", Other));
        await server.Logs.FirstAsync(record => record.Message.StartsWith("Took the keys of ", StringComparison.Ordinal));
        Assert.Equal(StatusCode.Unauthenticated, await client.CodeOfAsync(SecureClient.With(Key)));
        Assert.Equal(StatusCode.OK, await client.CodeOfAsync(SecureClient.With(Other)));
        var refusal = Refusal.Of(await Assert.ThrowsAsync<RpcException>(() => ReachAsync(watch)));
        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHENTICATED"), (refusal.Code, refusal.Reason));
        await reflection.RequestStream.WriteAsync(new() { ListServices = "" });
        var told = await Assert.ThrowsAsync<RpcException>(() => reflection.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unauthenticated, told.StatusCode);
        Assert.Contains("event: failure", await events.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        server.Held.Beat();
        await ReachAsync(stays);
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_an_export_that_is_not_sent_yet()
    {
        _folder.WriteKeys(("a", Key));
        await using var corpus = await LiveCorpus.ServeAsync(
            TimeSpan.Zero, builder => builder.Configuration["Keys:Path"] = _folder.Keys, ("a", LiveCorpus.LongTexts));
        using var client = new SecureClient(corpus.Server, null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/articles/-/claims:export?format=jsonl")
        {
            Headers = { { "authorization", $"Bearer {Key}" } },
        };
        using var export = await client.Web.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, export.StatusCode);
        _folder.WriteKeys(("b", Other));
        await corpus.Server.Logs.FirstAsync(record => record.Message.StartsWith("Took the keys of ", StringComparison.Ordinal));
        await Assert.ThrowsAsync<HttpRequestException>(() => export.Content.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task A_key_that_expires_tells_nothing_more()
    {
        var end = DateTime.UtcNow.AddSeconds(3);
        _folder.WriteKeys([("a", Key, $"{end:yyyy-MM-dd'T'HH:mm:ss'Z'}")]);
        await using var server = await RunningServer.StartWithAsync($"--Keys:Path={_folder.Keys}");
        using var client = new SecureClient(server, null);
        using var watch = client.Claims.WatchClaims(new() { Parent = "articles/-" }, SecureClient.With(Key));
        await ReachAsync(watch);
        while (await client.CodeOfAsync(SecureClient.With(Key)) == StatusCode.OK) Assert.True(DateTime.UtcNow < end.AddMinutes(1));
        server.Held.Beat();
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => ReachAsync(watch))).StatusCode);
        var refusal = await Refusal.OfAsync(client.Claims.GetCorpusAsync(new(), SecureClient.With(Key)));
        Assert.Contains("its key has expired", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_callers_show_is_found_in_a_log_however_much_is_logged()
    {
        using var folder = new AccessFolder();
        var settings = folder.OfKeys(("a", Key));
        await using var server = await RunningServer.StartWithAsync([.. settings, "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
            "--Logging:LogLevel:Grpc=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel.Connections=Trace"]);
        using var client = new SecureClient(server, null);
        await client.CodeOfAsync(SecureClient.With(Key));
        await client.CodeOfAsync(SecureClient.With(Other));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/corpus") { Headers = { { "authorization", $"Bearer {Other}" } } };
        using var response = await client.Web.SendAsync(request);
        Assert.DoesNotContain(Other, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        folder.WriteKeys(("a", Key), ("a", Other));
        await server.Logs.FirstAsync(record => record.Message.Contains("is there twice", StringComparison.Ordinal));
        Assert.Contains(server.Logs.All, record => record.Level == Microsoft.Extensions.Logging.LogLevel.Trace);
        Assert.DoesNotContain(server.Logs.All, record => $"{record.Message} {record.Exception}" is var text && (
            text.Contains(Key, StringComparison.OrdinalIgnoreCase) || text.Contains(Other, StringComparison.OrdinalIgnoreCase)
            || text.Contains(AccessFolder.DigestOf(Key), StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task ReachAsync(AsyncServerStreamingCall<WatchClaimsResponse> watch)
    {
        while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            if (watch.ResponseStream.Current.Checkpoint is not null) return;
        }
    }

    private static async Task<HttpStatusCode> AskAsync(SecureClient client, string path, string? key)
    {
        using var request = path == "/mcp"
            ? new HttpRequestMessage(HttpMethod.Post, path)
            {
                Headers = { { "accept", "application/json, text/event-stream" } },
                Content = new StringContent("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", Encoding.UTF8, "application/json"),
            }
            : new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Add("authorization", $"Bearer {key}");
        using var response = await client.Web.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<string> ReflectionOfAsync(SecureClient client)
    {
        using var call = client.Reflection.ServerReflectionInfo();
        try
        {
            await call.RequestStream.WriteAsync(new() { ListServices = "" });
            return await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken) ? "open" : "";
        }
        catch (RpcException e)
        {
            return e.StatusCode == StatusCode.Unimplemented ? "off" : "guarded";
        }
    }
}
