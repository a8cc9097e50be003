namespace Claims.Catalog;

/// <summary>
/// How long a caller waits for an answer: until the deadline, or until the call is cancelled; or for now for no longer than a
/// <see cref="TimeSlice"/>. Every loop whose length a caller chooses asks it, once in some microseconds. The default waits
/// for ever.
/// </summary>
internal readonly struct Patience
{
    private readonly CancellationToken _cancellation;
    private readonly TimeSlice? _slice;

    // In milliseconds as Environment.TickCount64 counts them; 0 for none.
    private readonly long _end;

    /// <param name="deadline">When it ends, in UTC; <see cref="DateTime.MaxValue"/> for never.</param>
    /// <param name="cancellation">Calls it off.</param>
    /// <param name="slice">How long it lasts for now, on the thread that began it; null for as long as that.</param>
    public Patience(DateTime deadline, CancellationToken cancellation, TimeSlice? slice = null)
    {
        _cancellation = cancellation;
        _slice = slice;
        if (deadline == DateTime.MaxValue) return;

        // Asked of the clock itself: where every thread is busy, the timer that would cancel the call waits for one.
        var left = (long)Math.Max((deadline - DateTime.UtcNow).TotalMilliseconds, 0);
        _end = Math.Max(Environment.TickCount64 + left, 1);
    }

    /// <exception cref="OperationCanceledException">The caller does not wait any more, or the slice is over.</exception>
    public void ThrowIfOver()
    {
        if (_cancellation.IsCancellationRequested || (_end != 0 && Environment.TickCount64 >= _end)
            || _slice?.IsOver == true)
        {
            throw new OperationCanceledException(_cancellation);
        }
    }
}
