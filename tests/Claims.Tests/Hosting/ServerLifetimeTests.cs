using System.Net;
using System.Net.Sockets;
using Claims.Tests.Curated;
using Claims.Tests.Live;
using Claims.Tests.Rpc;
using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Claims.Tests.Hosting;

public class ServerLifetimeTests
{
    // Longer than any test is waited for.
    private const string ForEver = "--Shutdown:DrainSeconds=3600";

    [Theory]
    [InlineData("TERM")]
    [InlineData("QUIT")]
    public async Task After_the_first_signal_all_is_answered_and_the_second_ends_it(string signal)
    {
        using var server = await SignalledServer.StartAsync(ForEver);
        await DrainAsync(server, signal);

        // On new connections.
        using var channel = GrpcChannel.ForAddress(server.Address);
        await new ClaimsService.ClaimsServiceClient(channel).GetCorpusAsync(new());
        using var http = new HttpClient { BaseAddress = new(server.WebAddress) };
        using var ready = await http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var corpus = await http.GetAsync("/v1/corpus");
        Assert.Equal(HttpStatusCode.OK, corpus.StatusCode);

        server.Signal(signal);
        var (exitCode, log) = await server.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains("calls are answered for 3600 s more", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.1")]
    public async Task After_the_time_for_it_the_server_has_drained_and_ends(string seconds)
    {
        using var server = await SignalledServer.StartAsync($"--Shutdown:DrainSeconds={seconds}");
        server.Signal("TERM");
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Whoever_ends_it_at_a_terminal_does_not_wait()
    {
        using var server = await SignalledServer.StartAsync(ForEver);
        server.Signal("INT");
        var (exitCode, log) = await server.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("Told to end", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_goes_on_while_the_server_drains_and_is_told_why_it_ends()
    {
        using var corpus = new CorpusFiles(
            ("sources.json", Made.Text([Made.Source(Made.Publisher)], [], [])), ("a.json", LiveCorpus.TextOf("a", "One.")));
        using var server = await SignalledServer.StartAsync(ForEver, $"--Corpus:Path={corpus.Root}");
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var watch = new ClaimsService.ClaimsServiceClient(channel).WatchClaims(new() { Parent = LiveCorpus.All });
        await ReachAsync(told => told.Checkpoint is not null);
        await DrainAsync(server, "TERM");

        // What changes meanwhile is told of.
        corpus.Write("b.json", LiveCorpus.TextOf("b", "Two."));
        server.Signal("HUP");
        await ReachAsync(told => told.Added?.Name == LiveCorpus.NameOf("b", 0));

        server.Signal("TERM");
        var refusal = Refusal.Of(await Assert.ThrowsAsync<RpcException>(() => ReachAsync(_ => false)));
        Assert.Equal((StatusCode.Unavailable, "SHUTTING_DOWN"), (refusal.Code, refusal.Reason));
        Assert.Equal(0, (await server.EndAsync()).ExitCode);

        async Task ReachAsync(Predicate<WatchClaimsResponse> isReached)
        {
            using var patience = new CancellationTokenSource(RunningServer.Patience);
            do
            {
                Assert.True(await watch.ResponseStream.MoveNext(patience.Token));
            }
            while (!isReached(watch.ResponseStream.Current));
        }
    }

    [Theory]
    [InlineData(false, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0")]
    [InlineData(true, "")]
    [InlineData(true, "GET /v1/corpus HTTP/1.1\r\n")]
    [InlineData(true, "POST /v1/articles/-/claims:search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")]
    [InlineData(true, "GET /v1/articles/-/claims:watch HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(true, "GET /v1/articles/-/claims:export?format=jsonl HTTP/1.1\r\nHost: localhost\r\n\r\n", 1000)]
    public async Task A_client_that_neither_reads_nor_goes_on_does_not_hold_it_up(bool isWeb, string request, int times = 1)
    {
        using var server = await SignalledServer.StartAsync("--Shutdown:DrainSeconds=0.1");
        var address = new Uri(isWeb ? server.WebAddress : server.Address);
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(address.Host, address.Port);
        var sending = client.GetStream().WriteAsync(
            string.Concat(Enumerable.Repeat(request, times)).Select(c => (byte)c).ToArray()).AsTask();
        if (times == 1) await sending;

        // It is served before the signal comes: others are, that came later.
        using var http = new HttpClient { BaseAddress = new(server.WebAddress) };
        await http.GetStringAsync("/v1/corpus");
        server.Signal("TERM");
        Assert.Equal(0, (await server.EndAsync()).ExitCode);
    }

    // Sends a signal, and waits until the server drains.
    private static async Task DrainAsync(SignalledServer server, string signal)
    {
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var watch = new Health.HealthClient(channel).Watch(new());
        Assert.Equal(ServingStatus.Serving, await NextAsync());
        server.Signal(signal);
        Assert.Equal(ServingStatus.NotServing, await NextAsync());

        async Task<ServingStatus> NextAsync()
        {
            using var patience = new CancellationTokenSource(RunningServer.Patience);
            Assert.True(await watch.ResponseStream.MoveNext(patience.Token));
            return watch.ResponseStream.Current.Status;
        }
    }
}
