using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Claims.Tests.Hosting;

public class HealthRpcTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly string _claims = ClaimsService.Descriptor.FullName;

    public static TheoryData<string> Services => ["", _claims];

    [Theory]
    [MemberData(nameof(Services))]
    public void The_server_as_a_whole_and_its_service_are_serving(string service)
    {
        Assert.Equal(ServingStatus.Serving, server.Health.Check(new() { Service = service }).Status);
    }

    [Fact]
    public void All_that_can_be_checked_is_listed()
    {
        var statuses = server.Health.List(new()).Statuses;
        Assert.Equal(["", "claims.v1.ClaimsService"], statuses.Keys.Order(StringComparer.Ordinal));
        Assert.All(statuses.Values, status => Assert.Equal(ServingStatus.Serving, status.Status));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_watch_is_told_at_once_and_again_when_the_server_stops_and_then_ends(string service)
    {
        await using var other = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var watch = other.Health.Watch(new() { Service = service });
        Assert.Equal(ServingStatus.Serving, await Next(watch));

        var stopped = other.StopAsync();
        Assert.Equal(ServingStatus.NotServing, await Next(watch));
        Assert.False(await watch.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.OK, watch.GetStatus().StatusCode);
        await stopped.WaitAsync(RunningServer.Patience);
        Assert.DoesNotContain(other.Logs.All, record => record.Level >= LogLevel.Warning);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_server_that_drains_is_not_serving_and_a_watch_that_was_told_stays_open_until_it_stops(string service)
    {
        await using var other = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var watch = other.Health.Watch(new() { Service = service });
        Assert.Equal(ServingStatus.Serving, await Next(watch));
        other.Drain();
        Assert.Equal(ServingStatus.NotServing, await Next(watch));
        using var late = other.Health.Watch(new() { Service = service });
        Assert.Equal(ServingStatus.NotServing, await Next(late));

        AsyncServerStreamingCall<HealthCheckResponse>[] watches = [watch, late];
        var more = watches.Select(one => one.ResponseStream.MoveNext(default)).ToList();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(ServingStatus.NotServing, (await other.Health.CheckAsync(new() { Service = service })).Status);
            Assert.Equal(ServingStatus.NotServing, (await other.Health.ListAsync(new())).Statuses[service].Status);
            await other.Claims.GetCorpusAsync(new());
        }

        Assert.DoesNotContain(more, one => one.IsCompleted);
        var stopped = other.StopAsync();
        foreach (var one in more) Assert.False(await one);
        Assert.Equal(StatusCode.OK, watch.GetStatus().StatusCode);
        await stopped.WaitAsync(RunningServer.Patience);
    }

    [Fact]
    public async Task A_watch_of_an_unknown_service_says_so_and_stays_open_until_the_server_stops()
    {
        await using var other = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        using var watch = other.Health.Watch(new() { Service = "claims.v1.NoSuchService" });
        Assert.Equal(ServingStatus.ServiceUnknown, await Next(watch));

        var more = watch.ResponseStream.MoveNext(default);

        // Whatever the server had to say, it would have said before it answers another call on the connection.
        for (var i = 0; i < 10; i++) await other.Health.CheckAsync(new());
        Assert.False(more.IsCompleted);

        var stopped = other.StopAsync();
        Assert.False(await more);
        Assert.Equal(StatusCode.OK, watch.GetStatus().StatusCode);
        await stopped.WaitAsync(RunningServer.Patience);
    }

    [Fact]
    public async Task Any_number_of_watches_end_when_the_server_stops()
    {
        await using var other = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var watches = Enumerable.Range(0, 50).Select(_ => other.Health.Watch(new())).ToList();
        foreach (var watch in watches) Assert.Equal(ServingStatus.Serving, await Next(watch));
        var stopped = other.StopAsync();
        foreach (var watch in watches)
        {
            Assert.Equal(ServingStatus.NotServing, await Next(watch));
            Assert.False(await watch.ResponseStream.MoveNext(default));
            watch.Dispose();
        }

        await stopped.WaitAsync(RunningServer.Patience);
    }

    [Fact]
    public async Task A_watch_that_is_cancelled_ends_and_nothing_is_logged_of_it_as_wrong()
    {
        await using var other = await RunningServer.StartAsync(RunningServer.InventedCorpus, builder => builder.Logging
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information));
        using (var watch = other.Health.Watch(new()))
        {
            Assert.Equal(ServingStatus.Serving, await Next(watch));
        }

        await other.Logs.FirstAsync(record => record is { Category: "Microsoft.AspNetCore.Hosting.Diagnostics", Id.Id: 2 });
        Assert.DoesNotContain(other.Logs.All, record => record.Level >= LogLevel.Warning);

        // Stopping finds nothing of it left.
        await other.StopAsync().WaitAsync(RunningServer.Patience);
        Assert.DoesNotContain(other.Logs.All, record => record.Level >= LogLevel.Warning);
    }

    private static async Task<ServingStatus> Next(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(default));
        return watch.ResponseStream.Current.Status;
    }
}
