namespace Claims.Server.Web;

/// <summary>
/// Lets few of those that write as much as their clients take, files and watches, work at a time, in the order in which they
/// came: hundreds of them would keep every thread, and whoever asks for one claim would wait behind them all. Nobody keeps
/// his place while he waits for a client. Thread-safe.
/// </summary>
internal static class Pace
{
    // Half of the processors are for everybody else.
    private static readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Waits for a place. To be given back with <see cref="Leave"/>.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public static Task EnterAsync(CancellationToken cancellation) => _places.WaitAsync(cancellation);

    /// <summary>Gives the place back.</summary>
    public static void Leave() => _places.Release();
}
