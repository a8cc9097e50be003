using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Claims.Server.Hosting;
using Claims.Server.Limits;
using Claims.Tests.Rpc;
using Claims.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Claims.Tests.Hosting;

public class ServerApplicationTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task Nothing_is_logged_of_calls()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var before = server.Logs.All;
        await server.Claims.GetCorpusAsync(new());
        await server.Claims.ListClaimsAsync(new() { Parent = "articles/-" });
        await Refusal.OfAsync(server.Claims.GetClaimAsync(new()));
        await Refusal.OfAsync(server.Claims.GetClaimAsync(new() { Name = "articles/no/claims/no" }));
        await Refusal.OfAsync(server.Claims.TraceClaimAsync(new()));
        await RawCall.SendAsync(server, "claims.v1.ClaimsService/NoSuchMethod", []);
        await RawCall.SendAsync(server, "claims.v1.ClaimsService/GetClaim", [0xff]);
        await RawCall.SendAsync(server, "claims.v1.ClaimsService/GetClaim", new byte[2 * 1024 * 1024]);
        await server.Health.CheckAsync(new());
        await Refusal.OfAsync(server.Health.CheckAsync(new() { Service = "no" }));
        Assert.Equal(before, server.Logs.All);

        // That it is not for want of a log.
        Assert.Contains(before, record => record.Level == LogLevel.Information);
    }

    [Fact]
    public async Task A_call_of_reflection_that_its_caller_does_not_end_is_over_when_the_server_stops()
    {
        bool? isCutOff = null;
        await using var server = await RunningServer.StartAsync(
            RunningServer.InventedCorpus,
            map: app => app.Use(async (http, next) =>
            {
                await next(http);
                isCutOff = http.RequestAborted.IsCancellationRequested;
            }));
        using var call = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(server.Calls).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "*" });
        Assert.True(await call.ResponseStream.MoveNext(default));

        await server.StopAsync().WaitAsync(RunningServer.Patience);
        Assert.False(isCutOff);
    }

    [Fact]
    public async Task The_server_has_stopped_before_a_container_would_be_killed()
    {
        HostOptions? options = null;
        await using var server = await RunningServer.StartAsync(
            RunningServer.InventedCorpus,
            map: app => options = app.Services.GetService(typeof(IOptions<HostOptions>)) is IOptions<HostOptions> given
                ? given.Value
                : null);
        Assert.InRange(options!.ShutdownTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task Connections_have_a_limit_and_one_beyond_it_is_closed_without_a_word()
    {
        long? limit = null;
        await using var server = await RunningServer.StartAsync(
            RunningServer.InventedCorpus,
            builder => builder.Services.Configure<KestrelServerOptions>(kestrel =>
            {
                limit = kestrel.Limits.MaxConcurrentConnections;
                kestrel.Limits.MaxConcurrentConnections = 1;
            }));
        Assert.Equal(Math.Min(1000, ConnectionLimit.Current), limit);
        await server.Claims.GetCorpusAsync(new());

        var before = server.Logs.All;
        var address = new Uri(server.Address);
        using var another = new TcpClient(address.Host, address.Port);
        Assert.Equal(0, await another.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        await server.Claims.GetCorpusAsync(new());
        Assert.Equal(before, server.Logs.All);
    }

    [Theory]
    [InlineData(4096, 384 * MiB, 614)] // As in docker-compose.yml: the memory decides,
    [InlineData(1024, 384 * MiB, 342)] // and here the descriptors.
    [InlineData(1_048_576, 256 * MiB, 409)]
    [InlineData(384, 64 * 1024 * MiB, 22)]
    [InlineData(64, 384 * MiB, 1)]
    [InlineData(4096, 0, 1)]
    public void As_many_connections_are_served_as_there_is_memory_and_are_descriptors_for(
        int descriptors, long memory, int expected) => Assert.Equal(expected, ConnectionLimit.Of(descriptors, memory));

    [Fact]
    public async Task Only_HTTP_2_is_spoken_and_no_server_is_named()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        using var refused = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        var answer = await RawCall.SendAsync(server, "claims.v1.ClaimsService/GetCorpus", []);
        Assert.Equal(HttpStatusCode.OK, answer.HttpStatus);
        Assert.DoesNotContain("server", answer.Headers.Keys);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task What_a_proxy_says_of_the_scheme_outside_is_no_reason_not_to_serve(string scheme)
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        await using var connection = await RawConnection.OpenAsync(server);
        var call = await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", new byte[5], scheme: scheme);
        var end = await connection.EndOfAsync(call);
        Assert.Null(end.Reset);
        Assert.Equal(server.Revision, Corpus.Parser.ParseFrom(end.Data.AsSpan(5)).Revision);
    }

    [Fact]
    public async Task The_verb_healthcheck_finds_a_server_that_runs()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var (exitCode, output) = await HealthCheckAsync(server.Address);
        Assert.True(exitCode == 0, output);
        Assert.Contains("Serving", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_healthcheck_fails_where_no_server_runs()
    {
        // Bound and not listened to: nobody else gets the port.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var (exitCode, output) = await HealthCheckAsync($"http://{socket.LocalEndPoint}");
        Assert.True(exitCode == 1, output);
        Assert.Contains("Unavailable", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> HealthCheckAsync(string url)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(ServerApplication).Assembly.Location, "healthcheck" },
            Environment = { ["ASPNETCORE_URLS"] = url },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(RunningServer.Patience);
        return (process.ExitCode, await output + await error);
    }
}
