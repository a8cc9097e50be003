using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>start</c>: the time from start to serving the shipped corpus, as a multiple of what the bare service takes, both
/// published as they are for users.
/// </summary>
internal static class StartTime
{
    private const int Starts = 21;

    public static async Task<int> RunAsync()
    {
        using var published = await Published.MakeAsync();

        // Once to warm up: the files' cache, and the client here.
        await TimeAsync(() => Starting.ServeAsync(published.Server));
        await TimeAsync(() => Starting.ServeBareAsync(published.Bare));
        var (ours, bares) = (new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
        {
            ours.Add(await TimeAsync(() => Starting.ServeAsync(published.Server)));
            bares.Add(await TimeAsync(() => Starting.ServeBareAsync(published.Bare)));
        }

        var ratio = Quantile.Median(ours.Zip(bares, (our, other) => our / other));
        var table = new Table($"start to serving, {Starts} times", "median ms", "least", "most");
        table.Row(["ours", .. Cells(ours)]);
        table.Row(["bare", .. Cells(bares)]);
        return Bars.StartOverBare.Judge("median of ours ÷ bare", ratio) ? 0 : 1;
    }

    private static IEnumerable<string> Cells(List<double> times) =>
        [Invariant($"{Quantile.Median(times):F0}"), Invariant($"{times.Min():F0}"), Invariant($"{times.Max():F0}")];

    private static async Task<double> TimeAsync(Func<Task<(ServerProcess Server, TimeSpan Time)>> start)
    {
        var (server, time) = await start();
        await server.DisposeAsync();
        return time.TotalMilliseconds;
    }
}
