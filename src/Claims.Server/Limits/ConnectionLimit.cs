namespace Claims.Server.Limits;

/// <summary>
/// How many connections are served at once. One more is closed as soon as it is made, without a word in the log: whoever
/// makes them could make as many lines as he likes.
/// </summary>
/// <remarks>
/// Without a limit, whoever opens connections and says nothing ends the process: out of memory, or out of descriptors,
/// which the runtime needs for each thread that it starts, and does not outlive the lack of.
/// </remarks>
internal static class ConnectionLimit
{
    /// <summary>
    /// What a connection takes, all in all: an idle one, measured with 3,900 of them, 51 KiB, and with 1,000 by TLS 62 KiB;
    /// and the calls it may always have.
    /// </summary>
    private const int BytesEach = (64 * 1024) + (StreamLimit.Least * StreamLimit.BytesEach);

    /// <summary>
    /// What the process has open before anybody connects: about 200, two for each assembly; with TLS, keys, metrics and traces
    /// about 320.
    /// </summary>
    private const int OpenAtRest = 340;

    /// <summary>The limit where nothing is configured, and this process bears it.</summary>
    private const int Default = 1000;

    /// <summary>The most that this process bears.</summary>
    public static int Current => Of(DescriptorLimit.Current, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>The limit as configured: <c>Limits:Connections</c>.</summary>
    public static int Of(IConfiguration configuration) =>
        configuration.GetValue("Limits:Connections", Math.Min(Default, Current));

    /// <summary>Why so many connections are more than this process bears, as one sentence; null where they are not.</summary>
    public static string? Problem(int connections)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var descriptors = DescriptorLimit.Current;
        if (connections <= Of(descriptors, memory)) return null;
        var byMemory = Of(int.MaxValue, memory);
        return connections > byMemory
            ? $"the memory that the heap may grow to, {memory >> 20} MiB, bears {byMemory}"
            : $"the {descriptors} file descriptors that are allowed (ulimit -n) bear {Of(descriptors, long.MaxValue)}";
    }

    /// <summary>
    /// The limit for so many descriptors, and so much memory that the heap may grow to: a quarter of it, and half of the
    /// descriptors that are to spare, since a connection that is to be closed has one until it is.
    /// </summary>
    public static int Of(int descriptors, long memory) =>
        (int)Math.Clamp(memory / 4 / BytesEach, 1, Math.Max(1, (descriptors - OpenAtRest) / 2));
}
