using System.Net;
using Claims.Server.Limits;
using Claims.Server.Rpc;
using Claims.Server.Web;
using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Http;

namespace Claims.Tests.Rpc;

/// <summary>
/// What a call is told beyond a limit by gRPC, and that others are served.
/// </summary>
public class CallLimitsTests
{
    private const string Claims = "claims.v1.ClaimsService";
    private static readonly ListClaimsRequest _list = new() { Parent = "articles/-" };

    public static TheoryData<string> Served => [.. ServedMethods.All.Select(ServedMethods.NameOf)];

    [Theory]
    [MemberData(nameof(Served))]
    public async Task A_request_that_does_not_come_whole_ends_in_time_and_no_neighbour_with_it(string method)
    {
        await using var server = await RunningServer.StartAsync(("Limits:CallSeconds", "0.3"));
        await using var connection = await RawConnection.OpenAsync(server);
        var statuses = new List<string>();
        foreach (var body in (byte[][])[[], [0, 0], [0, 0, 0, 0, 9, 1, 2]])
        {
            var call = await connection.CallAsync(method, body, ends: false);
            statuses.Add((await connection.EndOfAsync(call)).Fields);
        }

        // Later answers refer to the fields of the first.
        Assert.Contains($"grpc-status\u0001{(int)StatusCode.DeadlineExceeded}", statuses[0], StringComparison.Ordinal);
        Assert.All(statuses, Assert.NotEmpty);
    }

