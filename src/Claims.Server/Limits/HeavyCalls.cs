using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Claims.Server.Limits;

/// <summary>
/// How many calls work at once that take longer than a slice of time. The others wait for their turn, one connection
/// after the other, and not for long: who cannot be served soon had better be told. Whoever has a turn works on a thread that
/// the system lets run less than those of quick calls, while there are any. Thread-safe.
/// </summary>
internal sealed class HeavyCalls : IDisposable
{
    private const int PerProcessor = 2;

    // Of a priority: a tenth of the processor that a thread of the usual one gets.
    private const int Niceness = 10;

    // Half of the turns are left to connections that have none.
    private readonly SharedBudget _turns;
    private readonly TimeSpan _longestWait;

    // Never longer than there are turns.
    private readonly BlockingCollection<Task> _work = [];

    /// <param name="most">How many work at once.</param>
    /// <param name="longestWait">How long one waits for its turn.</param>
    /// <param name="slice">How much of a processor a call gets before it is one of them.</param>
    public HeavyCalls(int most, TimeSpan longestWait, TimeSpan slice)
    {
        _turns = new(most, Math.Max(1, most / 2));
        _longestWait = longestWait;
        Most = most;
        Slice = slice;
        for (var i = 0; i < most; i++) new Thread(Work) { IsBackground = true, Name = "heavy calls" }.Start();
    }

    /// <summary>How many work at once where nothing is configured.</summary>
    public static int Default => PerProcessor * Environment.ProcessorCount;

    /// <summary>How many work at once.</summary>
    public int Most { get; }

    /// <summary>How much of a processor a call gets before it is one of them.</summary>
    public TimeSpan Slice { get; }

    /// <summary>Takes a turn if there is one. To be given back with <see cref="Leave"/>.</summary>
    public bool TryEnter(SharedBudget.Share connection) => _turns.TryTake(connection, 1);

    /// <summary>Takes a turn once there is one.</summary>
    /// <returns>Whether it was taken; false where it was waited for as long as may be.</returns>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task<bool> TryEnterAsync(SharedBudget.Share connection, CancellationToken cancellation)
    {
        if (TryEnter(connection)) return true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_longestWait);
        try
        {
            await _turns.TakeAsync(connection, 1, patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Works, for whoever has a turn.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var task = new Task<T>(work, TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(task);
        return task;
    }

    /// <summary>Gives the turn back.</summary>
    public void Leave(SharedBudget.Share connection) => _turns.Give(connection, 1);

    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        // Where that cannot be, nothing changes.
        if (OperatingSystem.IsLinux()) _ = SetPriority(0, 0, Niceness);
        foreach (var task in _work.GetConsumingEnumerable()) task.RunSynchronously();
    }

    // Of this thread, as Linux takes a process of 0.
    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int niceness);
}
