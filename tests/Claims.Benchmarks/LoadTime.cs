using System.Diagnostics;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>load CORPUS</c>: the time from start to serving a corpus, first with nothing compiled before, as a multiple of what
/// it takes to read every token of the same files and do nothing with it; then with what was kept, as a multiple of a
/// bare service's start; and the memory it takes, as a share of the files without white space.
/// </summary>
internal static class LoadTime
{
    private const int Runs = 5;

    // Long enough for what loading left behind to be given back, where it is.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string corpus)
    {
        using var published = await Published.MakeAsync();
        var size = (double)CorpusFiles.CompactSize(corpus);
        CorpusFiles.Scan(corpus, processors: 2);
        var runs = new List<Run>();
        var table = new Table("run", "scan s", "first s", "÷ scan", "private MiB", "÷ JSON", "resident ÷ JSON",
            "peak ÷ JSON", "compiled s", "÷ bare", "private MiB");
        for (var number = 1; number <= Runs; number++)
        {
            runs.Add(await MeasureAsync(corpus, published));
            Print($"{number}", runs[^1..]);
        }

        Print("median", runs);
        Console.Out.WriteLine(Invariant($"\nthe corpus has {size / (1 << 20):F0} MiB as compact JSON"));
        var isMet = Bars.FirstCompileOverScan.Judge("first start ÷ scan", Median(runs, run => run.First / run.Scan));
        isMet &= Bars.StartCompiledSeconds.Judge("start compiled before, s", Median(runs, run => run.Compiled));
        isMet &= Bars.StartCompiledOverBare.Judge("the same ÷ bare", Median(runs, run => run.Compiled / run.Bare));
        isMet &= Bars.PrivateOverJson.Judge("private memory ÷ JSON", Median(runs, run => run.Memory.Private / size));
        isMet &= Bars.ResidentOverJson.Judge("with mapped ÷ JSON", Median(runs, run => run.Memory.Resident / size));
        return isMet ? 0 : 1;

        void Print(string head, List<Run> of)
        {
            const double MiB = 1 << 20;
            table.Row(head,
                Invariant($"{Median(of, run => run.Scan):F2}"), Invariant($"{Median(of, run => run.First):F2}"),
                Invariant($"{Median(of, run => run.First / run.Scan):F2}"),
                Invariant($"{Median(of, run => run.Memory.Private / MiB):F0}"),
                Invariant($"{Median(of, run => run.Memory.Private / size):F2}"),
                Invariant($"{Median(of, run => run.Memory.Resident / size):F2}"),
                Invariant($"{Median(of, run => run.Peak / size):F2}"),
                Invariant($"{Median(of, run => run.Compiled):F2}"),
                Invariant($"{Median(of, run => run.Compiled / run.Bare):F2}"),
                Invariant($"{Median(of, run => run.CompiledMemory.Private / MiB):F0}"));
        }
    }

    private static double Median(List<Run> runs, Func<Run, double> value) => Quantile.Median(runs.Select(value));

    private static async Task<Run> MeasureAsync(string corpus, Published published)
    {
        var cache = Directory.CreateTempSubdirectory("claims-load-").FullName;
        try
        {
            var start = Stopwatch.GetTimestamp();
            CorpusFiles.Scan(corpus, processors: 2);
            var scan = Stopwatch.GetElapsedTime(start);
            string[] settings = [$"--Corpus:Path={Path.GetFullPath(corpus)}", $"--Corpus:CachePath={cache}"];
            var (first, firstTime) = await Starting.ServeAsync(published.Server, settings);
            Memory memory;
            long peak;
            await using (first)
            {
                await Task.Delay(_settling);
                (memory, peak) = (Memory.Of(first.Child), Memory.PeakResident(first.Child));
            }

            var (compiled, compiledTime) = await Starting.ServeAsync(published.Server, settings);
            await using (compiled)
            {
                var compiledMemory = Memory.Of(compiled.Child);
                var (bare, bareTime) = await Starting.ServeBareAsync(published.Bare);
                await bare.DisposeAsync();
                return new(scan.TotalSeconds, firstTime.TotalSeconds, memory, peak, compiledTime.TotalSeconds,
                    compiledMemory, bareTime.TotalSeconds);
            }
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    // Times in seconds; the memory some time after the first start, and right after the one with what was compiled.
    private sealed record Run(
        double Scan, double First, Memory Memory, double Peak, double Compiled, Memory CompiledMemory, double Bare);
}
