namespace Claims.Server.Rpc;

/// <summary>
/// What the transports of all connections hold, and no call has taken memory for: of requests whatever HTTP/2's windows let
/// in before somebody reads it, and the few bytes that health is answered with. A transport cannot be told to wait for
/// memory, so that a connection which has more than its part, when all have too much, is cut off. Thread-safe.
/// </summary>
/// <param name="total">The bytes of all connections together. Those that have no more than their part, each an equal one,
/// may exceed it by as much again.</param>
internal sealed class UnreadMemory(long total)
{
    // Of what the heap may grow to; and where that is more than enough, a block of a transport's for each of 65,536 calls
    // whose clients all call at once.
    private const int Share = 24;
    private const long MostBytes = 256 * 1024 * 1024;

    private long _held;
    private int _connections;

    /// <summary>The limit for so much memory that the heap may grow to.</summary>
    public static UnreadMemory Of(long memory) => new(Math.Min(MostBytes, memory / Share));

    /// <summary>Tells that there is a connection more.</summary>
    public void Join() => Interlocked.Increment(ref _connections);

    /// <summary>Tells that there is one less.</summary>
    public void Leave() => Interlocked.Decrement(ref _connections);

    /// <summary>Counts more, and tells whether that is too much.</summary>
    /// <param name="bytes">How much more.</param>
    /// <param name="held">What the connection holds with it.</param>
    public bool IsTooMuch(int bytes, long held) =>
        Interlocked.Add(ref _held, bytes) > total && held > total / Volatile.Read(ref _connections);

    /// <summary>Counts less.</summary>
    public void Give(int bytes) => Interlocked.Add(ref _held, -bytes);
}
