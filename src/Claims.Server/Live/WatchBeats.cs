namespace Claims.Server.Live;

/// <summary>
/// Wakes all watches for a checkpoint now and then, by one timer for all, and when the server stops.
/// </summary>
internal sealed class WatchBeats(HeldRevisions corpus, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Short enough of the 30 seconds that watches are promised a checkpoint within.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not the token that is given: services are stopped after the last call has ended.
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(lifetime.ApplicationStopping)) corpus.Beat();
        }
        catch (OperationCanceledException)
        {
            corpus.Stop();
        }
    }
}
