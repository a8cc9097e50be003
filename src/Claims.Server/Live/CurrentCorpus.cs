using Claims.Catalog;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Live;

/// <summary>
/// The revision that is served now. Thread-safe: once published, it never changes while the process runs.
/// </summary>
internal sealed class CurrentCorpus
{
    private Revision? _revision;

    /// <summary>Nothing to serve yet.</summary>
    public CurrentCorpus()
    {
    }

    /// <summary>Serves a revision from the start.</summary>
    public CurrentCorpus(Revision revision) => Publish(revision);

    /// <summary>What is served; asked only once something is.</summary>
    public Revision Revision => _revision ?? throw new InvalidOperationException("No revision is published yet.");

    /// <summary>When the revision was loaded.</summary>
    public Timestamp LoadTime { get; private set; } = new();

    /// <summary>Serves a revision from now on.</summary>
    public void Publish(Revision revision)
    {
        LoadTime = DateTime.UtcNow.ToTimestamp();
        _revision = revision;
    }
}
