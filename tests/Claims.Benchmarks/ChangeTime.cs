using System.Diagnostics;
using System.Globalization;
using Claims.V1;
using Google.Protobuf;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>change CORPUS</c>: how long it takes until a change of one file is served, what calls feel of it meanwhile, and
/// what eight revisions that differ by a file each take of memory, as a multiple of one.
/// </summary>
internal static class ChangeTime
{
    private const int Runs = 3;
    private const int NameCount = 10_000;

    // What the server keeps unless told otherwise.
    private const int Revisions = 8;

    public static async Task<int> RunAsync(string corpus)
    {
        var names = CorpusFiles.RandomClaimNames(corpus, NameCount);
        await using var changing = await ChangingServer.StartAsync(corpus);
        var gets = await RecordedCalls.RecordAsync(changing.Server.Address, "claims.v1.ClaimsService", "GetClaim",
            [.. names.Select(name => new GetClaimRequest { Name = name }.ToByteArray())]);
        var isMet = await MeasureChangesAsync(changing);

        // One text changes while they are asked for, which the answers' sizes must not tell.
        var steady = gets with { Calls = await SteadyAsync(changing, gets) };
        isMet &= await MeasureLowLoadAsync(changing, names);
        return isMet & await MeasureSaturatedAsync(changing, steady) ? 0 : 1;
    }

    private static async Task<bool> MeasureChangesAsync(ChangingServer changing)
    {
        var table = new Table("change", "until served s", "private MiB", "mapped files MiB", "resident of them MiB");
        var one = Print(0, TimeSpan.Zero);
        var times = new List<double>();
        for (var change = 1; change < Revisions; change++)
        {
            var time = await changing.ChangeAsync();
            times.Add(time.TotalSeconds);
            Print(change, time);
        }

        // The first one is Revisions - 1 changes old, and held.
        var all = MappedFiles(changing);
        return Bars.ChangeSeconds.Judge("until a change is served, s, median", Quantile.Median(times))
            & Bars.EightRevisionsOverOne.Judge($"mapped files of {Revisions} revisions ÷ of one", (double)all / one);

        long Print(int change, TimeSpan time)
        {
            const double MiB = 1 << 20;
            var (memory, mapped) = (Memory.Of(changing.Server.Child), MappedFiles(changing));
            table.Row($"{change}", Invariant($"{time.TotalSeconds:F2}"), Invariant($"{memory.Private / MiB:F1}"),
                Invariant($"{mapped / MiB:F1}"), Invariant($"{memory.Mapped / MiB:F1}"));
            return mapped;
        }
    }

    // Bytes of the files of the cache that are mapped, whether or not they are in memory, each mapping once.
    private static long MappedFiles(ChangingServer changing)
    {
        var bytes = 0L;
        foreach (var line in File.ReadLines($"/proc/{changing.Server.Child.Process.Id}/maps"))
        {
            if (!line.Contains(changing.CachePath, StringComparison.Ordinal)) continue;
            var range = line[..line.IndexOf(' ', StringComparison.Ordinal)].Split('-');
            bytes += Number(range[1]) - Number(range[0]);
        }

        return bytes;

        static long Number(string digits) => long.Parse(digits, NumberStyles.HexNumber, null);
    }

    private static async Task<IReadOnlyList<(byte[] Request, int ResponseSize)>> SteadyAsync(
        ChangingServer changing, RecordedCalls before)
    {
        var after = await RecordedCalls.RecordAsync(
            changing.Server.Address, before.Service, before.Method, [.. before.Calls.Select(call => call.Request)]);
        return [.. after.Calls.Zip(before.Calls).Where(pair => pair.First.ResponseSize == pair.Second.ResponseSize)
            .Select(pair => pair.First)];
    }

    // One call after the other, with a pause between them, so that none waits for another.
    private static async Task<bool> MeasureLowLoadAsync(ChangingServer changing, IReadOnlyList<string> names)
    {
        await CallAsync(Task.Delay(5000));
        var (before, during) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            before.Add(await CallAsync(Task.Delay(5000)));
            during.Add(await CallAsync(changing.ChangeAsync()));
        }

        var table = new Table($"{"GetClaim, one at a time, now and then",-44}", "p99 µs");
        table.Row("idle".PadRight(44), Invariant($"{Quantile.Median(before):F0}"));
        table.Row("while a change is loaded".PadRight(44), Invariant($"{Quantile.Median(during):F0}"));
        return Bars.LateWhileReloading.Judge("p99 while loading ÷ idle, low load, median",
            Quantile.Median(during.Zip(before, (loading, idle) => loading / idle)));

        async Task<double> CallAsync(Task end)
        {
            var latencies = new List<double>();
            for (var i = 0; !end.IsCompleted; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await changing.Client.GetClaimAsync(new() { Name = names[i % names.Count] });
                latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                await Task.Delay(1);
            }

            await end;
            return Quantile.Of(latencies, 0.99);
        }
    }

    private static async Task<bool> MeasureSaturatedAsync(ChangingServer changing, RecordedCalls gets)
    {
        var address = changing.Server.Address;
        await using var caller = new LoadGenerator(gets, connections: 8, atATime: 32);
        await caller.RunUntilAsync(address, Task.Delay(5000), seed: 0);
        var (before, during) = (new List<Load>(), new List<Load>());
        for (var run = 0; run < Runs; run++)
        {
            before.Add(await caller.RunUntilAsync(address, Task.Delay(5000), run + 1));
            during.Add(await caller.RunUntilAsync(address, changing.ChangeAsync(), run + 1));
        }

        var table = new Table($"{"GetClaim, as many as are answered",-44}", "calls/s", "p99 µs");
        foreach (var (name, loads) in new[] { ("before", before), ("while a change is loaded", during) })
        {
            table.Row(name.PadRight(44), Invariant($"{Quantile.Median(loads.Select(load => load.CallsPerSecond)):F0}"),
                Invariant($"{Quantile.Median(loads.Select(load => load.Late)):F0}"));
        }

        return Bars.LateWhileReloadingSaturated.Judge(
                "p99 while loading ÷ before, saturated, median", Ratio(load => load.Late))
            & Bars.RateWhileReloading.Judge("throughput then ÷ before, median", Ratio(load => load.CallsPerSecond));

        double Ratio(Func<Load, double> value) =>
            Quantile.Median(during.Zip(before, (loading, idle) => value(loading) / value(idle)));
    }
}
