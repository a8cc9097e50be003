namespace Claims.Benchmarks;

/// <summary>
/// All bars, each stated here alone: ratios, where no unit is in the name. Those of time are for a million claims.
/// </summary>
internal static class Bars
{
    // wire
    public static readonly Bar GetOverLookUp = Bar.AtLeast(0.95);
    public static readonly Bar GetOverConstant = Bar.AtLeast(0.90);
    public static readonly Bar PagesOverBare = Bar.AtLeast(2);
    public static readonly Bar GetOverEtcd = Bar.AtLeast(4);

    // guarded
    public static readonly Bar GuardedOverBare = Bar.AtLeast(0.90);
    public static readonly Bar GuardedOverOpen = Bar.AtLeast(0.95);

    // telemetry
    public static readonly Bar MetricsOverNone = Bar.AtLeast(0.8);
    public static readonly Bar TracesOverNone = Bar.AtLeast(0.6);
    public static readonly Bar NoTelemetryOverBefore = Bar.AtLeast(0.99);

    // query
    public static readonly Bar Postgres = Bar.AtLeast(25);
    public static readonly Bar SqliteMedian = Bar.AtLeast(20);
    public static readonly Bar Sqlite = Bar.AtLeast(2);

    // crowd
    public static readonly Bar CrowdRate = Bar.AtLeast(2);
    public static readonly Bar CrowdProcessorTime = Bar.AtLeast(2);

    // search
    public static readonly Bar CommonWordsFts5 = Bar.AtLeast(200);
    public static readonly Bar CommonWordsPostgres = Bar.AtLeast(100);
    public static readonly Bar RareWords = Bar.AtLeast(5);
    public static readonly Bar TwoWordsFts5 = Bar.AtLeast(10);
    public static readonly Bar NoSlower = Bar.AtLeast(1);

    // siblings
    public static readonly Bar Filter = Bar.AtMost(2);
    public static readonly Bar WithAlternatives = Bar.AtMost(5);
    public static readonly Bar Summary = Bar.AtMost(4);
    public static readonly Bar SummaryByMonth = Bar.AtMost(2);
    public static readonly Bar Crossing = Bar.AtMost(1);
    public static readonly Bar ArticlesInOrder = Bar.AtMost(2);
    public static readonly Bar ArticlesByQuery = Bar.AtMost(1);
    public static readonly Bar SimilarOverSearch = Bar.AtMost(1.2);

    // reconcile
    public static readonly Bar ReconcileMilliseconds = Bar.AtMost(50);

    // load
    public static readonly Bar FirstCompileOverScan = Bar.AtMost(10);
    public static readonly Bar StartCompiledSeconds = Bar.AtMost(0.6);
    public static readonly Bar StartCompiledOverBare = Bar.AtMost(4);
    public static readonly Bar PrivateOverJson = Bar.AtMost(0.2);
    public static readonly Bar ResidentOverJson = Bar.AtMost(1);

    // change
    public static readonly Bar ChangeSeconds = Bar.AtMost(5);
    public static readonly Bar EightRevisionsOverOne = Bar.AtMost(2.8);
    public static readonly Bar LateWhileReloading = Bar.AtMost(2);
    public static readonly Bar LateWhileReloadingSaturated = Bar.AtMost(3);
    public static readonly Bar RateWhileReloading = Bar.AtLeast(0.7);

    // reloads
    public static readonly Bar PrivateAfterReloads = Bar.AtMost(1.1);

    // scale
    public static readonly Bar GetOfLarge = Bar.AtMost(2);
    public static readonly Bar FilterOfLarge = Bar.AtMost(2);
    public static readonly Bar EquallyFrequentWordsOfLarge = Bar.AtMost(2);
    public static readonly Bar EqualShareWordsOfLarge = Bar.AtMost(10);
    public static readonly Bar PeakOfLargeGiB = Bar.AtMost(10);

    // start
    public static readonly Bar StartOverBare = Bar.AtMost(1.3);

    // export
    public static readonly Bar Export = Bar.AtLeast(0.1);
}
