using System.Threading.RateLimiting;

namespace Claims.Server.Limits;

/// <summary>
/// How often each client may call: so many times a second, and after a rest so many at once. Who has not called for long enough
/// to call as often as he may at once is forgotten. Thread-safe.
/// </summary>
/// <param name="perSecond">How many calls a second.</param>
/// <param name="burst">How many at once.</param>
internal sealed class CallRate(int perSecond, int burst) : IDisposable
{
    // How often the limiter of all clients looks at them.
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(100);

    // Of a token each: what a client is told to wait is then as long as the next one takes.
    private readonly PartitionedRateLimiter<string> _clients = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(client, _ => new()
        {
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / perSecond,
            TokenLimit = burst,
            QueueLimit = 0,
        }));

    /// <summary>How many calls a second.</summary>
    public int PerSecond => perSecond;

    /// <summary>How many at once where nothing is configured: of two seconds, since people and programs come in bursts.</summary>
    public static int DefaultBurst(int perSecond) => (int)Math.Min(2L * perSecond, int.MaxValue);

    /// <summary>Counts a call.</summary>
    /// <returns>How long its client is to wait before the next is taken; null where this one is.</returns>
    public TimeSpan? Refuse(HttpContext call)
    {
        using var lease = _clients.AttemptAcquire(CallerName.Of(call));
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > _beat ? wait : _beat;
    }

    public void Dispose() => _clients.Dispose();
}
