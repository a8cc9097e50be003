using System.Diagnostics;

namespace Claims.Benchmarks;

/// <summary>
/// How long something takes, in microseconds: the median of at least five runs, and of more as long as they are short,
/// after some to warm up.
/// </summary>
internal static class Timing
{
    private const int FewestRuns = 5;
    private const int MostRuns = 501;

    private static readonly TimeSpan _warmUp = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _length = TimeSpan.FromMilliseconds(200);

    public static double Of(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        do run();
        while (Stopwatch.GetElapsedTime(start) < _warmUp);

        var times = new List<double>();
        start = Stopwatch.GetTimestamp();
        while (IsWanted(times.Count, start))
        {
            var before = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }

        return Quantile.Median(times);
    }

    public static Task<double> OfAsync(Func<Task> run) => OfAsync(async () =>
    {
        var before = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(before).TotalMicroseconds;
    });

    /// <summary>The same of what is timed by itself.</summary>
    public static async Task<double> OfAsync(Func<Task<double>> run)
    {
        var start = Stopwatch.GetTimestamp();
        do await run();
        while (Stopwatch.GetElapsedTime(start) < _warmUp);

        var times = new List<double>();
        start = Stopwatch.GetTimestamp();
        while (IsWanted(times.Count, start)) times.Add(await run());
        return Quantile.Median(times);
    }

    /// <summary>How long two things take, in turn: the least of each, since whatever else the machine does only adds to
    /// it, and would add to one alone.</summary>
    public static (double One, double Other) OfPair(Action one, Action other)
    {
        one();
        other();
        var (ones, others) = (new List<double>(), new List<double>());
        var start = Stopwatch.GetTimestamp();
        while (IsWanted(ones.Count, start))
        {
            ones.Add(TimeOf(one));
            others.Add(TimeOf(other));
        }

        return (ones.Min(), others.Min());

        static double TimeOf(Action run)
        {
            var before = Stopwatch.GetTimestamp();
            run();
            return Stopwatch.GetElapsedTime(before).TotalMicroseconds;
        }
    }

    private static bool IsWanted(int runs, long start) =>
        runs < FewestRuns || (runs < MostRuns && Stopwatch.GetElapsedTime(start) < _length);
}
