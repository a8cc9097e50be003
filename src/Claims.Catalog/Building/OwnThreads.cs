namespace Claims.Catalog.Building;

/// <summary>
/// Threads that are made for one piece of work: they begin as the thread that makes them did, and take none of those
/// that serve calls, as work in the thread pool would.
/// </summary>
internal static class OwnThreads
{
    [ThreadStatic]
    private static Action? _begin;

    /// <summary>
    /// Makes this thread, and all that it makes here, begin by something, such as to take a priority.
    /// </summary>
    public static void BeginBy(Action begin)
    {
        _begin = begin;
        begin();
    }

    /// <summary>Begins something on a thread of its own.</summary>
    public static Task<T> Start<T>(Func<T> work)
    {
        var begin = _begin;
        return Task.Factory.StartNew(
            () =>
            {
                if (begin is not null) BeginBy(begin);
                return work();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Runs something so many times at once, the first of them on this thread, and waits for all.</summary>
    /// <param name="count">How many times.</param>
    /// <param name="work">Gets which of them it is, from 0.</param>
    public static void Run(int count, Action<int> work)
    {
        var others = new Task<bool>[Math.Max(count - 1, 0)];
        for (var i = 0; i < others.Length; i++)
        {
            var number = i + 1;
            others[i] = Start(() =>
            {
                work(number);
                return true;
            });
        }

        try
        {
            if (count > 0) work(0);
        }
        finally
        {
            Task.WhenAll(others).GetAwaiter().GetResult();
        }
    }
}
