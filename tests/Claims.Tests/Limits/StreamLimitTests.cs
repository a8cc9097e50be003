using System.IO.Pipelines;
using Claims.Server.Limits;
using Claims.Tests.Rpc;
using Microsoft.AspNetCore.Connections;

namespace Claims.Tests.Limits;

public class StreamLimitTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData(256, 7)]
    [InlineData(384, 14)]
    [InlineData(1024, 49)]
    public void The_first_connections_get_as_many_calls_as_clients_take_for_granted(long mebibytes, int connections)
    {
        var limit = StreamLimit.Of(mebibytes * MiB);
        for (var i = 0; i < connections; i++) Assert.Equal(100, limit.Take());
        Assert.InRange(limit.Take(), StreamLimit.Least, 99);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(4096)]
    public void All_together_have_no_more_than_there_is_memory_for(long mebibytes)
    {
        var memory = mebibytes * MiB;
        var connections = ConnectionLimit.Of(int.MaxValue, memory);
        var limit = StreamLimit.Of(memory);
        var calls = Enumerable.Range(0, connections).Select(_ => (long)limit.Take()).ToList();
        Assert.All(calls, most => Assert.InRange(most, StreamLimit.Least, 100));
        var always = (long)connections * StreamLimit.Least * StreamLimit.BytesEach;
        Assert.InRange((calls.Sum() * StreamLimit.BytesEach) - always, 0, memory / 8);
    }

    [Fact]
    public async Task No_connection_gets_more_calls_than_are_configured()
    {
        Assert.Equal(7, new StreamLimit(spare: 1000, most: 7).Take());
        await using var server = await RunningServer.StartAsync(("Limits:StreamsPerConnection", "7"));
        await using var connection = await RawConnection.OpenAsync(server);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (var i = 0; i < 14; i++) await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", [], ends: false);
            await connection.EndOfAsync(await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", [], ends: false));
        });
    }

    [Fact]
    public void What_a_connection_had_is_there_for_the_next()
    {
        var limit = new StreamLimit(spare: 800);
        var first = Enumerable.Range(0, 40).Select(_ => limit.Take()).ToList();
        Assert.Equal(first.OrderDescending(), first);
        Assert.Equal(StreamLimit.Least, first[^1]);
        foreach (var streams in first) limit.Give(streams);
        Assert.Equal(first, Enumerable.Range(0, 40).Select(_ => limit.Take()));
    }

    [Fact]
    public async Task A_connection_with_more_than_twice_as_many_open_calls_as_it_may_have_is_cut_off()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var before = server.Logs.All.Count;
        await using var connection = await RawConnection.OpenAsync(server);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            // Of the last one the end would be awaited in vain.
            for (var i = 0; i < 200; i++) await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", [], ends: false);
            await connection.EndOfAsync(await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", [], ends: false));
        });
        Assert.Equal(before, server.Logs.All.Count);
        await server.Claims.GetCorpusAsync(new());
    }

    [Fact]
    public async Task A_number_with_the_reserved_bit_hides_no_stream()
    {
        var pipe = new Pipe();
        var watch = new StreamWatch(new Transport(pipe.Reader), most: 2);
        byte[] opened = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 1, 4, 0x80, 0, 0, 1];
        for (byte stream = 3; stream < 11; stream += 2) opened = [.. opened, 0, 0, 0, 1, 4, 0, 0, 0, stream];
        await pipe.Writer.WriteAsync(opened, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => watch.ReadAsync().AsTask());
    }

    [Fact]
    public async Task What_is_broken_off_at_once_is_over()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        await using var connection = await RawConnection.OpenAsync(server);
        for (var i = 0; i < 300; i++)
        {
            await connection.AbandonAsync("claims.v1.ClaimsService/GetCorpus");
            var call = await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", new byte[5]);
            Assert.NotEmpty((await connection.EndOfAsync(call)).Data);
        }
    }

    [Fact]
    public async Task What_never_comes_to_be_served_counts_for_ten_seconds_at_the_most()
    {
        // Frames of headers, as many as are allowed, of streams from a number on.
        var pipe = new Pipe();
        var watch = new StreamWatch(new Transport(pipe.Reader), most: 10);
        await WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await OpenAsync(from: 1, count: 20);
        for (var i = 0; i < 10; i++) watch.Beat();
        await OpenAsync(from: 41, count: 20);
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => OpenAsync(from: 81, count: 1));

        Task OpenAsync(int from, int count) => WriteAsync([.. Enumerable.Range(0, count).SelectMany(i =>
            (byte[])[0, 0, 0, 1, 4, 0, 0, 0, (byte)(from + (2 * i))])]);

        async Task WriteAsync(byte[] bytes)
        {
            await pipe.Writer.WriteAsync(bytes);
            var read = await watch.ReadAsync();
            watch.AdvanceTo(read.Buffer.End);
        }
    }

    [Fact]
    public async Task Any_number_of_calls_may_follow_one_another()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        await using var connection = await RawConnection.OpenAsync(server);
        for (var i = 0; i < 500; i++)
        {
            var call = await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", new byte[5]);
            Assert.NotEmpty((await connection.EndOfAsync(call)).Data);
        }
    }

    private sealed record Transport(PipeReader Input) : IDuplexPipe
    {
        public PipeWriter Output => throw new NotSupportedException();
    }
}
