namespace Claims.Server.Limits;

/// <summary>
/// What the calls of one connection have of what is shared. A feature of the connection.
/// </summary>
internal sealed class ConnectionCalls(CallLimits limits)
{
    /// <summary>How many watches are open, which <see cref="WatchLimit"/> counts.</summary>
    internal int Watches;

    /// <summary>The limits.</summary>
    public CallLimits Limits => limits;

    /// <summary>The turns of <see cref="HeavyCalls"/>.</summary>
    public SharedBudget.Share Turns { get; } = new();
}
