using Claims.Server.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// The memory that calls hold while their clients send and, above all, while they do not read: bounded for each connection
/// and in all. A quarter of it is for what every call needs: its request, and a small answer. The rest is for answers that
/// are larger: what the transport has of them, and what has to be kept until it is written, which claims do not, that are
/// copied only then. A call takes of the quarter and then perhaps of the rest, never the other way round, so that none
/// wait for each other. What nobody has taken memory for, since nobody has read it, is bounded besides.
/// </summary>
internal sealed class CallMemory
{
    private const string Section = "Limits";
    private const long MostBytes = 64 * 1024 * 1024;
    private const long DefaultBytesPerConnection = 8 * 1024 * 1024;

    // Of what the heap may grow to: beside a corpus that takes most of it, more would be too much.
    private const int Share = 12;

    /// <param name="total">The bytes of all connections together.</param>
    /// <param name="perConnection">The bytes of one.</param>
    public CallMemory(long total, long perConnection)
    {
        Calls = new(total / 4, perConnection / 4);
        Answers = new(total / 4 * 3, perConnection / 4 * 3);
        Unread = UnreadMemory.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    /// <summary>For requests and small answers.</summary>
    public SharedBudget Calls { get; }

    /// <summary>For larger answers.</summary>
    public SharedBudget Answers { get; }

    /// <summary>For requests that nobody reads yet, besides.</summary>
    public UnreadMemory Unread { get; }

    private static long DefaultBytes => Math.Min(MostBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Share);

    /// <summary>As configured: <c>Limits:WaitingBytes</c> and <c>Limits:WaitingBytesPerConnection</c>.</summary>
    public static CallMemory Of(IConfiguration configuration) => new(
        configuration.GetSection(Section).GetValue("WaitingBytes", DefaultBytes),
        configuration.GetSection(Section).GetValue("WaitingBytesPerConnection", DefaultBytesPerConnection));

    /// <summary>
    /// Gives a connection its part, under which its calls find it, and watches over them. To be disposed of when the
    /// connection is over.
    /// </summary>
    public IDisposable Connect(ConnectionContext connection)
    {
        var memory = new ConnectionMemory(this, connection);
        connection.Features.Set(memory);
        connection.Features.Set<IMemoryPoolFeature>(memory);
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
            static state => ((ConnectionMemory)state).EndStalled(), memory);
        return memory;
    }
}
