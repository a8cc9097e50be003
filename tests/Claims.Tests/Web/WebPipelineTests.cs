using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Xml.Linq;
using Claims.Tests.Live;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Web;

public sealed class WebPipelineTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private static readonly XNamespace _atom = "http://www.w3.org/2005/Atom";

    private readonly WebClient _web = new(server);

    public void Dispose() => _web.Dispose();

    [Fact]
    public async Task A_call_of_grpc_web_is_answered_as_one_of_grpc()
    {
        var (answer, trailers, revision) = await CallAsync("GetCorpus", new GetCorpusRequest());
        Assert.Equal(await server.Claims.GetCorpusAsync(new()), Corpus.Parser.ParseFrom(answer));
        Assert.Equal("grpc-status: 0", trailers.Trim());
        Assert.Equal(server.Revision, revision);
    }

    [Fact]
    public async Task An_error_of_grpc_web_has_its_details()
    {
        using var response = await SendAsync("GetClaim", new GetClaimRequest());
        Assert.Equal("3", response.Headers.GetValues("grpc-status").Single());
        var details = response.Headers.GetValues("grpc-status-details-bin").Single();
        var status = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '=')));
        Assert.Equal("INVALID_REQUEST", status.Details[0].Unpack<Google.Rpc.ErrorInfo>().Reason);
    }

    [Fact]
    public async Task A_call_in_base64_is_answered_in_base64_and_what_is_none_is_told()
    {
        using var answer = await SendTextAsync("AAAAAAA=");
        var frames = Convert.FromBase64String((await answer.Content.ReadAsStringAsync())[..^(await TrailersAsync(answer)).Length]);
        Assert.Equal(await server.Claims.GetCorpusAsync(new()), Corpus.Parser.ParseFrom(frames.AsSpan(5)));
        using var broken = await SendTextAsync("AAAAA");
        Assert.Equal("3", broken.Headers.GetValues("grpc-status").Single());

        async Task<HttpResponseMessage> SendTextAsync(string body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/claims.v1.ClaimsService/GetCorpus");
            request.Headers.Accept.Add(new("application/grpc-web-text"));
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web-text");
            return await _web.Http.SendAsync(request);
        }

        // A frame is base64 by itself, padding and all.
        static async Task<string> TrailersAsync(HttpResponseMessage response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return text[text.IndexOf("gAAAA", StringComparison.Ordinal)..];
        }
    }

    [Theory]
    [InlineData("Bw==")]
    [InlineData("BwAAAAA=")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAkK")]
    [InlineData("AAAAAAAA")]
    [InlineData("")]
    public async Task A_body_that_is_no_message_is_its_callers_mistake(string body)
    {
        var logged = server.Logs.All.Count;
        using var content = new ByteArrayContent(Convert.FromBase64String(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        using var answer = await _web.Http.PostAsync("/claims.v1.ClaimsService/GetCorpus", content);
        Assert.Equal("3", answer.Headers.GetValues("grpc-status").Single());
        Assert.Equal(logged, server.Logs.All.Count);
    }

    [Fact]
    public async Task A_page_of_a_thousand_claims_comes_by_grpc_web_whole()
    {
        await using var large = await LiveCorpus.ServeAsync(("a", [.. Enumerable.Range(0, 1000).Select(i => $"{new string('x', 2000)} {i}")]));
        using var web = new WebClient(large.Server);
        var request = new ListClaimsRequest { Parent = "articles/-", PageSize = 1000 };
        var (answer, _, _) = await CallAsync("ListClaims", request, web.Http);
        Assert.Equal(await large.Server.Claims.ListClaimsAsync(request), ListClaimsResponse.Parser.ParseFrom(answer));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_answer_is_compressed_for_whoever_takes_it_so(string encoding)
    {
        using var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new HttpClient(handler) { BaseAddress = new(server.WebAddress) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/articles/-/claims");
        request.Headers.AcceptEncoding.Add(new(encoding));
        using var raw = await _web.Http.SendAsync(Copy(request));
        Assert.Equal([encoding], raw.Content.Headers.ContentEncoding);
        Assert.Equal(
            await _web.Http.GetStringAsync("/v1/articles/-/claims"),
            await (await client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Pages_of_other_origins_read_it_only_where_that_is_configured()
    {
        await using var open = await RunningServer.StartAsync(
            RunningServer.InventedCorpus, builder => builder.Configuration["Web:CorsOrigins"] = "https://a.example;https://b.example");
        using var web = new WebClient(open);
        Assert.Equal("https://b.example", await AllowedAsync(web, "https://b.example"));
        Assert.Null(await AllowedAsync(web, "https://c.example"));
        Assert.Null(await AllowedAsync(_web, "https://b.example"));
    }

    [Fact]
    public async Task A_server_that_drains_is_alive_and_not_ready_and_no_connection_outlasts_its_next_answer()
    {
        Assert.Equal("alive\n", await _web.Http.GetStringAsync("/livez"));
        Assert.Equal("ready\n", await _web.Http.GetStringAsync("/readyz"));
        await using var draining = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var web = new WebClient(draining);
        using var before = await web.Http.GetAsync("/v1/corpus");
        Assert.Null(before.Headers.ConnectionClose);
        draining.Drain();
        using var response = await web.Http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("draining\n", await response.Content.ReadAsStringAsync());
        Assert.Equal("alive\n", await web.Http.GetStringAsync("/livez"));
        using var after = await web.Http.GetAsync("/v1/corpus");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.True(after.Headers.ConnectionClose);
    }

    [Fact]
    public async Task An_answer_that_begins_once_the_server_drains_closes_its_connection_though_its_call_came_before()
    {
        await using var draining = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var address = new Uri(draining.WebAddress);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            "POST /v1/articles/-/claims:search HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"u8.ToArray());
        var answer = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 100 Continue", await answer.ReadLineAsync());
        draining.Drain();
        await stream.WriteAsync("{}"u8.ToArray());
        Assert.Contains("Connection: close", await answer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_has_the_newest_claims_that_match_and_says_whose_they_are()
    {
        const string Url = "/v1/articles/-/claims:feed?filter.polarities=POLARITY_POSITIVE&pageSize=3";
        using var response = await _web.Http.GetAsync(Url);
        Assert.Equal("application/atom+xml", response.Content.Headers.ContentType?.MediaType);
        var feed = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        var listed = await server.Claims.ListClaimsAsync(new()
        {
            Parent = "articles/-",
            PageSize = 3,
            Filter = new() { Polarities = { Polarity.Positive } },
        });
        var entries = feed.Elements(_atom + "entry").ToList();
        Assert.Equal(listed.Claims.Select(claim => claim.Text), entries.Select(entry => entry.Element(_atom + "title")!.Value));
        Assert.Equal(
            listed.Claims.Select(claim => $"{server.WebAddress}/{claim.Name}"),
            entries.Select(entry => entry.Element(_atom + "link")!.Attribute("href")!.Value));
        Assert.Equal(3, entries.Select(entry => entry.Element(_atom + "id")!.Value).Distinct().Count());
        Assert.All(entries, entry => Assert.Matches("^urn:uuid:[0-9a-f-]{36}$", entry.Element(_atom + "id")!.Value));
        Assert.Equal(
            listed.Claims.SelectMany(claim => claim.Speakers).Select(speaker => speaker.DisplayName),
            entries.SelectMany(entry => entry.Elements(_atom + "author")).Select(author => author.Value));
        Assert.All([feed, .. entries], one =>
            Assert.True(DateTimeOffset.TryParse(one.Element(_atom + "updated")?.Value, out _), one.ToString()));
    }

    [Fact]
    public async Task Every_path_of_the_description_is_served_and_every_method_described()
    {
        using var description = System.Text.Json.JsonDocument.Parse(await _web.Http.GetStringAsync("/v1/openapi.json"));
        var paths = description.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.All(Claims.Server.Web.WebMethods.All, method => Assert.Contains((method.Get ?? method.Post)!.Route, paths));
        foreach (var path in description.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                using var response = await _web.Http.SendAsync(
                    new(new(operation.Name.ToUpperInvariant()), path.Name.Replace("{", "nix-", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)),
                    HttpCompletionOption.ResponseHeadersRead);
                if (response.IsSuccessStatusCode) continue;
                var error = await WebClient.ErrorOf(response);
                Assert.DoesNotContain("\"method\"", error.Details.ToString(), StringComparison.Ordinal);
            }
        }
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var encoding in request.Headers.AcceptEncoding) copy.Headers.AcceptEncoding.Add(encoding);
        return copy;
    }

    private static async Task<string?> AllowedAsync(WebClient web, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/articles/-/claims:list");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var response = await web.Http.SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    private async Task<(byte[] Answer, string Trailers, string Revision)> CallAsync(
        string method, IMessage request, HttpClient? http = null)
    {
        using var response = await SendAsync(method, request, http);
        var body = await response.Content.ReadAsByteArrayAsync();
        var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1));

        // Behind the message stand the trailers, as a frame with the highest bit set (gRPC's PROTOCOL-WEB).
        Assert.Equal(0x80, body[5 + length]);
        return (body[5..(5 + length)], System.Text.Encoding.ASCII.GetString(body.AsSpan(10 + length)),
            response.Headers.GetValues("claims-revision").Single());
    }

    private async Task<HttpResponseMessage> SendAsync(string method, IMessage message, HttpClient? http = null)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        var content = new ByteArrayContent(frame);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        return await (http ?? _web.Http).PostAsync($"/claims.v1.ClaimsService/{method}", content);
    }
}
