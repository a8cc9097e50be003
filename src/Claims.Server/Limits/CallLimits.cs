namespace Claims.Server.Limits;

/// <summary>
/// What bounds calls, as configured. Thread-safe.
/// </summary>
internal sealed class CallLimits : IDisposable
{
    private const double DefaultSeconds = 5;

    // As long as the largest request takes at 16 KiB a second, and some.
    private const double ArrivalSeconds = 20;

    private const double DefaultWaitSeconds = 1;

    // Most calls are over in less; and threads of the pool, on which it is tried, are few.
    private const double DefaultSliceSeconds = 0.001;

    public CallLimits(IConfiguration configuration)
    {
        var limits = configuration.GetSection("Limits");
        var seconds = limits.GetValue("CallSeconds", DefaultSeconds);
        Deadline = seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
        Heavy = new(
            limits.GetValue("HeavyCalls", HeavyCalls.Default),
            TimeSpan.FromSeconds(limits.GetValue("HeavyWaitSeconds", DefaultWaitSeconds)),
            TimeSpan.FromSeconds(limits.GetValue("HeavyAfterSeconds", DefaultSliceSeconds)));
        Watches = new(
            limits.GetValue("Watches", WatchLimit.Default),
            limits.GetValue("WatchesPerConnection", WatchLimit.DefaultPerConnection));
        var perSecond = limits.GetValue("CallsPerSecond", 0);
        Rate = perSecond > 0 ? new(perSecond, limits.GetValue("Burst", CallRate.DefaultBurst(perSecond))) : null;
    }

    /// <summary>How long a call with one answer may take until that is made; null for as long as its caller waits.</summary>
    public TimeSpan? Deadline { get; }

    /// <summary>How long a request may take to come whole, and to be let in.</summary>
    public TimeSpan LongestArrival => Deadline ?? TimeSpan.FromSeconds(ArrivalSeconds);

    public HeavyCalls Heavy { get; }

    public WatchLimit Watches { get; }

    /// <summary>How often each client may call; null for as often as it likes.</summary>
    public CallRate? Rate { get; }

    public void Dispose()
    {
        Heavy.Dispose();
        Rate?.Dispose();
    }
}
