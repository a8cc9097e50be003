namespace Claims.Server.Limits;

/// <summary>
/// How many calls that last, watches and streams of reflection, are open at once: of one connection, and in all. Those of
/// health are not counted, which <see cref="StreamLimit"/> bounds well enough: they hold nothing but their stream, and a server
/// that refuses to be asked after its health passes for a sick one. Thread-safe.
/// </summary>
/// <param name="most">How many in all.</param>
/// <param name="mostPerConnection">How many of one connection.</param>
internal sealed class WatchLimit(int most, int mostPerConnection)
{
    /// <summary>How many in all where nothing is configured: with 24 KiB for each they take 24 MiB.</summary>
    public const int Default = 1000;

    /// <summary>How many of one connection where nothing is configured.</summary>
    public const int DefaultPerConnection = 20;

    private int _open;

    /// <summary>Takes a place if there is one. To be given back with <see cref="Leave"/>.</summary>
    /// <returns>Which limit is reached; null where a place was taken.</returns>
    public FullLimit? Enter(ConnectionCalls connection)
    {
        if (Interlocked.Increment(ref connection.Watches) > mostPerConnection)
        {
            Interlocked.Decrement(ref connection.Watches);
            return new(mostPerConnection, "connection");
        }

        if (Interlocked.Increment(ref _open) <= most) return null;
        Leave(connection);
        return new(most, "server");
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(ConnectionCalls connection)
    {
        Interlocked.Decrement(ref _open);
        Interlocked.Decrement(ref connection.Watches);
    }
}

/// <summary>A limit that is reached.</summary>
/// <param name="Maximum">How many it allows.</param>
/// <param name="Per">Of what: <c>connection</c> or <c>server</c>.</param>
internal readonly record struct FullLimit(int Maximum, string Per);
