using Claims.Catalog;
using Claims.Server.Rpc;
using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf;
using Grpc.Reflection.V1;

namespace Claims.Tests.Rpc;

/// <summary>
/// That answers wait for clients that do not take them, within bounds, and for others go on.
/// </summary>
public class BackpressureTests
{
    private const int EnhanceYourCalm = 11;
    private const string ListClaims = "claims.v1.ClaimsService/ListClaims";

    private static readonly Lazy<Revision> _revision = new(() => new AnyCorpus(seed: 1, claimCount: 4000).Revision);

    [Fact]
    public async Task A_hundred_pages_asked_for_at_once_all_come_however_little_may_wait()
    {
        await using var server = await RunningServer.StartAsync(_revision.Value, builder =>
        {
            builder.Configuration["Limits:WaitingBytes"] = "2000000";
            builder.Configuration["Limits:WaitingBytesPerConnection"] = "1000000";

            // They wait for each other, as long as it takes.
            builder.Configuration["Limits:CallSeconds"] = "60";
            builder.Configuration["Limits:HeavyWaitSeconds"] = "60";
        });
        var pages = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => server.Claims.ListClaimsAsync(
            Page(i % 2 == 0)).ResponseAsync));
        Assert.All(pages, page => Assert.Equal((1000, 4000), (page.Claims.Count, page.TotalSize)));
        Assert.All(pages, page => Assert.True(page.CalculateSize() > Reservation.Piece));
    }

    [Fact]
    public async Task What_a_client_takes_piece_by_piece_comes_whole()
    {
        await using var server = await RunningServer.StartAsync(_revision.Value);
        await using var slow = await RawConnection.OpenAsync(server, window: 0);
        var call = await slow.CallAsync(ListClaims, Framed(Page(isMasked: false)));
        var end = slow.EndOfAsync(call);
        for (var i = 0; i < 100 && !end.IsCompleted; i++)
        {
            await slow.TakeMoreAsync(0, 30_000);
            await slow.TakeMoreAsync(call, 30_000);
        }

        var taken = await end;
        Assert.Null(taken.Reset);
        Assert.Equal(1000, ListClaimsResponse.Parser.ParseFrom(taken.Data.AsSpan(5)).Claims.Count);
    }

    [Fact]
    public async Task A_call_whose_client_takes_nothing_ends_and_others_are_answered_meanwhile()
    {
        // Those that wait for memory get it from those that are ended.
        await using var server = await RunningServer.StartAsync(_revision.Value, builder =>
        {
            builder.Configuration["Limits:CallSeconds"] = "60";
            builder.Configuration["Limits:HeavyWaitSeconds"] = "60";
        });
        var hostile = new List<RawConnection>();
        for (var i = 0; i < 6; i++)
        {
            var connection = await RawConnection.OpenAsync(server, window: 0);
            hostile.Add(connection);
            for (var n = 0; n < 40; n++) await connection.CallAsync(ListClaims, Framed(Page(isMasked: n % 2 == 0)));
        }

        for (var i = 0; i < 4; i++) Assert.Equal(1000, (await server.Claims.ListClaimsAsync(Page(i % 2 == 0))).Claims.Count);

        // An answer too that is one piece, or as small as most.
        await using var small = await RawConnection.OpenAsync(server, window: 0);
        var single = await small.CallAsync(ListClaims, Framed(new ListClaimsRequest { Parent = "articles/-", PageSize = 1 }));
        var one = await small.CallAsync(ListClaims, Framed(new ListClaimsRequest { Parent = "articles/-", PageSize = 50 }));
        Assert.Equal(EnhanceYourCalm, (await hostile[0].EndOfAsync(1)).Reset);
        Assert.Equal(EnhanceYourCalm, (await small.EndOfAsync(single)).Reset);
        Assert.Equal(EnhanceYourCalm, (await small.EndOfAsync(one)).Reset);
        foreach (var connection in hostile) await connection.DisposeAsync();
        Assert.Equal(1000, (await server.Claims.ListClaimsAsync(Page(isMasked: true))).Claims.Count);
        Assert.DoesNotContain(server.Logs.All, record => record.Category.StartsWith("Grpc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_is_open_is_not_taken_for_one_that_makes_no_progress()
    {
        // Long enough for what takes nothing to be ended: another call tells when that is.
        await using var server = await RunningServer.StartAsync(_revision.Value);
        await using var connection = await RawConnection.OpenAsync(server);
        var cancellation = TestContext.Current.CancellationToken;
        using var watch = server.Health.Watch(new());
        Assert.True(await watch.ResponseStream.MoveNext(cancellation));
        using var reflection = new ServerReflection.ServerReflectionClient(server.Calls).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new() { FileContainingSymbol = "claims.v1.ClaimsService" }, cancellation);
        Assert.True(await reflection.ResponseStream.MoveNext(cancellation));

        await using var hostile = await RawConnection.OpenAsync(server, window: 0);
        var stalled = await hostile.CallAsync(ListClaims, Framed(Page(isMasked: false)));
        Assert.Equal(EnhanceYourCalm, (await hostile.EndOfAsync(stalled)).Reset);
        await reflection.RequestStream.WriteAsync(new() { ListServices = "" }, cancellation);
        Assert.True(await reflection.ResponseStream.MoveNext(cancellation));
        await reflection.RequestStream.CompleteAsync();
        var next = watch.ResponseStream.MoveNext(cancellation);
        Assert.False(next.IsCompleted);
        await server.StopAsync();
        Assert.True(await next);
    }

    [Fact]
    public async Task A_stream_of_answers_whose_client_takes_nothing_ends_too()
    {
        await using var server = await RunningServer.StartAsync(_revision.Value);
        await using var hostile = await RawConnection.OpenAsync(server, window: 0);
        var stalled = await hostile.CallAsync(
            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            Framed(new ServerReflectionRequest { FileContainingSymbol = "claims.v1.ClaimsService" }),
            ends: false);
        Assert.Equal(EnhanceYourCalm, (await hostile.EndOfAsync(stalled)).Reset);
    }

    [Fact]
    public async Task Calls_that_are_broken_off_leave_nothing_behind()
    {
        // Many times what their connection may hold at a time.
        var one = new ListClaimsRequest { Parent = "articles/-", PageSize = 1 };
        await using var server = await RunningServer.StartAsync(_revision.Value, builder =>
            builder.Configuration["Limits:WaitingBytesPerConnection"] = "2000000");
        await using var connection = await RawConnection.OpenAsync(server, window: 0);
        for (var i = 0; i < 40; i++)
        {
            var calls = new List<int>();
            for (var n = 0; n < 20; n++)
            {
                calls.Add(await connection.CallAsync(ListClaims, Framed(n % 2 == 0 ? Page(isMasked: false) : one)));
            }

            foreach (var call in calls) await connection.ResetAsync(call);

            // More at a time are taken for an attack by the transport.
            var known = await connection.CallAsync(ListClaims, Framed(new ListClaimsRequest()));
            Assert.Null((await connection.EndOfAsync(known)).Reset);
        }

        // What nobody takes is ended 10 seconds after it was begun: none of the others keeps it from beginning.
        var last = await connection.CallAsync(ListClaims, Framed(Page(isMasked: false)));
        Assert.Equal(EnhanceYourCalm, (await connection.EndOfAsync(last)).Reset);
        await connection.TakeMoreAsync(0, 1 << 20);
        var next = await connection.CallAsync(ListClaims, Framed(one));
        await connection.TakeMoreAsync(next, 1 << 20);
        Assert.Null((await connection.EndOfAsync(next)).Reset);
    }

    private static ListClaimsRequest Page(bool isMasked) => new()
    {
        Parent = "articles/-",
        PageSize = 1000,
        ReadMask = isMasked ? new() { Paths = { "text", "speakers", "attribution", "stance", "stated_date" } } : null,
    };

    private static byte[] Framed(IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        return frame;
    }
}