    [Fact]
    public async Task A_call_that_waits_too_long_is_told_how_long_it_may_take()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:CallSeconds", "0.5"),
            ("Limits:HeavyCalls", "1"),
            ("Limits:HeavyAfterSeconds", "0"),
            ("Limits:HeavyWaitSeconds", "60"));
        var other = new SharedBudget.Share();
        Assert.True(server.Limits.Heavy.TryEnter(other));
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(_list));
        Assert.Equal((StatusCode.DeadlineExceeded, "CALL_TOO_LONG"), (refusal.Code, refusal.Reason));
        Assert.Equal("0.5", refusal.Info.Metadata["seconds"]);

        // And what waited does so no more.
        server.Limits.Heavy.Leave(other);
        Assert.Equal(40, (await server.Claims.ListClaimsAsync(_list)).TotalSize);
    }

    [Fact]
    public async Task The_callers_own_deadline_stays_as_it_is()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:HeavyCalls", "1"), ("Limits:HeavyAfterSeconds", "0"), ("Limits:HeavyWaitSeconds", "60"));
        Assert.True(server.Limits.Heavy.TryEnter(new()));
        var answer = await RawCall.SendFrameAsync(
            server, $"{Claims}/ListClaims", Framed(_list), fields: ("grpc-timeout", "200m"));
        Assert.Equal(StatusCode.DeadlineExceeded, answer.Code);
        Assert.False(answer.LastFields.ContainsKey("grpc-status-details-bin"));
    }

    [Fact]
    public async Task Nothing_is_worked_on_longer_than_the_server_allows()
    {
        await using var server = await RunningServer.StartAsync(new AnyCorpus(seed: 1, claimCount: 4000).Revision);
        var rpc = new ClaimsRpc(server.Held);
        Ends(call => rpc.ListClaims(_list, call));
        Ends(call => rpc.SearchClaims(new() { Parent = "articles/-", Query = "topic" }, call));
        Ends(call => rpc.SummarizeClaims(new() { Parent = "articles/-", Dimensions = { Dimension.Speaker } }, call));
        Ends(call => rpc.ListArticles(new() { Query = "a" }, call));

        void Ends<T>(Func<ServerCallContext, T> ask)
        {
            var http = new DefaultHttpContext();
            CallRevision.Capture(http, server.Held);
            ask(new WebCall(http));
            http.Features.Set(new CallDeadline(TimeSpan.Zero));
            Assert.Throws<OperationCanceledException>(() => ask(new WebCall(http)));
            CallRevision.End(http);
        }
    }

    [Fact]
    public async Task A_heavy_call_that_waits_too_long_for_its_turn_is_told_so_and_others_are_answered()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:HeavyCalls", "1"), ("Limits:HeavyAfterSeconds", "0"), ("Limits:HeavyWaitSeconds", "0"));
        var other = new SharedBudget.Share();
        Assert.True(server.Limits.Heavy.TryEnter(other));
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(_list));
        Assert.Equal((StatusCode.ResourceExhausted, "RATE_LIMITED"), (refusal.Code, refusal.Reason));
        Assert.Equal(TimeSpan.FromSeconds(1), refusal.Status.GetDetail<RetryInfo>().RetryDelay.ToTimeSpan());
        Assert.Equal("server", Assert.Single(refusal.Quota!.Violations).Subject);

        await server.Claims.GetClaimAsync(new() { Name = "articles/ferry-claim/claims/front-set-fire" });
        await server.Claims.GetArticleAsync(new() { Name = "articles/ferry-claim" });
        await server.Claims.GetCorpusAsync(new());
        await server.Health.CheckAsync(new());
        server.Limits.Heavy.Leave(other);
        Assert.Equal(40, (await server.Claims.ListClaimsAsync(_list)).TotalSize);
    }

    [Fact]
    public async Task A_heavy_call_works_when_it_is_its_turn()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:HeavyCalls", "1"),
            ("Limits:HeavyAfterSeconds", "0"),
            ("Limits:HeavyWaitSeconds", "60"),
            ("Limits:CallSeconds", "0"));
        var other = new SharedBudget.Share();
        Assert.True(server.Limits.Heavy.TryEnter(other));
        var calls = Enumerable.Range(0, 5).Select(_ => server.Claims.ListClaimsAsync(_list).ResponseAsync).ToList();
        await server.Claims.GetCorpusAsync(new());
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        server.Limits.Heavy.Leave(other);
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(40, answer.TotalSize));
    }

    [Fact]
    public async Task A_quick_call_waits_for_no_turn()
    {
        await using var server = await RunningServer.StartAsync(("Limits:HeavyCalls", "1"), ("Limits:HeavyWaitSeconds", "0"));
        Assert.True(server.Limits.Heavy.TryEnter(new()));
        Assert.Equal(40, (await server.Claims.ListClaimsAsync(_list)).TotalSize);
    }

    [Fact]
    public async Task A_call_that_takes_long_is_begun_again_in_its_turn()
    {
        await using var server = await RunningServer.StartAsync(new AnyCorpus(seed: 1, claimCount: 4000).Revision, builder =>
        {
            builder.Configuration["Limits:HeavyCalls"] = "1";
            builder.Configuration["Limits:HeavyAfterSeconds"] = "0.000001";
            builder.Configuration["Limits:HeavyWaitSeconds"] = "60";
            builder.Configuration["Limits:CallSeconds"] = "0";
        });
        var other = new SharedBudget.Share();
        Assert.True(server.Limits.Heavy.TryEnter(other));
        var call = server.Claims.SearchClaimsAsync(new() { Parent = "articles/-", Query = "t*" }).ResponseAsync;
        await server.Claims.GetCorpusAsync(new());
        Assert.False(call.IsCompleted);
        server.Limits.Heavy.Leave(other);
        Assert.NotEmpty((await call).Results);
    }

    [Fact]
    public async Task Whoever_has_a_turn_works_on_a_thread_that_gives_way_to_others()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has priorities of threads.");
        using var heavy = new HeavyCalls(1, TimeSpan.Zero, TimeSpan.Zero);
        var fields = await heavy.RunAsync(() => File.ReadAllText("/proc/thread-self/stat"));
        Assert.Equal("10", fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[16]);
        await Assert.ThrowsAsync<FormatException>(() => heavy.RunAsync(() => int.Parse("a", null)));
        Assert.Equal(2, await heavy.RunAsync(() => 2));
    }

    [Fact]
    public async Task A_turn_is_given_back_however_the_call_ends()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:HeavyCalls", "1"), ("Limits:HeavyAfterSeconds", "0"), ("Limits:HeavyWaitSeconds", "0"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("INVALID_REQUEST", (await Refusal.OfAsync(server.Claims.ListClaimsAsync(new()))).Reason);
            Assert.Equal(40, (await server.Claims.ListClaimsAsync(_list)).TotalSize);
        }
    }

    [Fact]
    public async Task A_hundred_quick_calls_at_once_are_all_answered()
    {
        await using var server = await RunningServer.StartAsync(
            ("Limits:HeavyCalls", "1"), ("Limits:HeavyAfterSeconds", "0"), ("Limits:HeavyWaitSeconds", "60"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => server.Claims.ListClaimsAsync(_list).ResponseAsync));
        Assert.All(answers, answer => Assert.Equal(40, answer.TotalSize));
    }

    [Fact]
    public async Task A_connection_has_as_many_watches_as_it_may_and_no_more()
    {
        await using var server = await RunningServer.StartAsync(("Limits:WatchesPerConnection", "2"));
        using var first = Watch.Of(server, new() { Parent = "articles/-" });
        await first.NextAsync();
        using (var reflection = new ServerReflection.ServerReflectionClient(server.Calls).ServerReflectionInfo())
        {
            await reflection.RequestStream.WriteAsync(new() { ListServices = "" }, TestContext.Current.CancellationToken);
            Assert.True(await reflection.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            using var third = Watch.Of(server, new() { Parent = "articles/-" });
            IsTooMany(await third.EndAsync(), 2, "connection");
            await reflection.RequestStream.CompleteAsync();
            Assert.False(await reflection.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }

        using var another = Watch.Of(server, new() { Parent = "articles/-" });
        await another.NextAsync();

        // Whoever asks after health is told.
        using var health = server.Health.Watch(new());
        Assert.True(await health.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_server_has_as_many_watches_as_it_may_and_no_more()
    {
        await using var server = await RunningServer.StartAsync(("Limits:Watches", "1"));
        using var first = Watch.Of(server, new() { Parent = "articles/-" });
        await first.NextAsync();
        using var second = Watch.Of(server, new() { Parent = "articles/-" });
        IsTooMany(await second.EndAsync(), 1, "server");
    }

    [Fact]
    public async Task A_client_that_calls_too_often_is_told_when_to_call_again_and_health_is_always_told()
    {
        await using var server = await RunningServer.StartAsync(("Limits:CallsPerSecond", "1"), ("Limits:Burst", "2"));
        await server.Claims.GetCorpusAsync(new());
        await server.Claims.GetCorpusAsync(new());
        Refusal? refusal = null;
        for (var i = 0; i < 100 && refusal is null; i++)
        {
            // It may be late with the ones before.
            var answer = await RawCall.SendAsync(server, $"{Claims}/GetCorpus", new GetCorpusRequest());
            if (answer.Code != StatusCode.OK) refusal = answer.Refusal;
        }

        Assert.Equal((StatusCode.ResourceExhausted, "RATE_LIMITED"), (refusal!.Code, refusal.Reason));
        Assert.Equal(TimeSpan.FromSeconds(1), refusal.Status.GetDetail<RetryInfo>().RetryDelay.ToTimeSpan());
        Assert.Equal("client", Assert.Single(refusal.Quota!.Violations).Subject);
        for (var i = 0; i < 5; i++) await server.Health.CheckAsync(new());
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(3000, false)]
    public async Task Headers_have_as_many_bytes_as_are_configured(int bytes, bool areTaken)
    {
        await using var server = await RunningServer.StartAsync(("Limits:HeaderBytes", "2048"));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.WebAddress}/v1/corpus");
        request.Headers.Add("x-much", new string('x', bytes));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(areTaken ? HttpStatusCode.OK : HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
    }

    [Fact]
    public void What_is_exhausted_otherwise_is_not_said_to_be_a_request_that_is_too_large()
    {
        var path = $"/{Claims}/GetClaim";
        Assert.Equal("TOO_LARGE", ReasonOf("Received message exceeds the maximum configured message size."));
        Assert.Equal("INTERNAL", ReasonOf("Sending message exceeds the maximum configured message size."));

        string ReasonOf(string message) =>
            Failures.OfFramework(StatusCode.ResourceExhausted, message, path)!.GetDetail<ErrorInfo>().Reason;
    }

    private static void IsTooMany(Refusal refusal, int maximum, string per)
    {
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_STREAMS"), (refusal.Code, refusal.Reason));
        Assert.Equal(($"{maximum}", per), (refusal.Info.Metadata["maximum"], refusal.Info.Metadata["per"]));
        Assert.Equal(per, Assert.Single(refusal.Quota!.Violations).Subject);
    }

    private static byte[] Framed(ListClaimsRequest message) => [0, 0, 0, 0, (byte)message.CalculateSize(), .. message.ToByteArray()];
}
