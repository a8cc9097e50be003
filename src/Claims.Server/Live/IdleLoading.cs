using System.Runtime.InteropServices;
using Claims.Catalog.Building;
using Claims.Curated;

namespace Claims.Server.Live;

/// <summary>
/// Loads on threads that the system lets run only while nobody else wants to, so that calls do not feel it. Without
/// privileges such a thread stays one, and so may any that it makes; so a load makes <see cref="OwnThreads"/>, and asks
/// nothing of the thread pool, whose threads serve calls.
/// </summary>
internal static class IdleLoading
{
    private const int IdlePolicy = 5;

    /// <summary>Loads, and waits for it.</summary>
    /// <param name="load">Loads; it may run twice at a time.</param>
    /// <param name="patience">After how long a thread of normal priority begins too: the first to be done counts. A
    /// thread cannot be made normal again without privileges.</param>
    /// <returns>What was loaded, or what was thrown.</returns>
    public static (LoadedCorpus? Loaded, Exception? Thrown) Run(Func<LoadedCorpus> load, TimeSpan patience)
    {
        var first = new TaskCompletionSource<(LoadedCorpus? Loaded, Exception? Thrown)>();
        Start(isIdle: true);
        if (!first.Task.Wait(patience)) Start(isIdle: false);
        return first.Task.GetAwaiter().GetResult();

        void Start(bool isIdle) => new Thread(() =>
        {
            if (isIdle) OwnThreads.BeginBy(BecomeIdle);
            try
            {
                var loaded = load();
                if (!first.TrySetResult((loaded, null))) loaded.Revision?.Dispose();
            }
            catch (Exception e)
            {
                first.TrySetResult((null, e));
            }
        })
        { IsBackground = true, Name = "corpus loading" }.Start();
    }

    // Where that cannot be, nothing changes.
    private static void BecomeIdle()
    {
        // Lower priorities of the usual policy still take their share beside calls, and cost them their latency.
        if (OperatingSystem.IsLinux()) _ = SetScheduler(0, IdlePolicy, 0);
    }

    // The last argument points to the priority, which is 0 in this policy.
    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int thread, int policy, in int priority);
}
