using System.Diagnostics;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>load CORPUS</c>: the time from start to serving a corpus, as a multiple of what it takes to read every token of the
/// same files and do nothing with it; and the memory it takes, as a share of the files without white space.
/// </summary>
internal static class LoadTime
{
    private const double TimeBar = 4;
    private const double ResidentBar = 1;
    private const double PeakBar = 1.6;

    private const int Runs = 5;

    // Long enough for what loading left behind to be given back, where it is.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string corpus)
    {
        var size = (double)CorpusFiles.CompactSize(corpus);
        CorpusFiles.Scan(corpus, processors: 2);
        var runs = new List<Run>();
        var table = new Table(
            "run", "scan s", "serving s", "÷ scan", "resident MiB", "÷ corpus", "after 10 s", "peak MiB", "÷ corpus ");
        for (var number = 1; number <= Runs; number++)
        {
            var start = Stopwatch.GetTimestamp();
            CorpusFiles.Scan(corpus, processors: 2);
            var scan = Stopwatch.GetElapsedTime(start);
            var (server, serving) = await Starting.ServeAsync(
                "Claims.Server", $"--Corpus:Path={Path.GetFullPath(corpus)}", "--Corpus:CachePath=");
            await using (server)
            {
                var resident = Starting.Memory(server, "VmRSS");
                await Task.Delay(_settling);
                runs.Add(new(scan / TimeSpan.FromSeconds(1), serving / TimeSpan.FromSeconds(1), resident / size,
                    Starting.Memory(server, "VmRSS") / size, Starting.Memory(server, "VmHWM") / size));
            }

            Print($"{number}", runs[^1..]);
        }

        Print("median", runs);
        Console.Out.WriteLine(Invariant($"\nthe corpus has {size / (1 << 20):F0} MiB as compact JSON"));
        var isMet = Bar.AtMost("serving ÷ scan", Quantile.Median(runs.Select(run => run.Serving / run.Scan)), TimeBar);
        isMet &= Bar.AtMost("resident ÷ corpus", Quantile.Median(runs.Select(run => run.Resident)), ResidentBar);
        return isMet & Bar.AtMost("peak ÷ corpus", Quantile.Median(runs.Select(run => run.Peak)), PeakBar) ? 0 : 1;

        void Print(string head, List<Run> of)
        {
            double Median(Func<Run, double> value) => Quantile.Median(of.Select(value));
            table.Row(head, Invariant($"{Median(run => run.Scan):F2}"), Invariant($"{Median(run => run.Serving):F2}"),
                Invariant($"{Median(run => run.Serving / run.Scan):F2}"),
                Invariant($"{Median(run => run.Resident) * size / (1 << 20):F0}"),
                Invariant($"{Median(run => run.Resident):F2}"), Invariant($"{Median(run => run.Settled):F2}"),
                Invariant($"{Median(run => run.Peak) * size / (1 << 20):F0}"), Invariant($"{Median(run => run.Peak):F2}"));
        }
    }

    // Seconds, and shares of the corpus's size.
    private sealed record Run(double Scan, double Serving, double Resident, double Settled, double Peak);
}
