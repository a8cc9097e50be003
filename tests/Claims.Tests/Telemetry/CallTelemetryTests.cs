using System.Diagnostics;
using System.Net;
using Claims.Server.Telemetry;
using Claims.Tests.Rpc;
using Claims.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebClient = Claims.Tests.Web.WebClient;

namespace Claims.Tests.Telemetry;

[Collection(Heard.Name)]
public class CallTelemetryTests
{
    private const string Service = "claims.v1.ClaimsService";
    private const string Missing = "articles/no/claims/no";

    [Fact]
    public async Task Every_call_is_measured_once_by_its_rpc_its_status_and_its_surface()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var web = new WebClient(server);
        using var measured = new Measured(server);
        await server.Claims.GetCorpusAsync(new());
        await Assert.ThrowsAsync<RpcException>(async () => await server.Claims.GetClaimAsync(new() { Name = Missing }));
        await server.Health.CheckAsync(new());
        await web.Http.GetAsync("/v1/corpus");
        await web.Http.GetAsync($"/v1/{Missing}");
        await web.Http.GetAsync("/v1/no-such-thing");
        await web.Http.GetAsync("/");
        await web.Http.GetAsync("/articles/no");
        await web.Http.GetAsync("/no-such-page");
        await web.Http.GetAsync("/v1/articles/-/claims:feed");
        await web.Http.GetAsync("/v1/articles/-/claims:export?format=csv");
        await web.Http.GetAsync("/readyz");
        string[] expected =
        [
            $"{Service}/GetCorpus OK grpc", $"{Service}/GetClaim NOT_FOUND grpc", "grpc.health.v1.Health/Check OK grpc",
            $"{Service}/GetCorpus OK json", $"{Service}/GetClaim NOT_FOUND json", "_OTHER NOT_FOUND json", "/ OK page",
            "/articles/{article} NOT_FOUND page", "_OTHER NOT_FOUND page", $"{Service}/ListClaims OK feed",
            $"{Service}/SearchClaims OK export", "/readyz OK probe",
        ];
        foreach (var call in expected) await measured.SeenAsync(call);
        Assert.Equal(expected.Order(), measured.Calls.Order());
    }

    [Fact]
    public async Task A_method_that_is_not_there_has_no_name_of_its_caller_s_choice()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var measured = new Measured(server);
        var bytes = Marshallers.Create<byte[]>(one => one, one => one);
        foreach (var path in new[] { $"{Service}/Planted", "planted.Service/GetClaim" })
        {
            var (service, name) = (path.Split('/')[0], path.Split('/')[1]);
            var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, bytes, bytes);
            var call = server.Calls.AsyncUnaryCall(method, null, new(), []);
            await Assert.ThrowsAsync<RpcException>(async () => await call);
        }

        await measured.SeenAsync("_OTHER UNIMPLEMENTED grpc");
        Assert.DoesNotContain(measured.Calls, call => call.Contains("lanted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_is_turned_away_is_counted_by_the_reason_it_is_told()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var web = new WebClient(server);
        using var measured = new Measured(server);
        var large = new GetClaimRequest { Name = new('a', 300_000) };
        await Assert.ThrowsAsync<RpcException>(async () => await server.Claims.GetClaimAsync(large));
        await Assert.ThrowsAsync<RpcException>(async () => await server.Claims.GetClaimAsync(new() { Name = Missing }));
        await web.Http.PostAsync("/v1/sources:reconcile", new StringContent(large.Name));
        await measured.SeenAsync("refused TOO_LARGE grpc");
        await measured.SeenAsync("refused TOO_LARGE json");
        await measured.SeenAsync($"{Service}/GetClaim NOT_FOUND grpc");
        Assert.Equal(2, measured.Calls.Count(call => call.StartsWith("refused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_in_flight_once_calls_have_failed_were_cancelled_or_have_ended()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var web = new WebClient(server);
        using var measured = new Measured(server);
        Assert.Equal(0, measured.Observe()["claims.calls.in_flight"]);
        var watch = Watch.Of(server, new() { Parent = "articles/-" });
        var events = await web.Http.GetStreamAsync("/v1/articles/-/claims:watch");
        await watch.NextAsync();
        Assert.True(await events.ReadAsync(new byte[1]) > 0);
        var during = measured.Observe();
        Assert.Equal(2, during["claims.calls.in_flight"]);
        Assert.Equal(1, during["claims.watchers grpc"]);
        Assert.Equal(1, during["claims.watchers watch"]);
        await Assert.ThrowsAsync<RpcException>(async () => await server.Claims.GetClaimAsync(new() { Name = Missing }));
        watch.Dispose();
        await events.DisposeAsync();
        await measured.SeenAsync($"{Service}/WatchClaims CANCELLED grpc");
        await measured.SeenAsync($"{Service}/WatchClaims CANCELLED watch");
        await measured.SeenAsync($"{Service}/GetClaim NOT_FOUND grpc");
        var after = measured.Observe();
        Assert.Equal(0, after["claims.calls.in_flight"]);
        Assert.Equal(0, after["claims.watchers grpc"]);
        Assert.Equal(0, after["claims.watchers watch"]);
    }

    [Fact]
    public async Task At_Debug_each_call_has_one_line_without_what_it_asked_for()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus, AtDebug);
        using var web = new WebClient(server);
        await server.Claims.GetCorpusAsync(new());
        await web.Http.GetAsync("/v1/articles/-/claims:search?query=planted");
        await server.Logs.FirstAsync(line => line.Message.Contains("surface: grpc", StringComparison.Ordinal));
        await server.Logs.FirstAsync(line => line.Message.Contains("surface: json", StringComparison.Ordinal));
        var lines = LinesOf(server);
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line =>
        {
            Assert.Equal(LogLevel.Debug, line.Level);
            Assert.Contains($"revision: {server.Revision}", line.Message);
            Assert.DoesNotContain("planted", line.Message, StringComparison.Ordinal);
        });
        Assert.StartsWith($"{Service}/GetCorpus ended with OK after ", lines[0].Message);
        Assert.StartsWith($"{Service}/SearchClaims ended with OK after ", lines[1].Message);
    }

    [Fact]
    public async Task A_call_that_takes_long_has_a_line_at_Information_and_a_watch_has_none()
    {
        await using var server = await RunningServer.StartAsync(
            RunningServer.InventedCorpus,
            builder =>
            {
                AtDebug(builder);
                builder.Configuration["Telemetry:SlowCallSeconds"] = "0.001";
            },
            app => app.MapGet("/takes-long", Last));
        using (var watch = Watch.Of(server, new() { Parent = "articles/-" }))
        {
            await watch.NextAsync();
            Last();
        }

        await server.Logs.FirstAsync(line => line.Message.StartsWith($"{Service}/WatchClaims ended", StringComparison.Ordinal));
        using var client = new HttpClient();
        await client.SendAsync(new(HttpMethod.Get, $"{server.Address}/takes-long")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        });
        await server.Logs.FirstAsync(line => line.Message.StartsWith("_OTHER ended with OK", StringComparison.Ordinal));
        var slow = Assert.Single(LinesOf(server), line => line.Level == LogLevel.Information);
        Assert.StartsWith("Slow: _OTHER ended with OK after ", slow.Message);

        static void Last()
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < 2;)
            {
            }
        }
    }

    [Fact]
    public async Task Where_nothing_is_configured_nothing_is_told_of_calls()
    {
        var activity = default(Activity);
        await using var server = await RunningServer.StartAsync(
            RunningServer.InventedCorpus, map: app => app.MapGet("/activity", () => activity = Activity.Current));
        using var web = new WebClient(server);
        await server.Claims.GetCorpusAsync(new());
        await web.Http.GetAsync("/v1/corpus");
        Assert.Equal(HttpStatusCode.NotFound, (await web.Http.GetAsync("/metrics")).StatusCode);
        using var client = new HttpClient
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await client.GetAsync($"{server.Address}/activity");
        Assert.Null(activity);
        Assert.Empty(LinesOf(server));
        Assert.DoesNotContain(
            server.Services.GetServices<IHostedService>(),
            service => service.GetType().Namespace!.StartsWith("OpenTelemetry", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("open", "false", HttpStatusCode.OK)]
    [InlineData("open", "true", HttpStatusCode.NotFound)]
    [InlineData("off", "false", HttpStatusCode.NotFound)]
    public async Task Prometheus_is_served_where_it_is_to_be_and_nothing_is_disabled(
        string isOn, string isDisabled, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus, builder =>
        {
            builder.Configuration["Access:Metrics"] = isOn;
            builder.Configuration["OTEL_SDK_DISABLED"] = isDisabled;
        });
        using var web = new WebClient(server);
        using var answer = await web.Http.GetAsync("/metrics");
        Assert.Equal(expected, answer.StatusCode);
    }

    private static IReadOnlyList<LogRecord> LinesOf(RunningServer server) =>
        [.. server.Logs.All.Where(line => line.Category == CallTelemetry.Category)];

    private static void AtDebug(WebApplicationBuilder builder) =>
        builder.Configuration[$"Logging:LogLevel:{CallTelemetry.Category}"] = "Debug";
}
