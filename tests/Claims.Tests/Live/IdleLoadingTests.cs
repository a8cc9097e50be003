using System.Runtime.InteropServices;
using Claims.Catalog.Building;
using Claims.Curated;
using Claims.Server.Live;

namespace Claims.Tests.Live;

public class IdleLoadingTests
{
    private const int IdlePolicy = 5;

    private static readonly LoadedCorpus _nothing = new(null, [], 1);

    [Fact]
    public void Loading_waits_for_whoever_else_wants_to_run_and_so_do_its_own_threads_and_nobody_elses()
    {
        int? own = null, others = null;
        var (loaded, thrown) = IdleLoading.Run(
            () =>
            {
                own = SchedulerOf(0);
                others = OwnThreads.Start(() => OwnThreads.Start(() => SchedulerOf(0)).GetAwaiter().GetResult())
                    .GetAwaiter().GetResult();
                return _nothing;
            },
            RunningServer.Patience);
        Assert.Null(thrown);
        Assert.Same(_nothing, loaded);
        Assert.Equal((IdlePolicy, IdlePolicy), (own, others));
        Assert.NotEqual(IdlePolicy, SchedulerOf(0));
    }

    [Fact]
    public void No_thread_of_the_pool_becomes_one_that_waits_for_all_others()
    {
        // Loading corpora of many files, as often as it takes to have made threads wherever it would.
        for (var i = 0; i < 5; i++)
        {
            IdleLoading.Run(() => CorpusLoader.Load(RunningServer.InventedCorpus), RunningServer.Patience);
        }

        using var together = new Barrier(8);
        var policies = Enumerable.Range(0, together.ParticipantCount).Select(_ => Task.Run(() =>
        {
            // All at once, so that each is on another thread.
            Assert.True(together.SignalAndWait(RunningServer.Patience));
            return SchedulerOf(0);
        })).ToList();
        Assert.DoesNotContain(IdlePolicy, policies.Select(policy => policy.GetAwaiter().GetResult()));
    }

    [Fact]
    public void A_load_that_does_not_come_to_run_is_made_by_a_thread_of_normal_priority()
    {
        using var hold = new ManualResetEventSlim();
        var (loaded, _) = IdleLoading.Run(
            () =>
            {
                if (SchedulerOf(0) != IdlePolicy) return _nothing;
                hold.Wait();
                throw new InvalidOperationException("It came too late.");
            },
            TimeSpan.FromMilliseconds(1));
        Assert.Same(_nothing, loaded);
        hold.Set();
    }

    [Fact]
    public void What_is_thrown_is_handed_over()
    {
        var problem = new IOException("no");
        Assert.Same(problem, IdleLoading.Run(() => throw problem, RunningServer.Patience).Thrown);
    }

    [DllImport("libc", EntryPoint = "sched_getscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SchedulerOf(int thread);
}
