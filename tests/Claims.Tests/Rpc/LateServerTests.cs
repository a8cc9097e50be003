namespace Claims.Tests.Rpc;

/// <summary>
/// That no client pays for what the server is late with. Beside other tests it would make them late too.
/// </summary>
[CollectionDefinition(nameof(LateServerTests), DisableParallelization = true)]
[Collection(nameof(LateServerTests))]
public class LateServerTests
{
    private const int EnhanceYourCalm = 11;

    // A call of which nothing is taken is ended after 10 seconds, and the connection some 3 after that if it is to no avail.
    private static readonly TimeSpan _beforeTheEnd = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan _longerThanTheRest = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_connection_is_not_cut_off_while_the_end_of_its_call_waits_for_a_thread()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        await using var connection = await RawConnection.OpenAsync(server, window: 0);
        var call = await connection.CallAsync("claims.v1.ClaimsService/GetCorpus", new byte[5]);
        await Task.Delay(_beforeTheEnd, TestContext.Current.CancellationToken);

        // In front of all else, on more threads than the pool gets in that time.
        var end = Environment.TickCount64 + (long)_longerThanTheRest.TotalMilliseconds;
        void Block() => Thread.Sleep((int)Math.Max(0, end - Environment.TickCount64));
        for (var i = 0; i < 100; i++) ThreadPool.UnsafeQueueUserWorkItem(static block => block(), Block, preferLocal: false);
        Assert.Equal(EnhanceYourCalm, (await connection.EndOfAsync(call)).Reset);
    }
}
