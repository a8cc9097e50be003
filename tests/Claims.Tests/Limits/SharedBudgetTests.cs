using Claims.Server.Limits;

namespace Claims.Tests.Limits;

public class SharedBudgetTests
{
    private readonly SharedBudget _budget = new(total: 1000, perConnection: 300);

    [Fact]
    public void A_connection_gets_its_bound_and_no_more()
    {
        var share = new SharedBudget.Share();
        Assert.True(_budget.TryTake(share, 200));
        Assert.False(_budget.TryTake(share, 101));
        Assert.True(_budget.TryTake(share, 100));
        Assert.False(_budget.TryTake(share, 1));
        _budget.Give(share, 100);
        Assert.True(_budget.TryTake(share, 100));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(99)]
    public void However_many_take_all_they_can_there_is_room_for_one_more(int greedy)
    {
        var shares = Enumerable.Range(0, greedy).Select(_ => new SharedBudget.Share()).ToList();
        while (shares.Exists(share => _budget.TryTake(share, 1)))
        {
        }

        Assert.InRange(shares.Sum(share => share.Held), Math.Min(greedy * 300, 500), 600);
        var newcomer = new SharedBudget.Share();
        Assert.True(_budget.TryTake(newcomer, 400));
    }

    [Fact]
    public void What_is_larger_than_all_there_is_gets_it_alone()
    {
        var share = new SharedBudget.Share();
        Assert.True(_budget.TryTake(share, 5000));
        Assert.False(_budget.TryTake(new(), 1));
        _budget.Give(share, 5000);
        Assert.True(_budget.TryTake(new(), 1));
    }

    [Fact]
    public async Task Those_who_wait_are_served_in_turn_one_connection_after_the_other()
    {
        var (a, b, holder) = (new SharedBudget.Share(), new SharedBudget.Share(), new SharedBudget.Share());
        Assert.True(_budget.TryTake(holder, 5000));
        var served = new List<string>();
        var tasks = new[] { ("a1", a), ("a2", a), ("a3", a), ("b1", b) }
            .Select(wait => _budget.TakeAsync(wait.Item2, 1, CancellationToken.None)
                .ContinueWith(_ => served.Add(wait.Item1), TaskContinuationOptions.ExecuteSynchronously))
            .ToList();
        Assert.False(_budget.TryTake(a, 1));
        _budget.Give(holder, 5000);
        await Task.WhenAll(tasks).WaitAsync(RunningServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal((3, 1), (a.Held, b.Held));
    }

    [Fact]
    public async Task Whoever_stops_waiting_takes_nothing_and_lets_those_behind_go()
    {
        var share = new SharedBudget.Share();
        Assert.True(_budget.TryTake(share, 250));
        using var cancellation = new CancellationTokenSource();
        var large = _budget.TakeAsync(share, 100, cancellation.Token);
        var small = _budget.TakeAsync(share, 50, CancellationToken.None);
        Assert.False(small.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small.WaitAsync(RunningServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(300, share.Held);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _budget.TakeAsync(share, 1, cancellation.Token));
        Assert.Empty(share.Waiters);
    }

    [Fact]
    public async Task Many_at_once_take_never_more_than_there_is_and_all_get_theirs()
    {
        var shares = Enumerable.Range(0, 7).Select(_ => new SharedBudget.Share()).ToList();
        var held = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 4000), TestContext.Current.CancellationToken, async (i, cancellation) =>
        {
            var bytes = 1 + (i % 97);
            await _budget.TakeAsync(shares[i % 7], bytes, cancellation);
            Assert.InRange(Interlocked.Add(ref held, bytes), 1, 1000);
            await Task.Yield();
            Interlocked.Add(ref held, -bytes);
            _budget.Give(shares[i % 7], bytes);
        }).WaitAsync(RunningServer.Patience, TestContext.Current.CancellationToken);
        Assert.All(shares, share => Assert.Equal(0, share.Held));
    }
}
