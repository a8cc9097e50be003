using System.Diagnostics.Metrics;
using Claims.Catalog;
using Claims.Server.Live;

namespace Claims.Server.Telemetry;

/// <summary>
/// What is told of the corpus, whenever somebody asks. Thread-safe.
/// </summary>
internal sealed class CorpusMetrics
{
    private readonly HeldRevisions _corpus;

    public CorpusMetrics(HeldRevisions corpus, IMeterFactory meters)
    {
        _corpus = corpus;
        var meter = meters.Create(CallTelemetry.Name);
        meter.CreateObservableGauge(
            "claims.revision.age", () => (DateTime.UtcNow - corpus.Current.LoadTime.ToDateTime()).TotalSeconds, "s",
            "How long the current revision has been served.");
        meter.CreateObservableGauge(
            "claims.revision.info", Revision, null, "1, with the name of the current revision.");
        meter.CreateObservableGauge(
            "claims.corpus.claims", () => Of(revision => revision.ClaimCount), "{claim}", "Claims served.");
        meter.CreateObservableGauge(
            "claims.corpus.articles", () => Of(revision => revision.Articles.Count), "{article}", "Articles served.");
        meter.CreateObservableGauge(
            "claims.corpus.mapped", () => corpus.All.Sum(held => held.Revision.IndexBytes), "By",
            "Bytes of the files that hold the indexes of all revisions, mapped into memory.");
        meter.CreateObservableGauge(
            "claims.corpus.failing", () => corpus.LastFailedLoad is null ? 0 : 1, null,
            "1 where the corpus as it is now could not be taken, and an earlier one is served.");
        meter.CreateObservableCounter(
            "claims.corpus.reloads", () => corpus.Reloads, "{reload}", "Revisions taken since the start.");
        meter.CreateObservableCounter(
            "claims.corpus.failed_reloads", () => corpus.FailedReloads, "{reload}", "Attempts that did not end in a revision.");
        meter.CreateObservableUpDownCounter("claims.watchers", Watchers, "{watcher}", "Calls that watch the corpus.");
    }

    private Measurement<int> Revision() => new(1, new KeyValuePair<string, object?>("claims.revision", _corpus.Current.Id));

    private IEnumerable<Measurement<int>> Watchers() =>
    [
        new(_corpus.Watchers.OfGrpc, new KeyValuePair<string, object?>("claims.surface", CallSurface.Grpc.Name)),
        new(_corpus.Watchers.OfWeb, new KeyValuePair<string, object?>("claims.surface", CallSurface.Watch.Name)),
    ];

    private int Of(Func<Revision, int> figure)
    {
        var held = _corpus.LeaseCurrent();
        try
        {
            return figure(held.Revision);
        }
        finally
        {
            held.EndLease();
        }
    }
}
