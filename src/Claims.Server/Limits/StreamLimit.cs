namespace Claims.Server.Limits;

/// <summary>
/// How many calls each connection may have at a time, which HTTP/2 tells a client when it connects. Every connection gets a
/// few, which <see cref="ConnectionLimit"/> reckons with; and of those there are to spare, a part: the first ones as many as
/// clients expect, and the fewer the more connections there are. Thread-safe.
/// </summary>
/// <remarks>
/// A call that is only there takes memory, and what is refused only after it has begun takes it for seconds: whoever opens
/// calls and says nothing would end the process.
/// </remarks>
/// <param name="spare">The calls, beyond those that every connection gets, of all connections together.</param>
/// <param name="most">How many a connection gets at the most.</param>
internal sealed class StreamLimit(int spare, int most = StreamLimit.Default)
{
    /// <summary>What every connection gets.</summary>
    public const int Least = 4;

    /// <summary>
    /// What a call takes, in bytes, before anything is done for it; with it one that is refused, as <see cref="StreamWatch"/>
    /// allows. Measured with 9,000 of them: 12 KiB each, without what is in their headers.
    /// </summary>
    public const int BytesEach = 24 * 1024;

    /// <summary>
    /// What a connection gets at the most where nothing is configured: as many as HTTP/2 recommends to allow at the least, and
    /// clients take for granted until they are told.
    /// </summary>
    public const int Default = 100;

    // Of what is to spare, for one connection.
    private const int Part = 8;

    private readonly Lock _gate = new();
    private int _spare = spare;

    /// <summary>How many a connection gets at the most.</summary>
    public int Most => most;

    /// <summary>The limit as configured, <c>Limits:StreamsPerConnection</c>, for the memory that the heap may grow to.</summary>
    public static StreamLimit Of(IConfiguration configuration) => Of(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, configuration.GetValue("Limits:StreamsPerConnection", Default));

    /// <summary>The limit for so much memory that the heap may grow to: an eighth of it.</summary>
    public static StreamLimit Of(long memory, int most = Default) => new((int)Math.Min(memory / 8 / BytesEach, int.MaxValue), most);

    /// <summary>Takes what a new connection gets.</summary>
    public int Take()
    {
        lock (_gate)
        {
            var more = Math.Min(_spare / Part, most - Least);
            _spare -= more;
            return Least + more;
        }
    }

    /// <summary>Gives back what a connection had that is over.</summary>
    public void Give(int streams)
    {
        lock (_gate)
        {
            _spare += streams - Least;
        }
    }
}
