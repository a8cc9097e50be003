namespace Claims.Server.Live;

/// <summary>
/// Counts who watches. Thread-safe.
/// </summary>
internal sealed class Watchers
{
    private int _ofGrpc;
    private int _ofWeb;

    /// <summary>Those that came by gRPC.</summary>
    public int OfGrpc => Volatile.Read(ref _ofGrpc);

    /// <summary>Those that came by HTTP as browsers speak it.</summary>
    public int OfWeb => Volatile.Read(ref _ofWeb);

    /// <summary>Tells that somebody watches.</summary>
    public void Enter(bool isWeb) => Interlocked.Increment(ref isWeb ? ref _ofWeb : ref _ofGrpc);

    /// <summary>Tells that he does no more.</summary>
    public void Leave(bool isWeb) => Interlocked.Decrement(ref isWeb ? ref _ofWeb : ref _ofGrpc);
}
