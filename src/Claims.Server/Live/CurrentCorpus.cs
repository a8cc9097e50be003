using Claims.Server.Catalog;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Live;

/// <summary>
/// The revision that is served now. Thread-safe: it never changes while the process runs.
/// </summary>
internal sealed class CurrentCorpus(Revision revision)
{
    public Revision Revision { get; } = revision;

    /// <summary>When the revision was loaded.</summary>
    public Timestamp LoadTime { get; } = DateTime.UtcNow.ToTimestamp();
}
