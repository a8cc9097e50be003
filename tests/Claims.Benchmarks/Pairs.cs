using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// Two servers under the same load in turn. Machines are not equally fast all the time, so only runs next to each other
/// are compared, of the same calls, and each pair is turned round after the last.
/// </summary>
/// <param name="Title">What is asked.</param>
/// <param name="Ours">The server, with who calls it.</param>
/// <param name="Peer">What it is compared with.</param>
/// <param name="Control">Another one like the peer, which shows how far a ratio strays by itself; or null.</param>
internal sealed record Pairs(string Title, Target Ours, Target Peer, Target? Control = null)
{
    /// <summary>Warms up, and measures so many pairs of so many calls.</summary>
    /// <returns>Whether the median of ours ÷ peer reaches a bar.</returns>
    public async Task<bool> CompareAsync(int pairs, int count, int warmUp, Bar bar)
    {
        foreach (var target in Targets) await target.RunAsync(warmUp, seed: 0);
        var measured = new List<Dictionary<Target, Throughput>>();
        for (var pair = 0; pair < pairs; pair++)
        {
            // The peer in the middle is a neighbour of both.
            var loads = new Dictionary<Target, Throughput>();
            foreach (var target in pair % 2 == 0 ? Targets : Targets.AsEnumerable().Reverse())
            {
                loads[target] = await target.RunAsync(count, seed: pair + 1);
            }

            measured.Add(loads);
        }

        var table = new Table($"{Title,-48}", "calls/s", "÷ peer", "least", "most", "p50 µs", "p99 µs", "CPU µs");
        foreach (var target in Targets)
        {
            double Median(Func<Throughput, double> value) => Quantile.Median(measured.Select(loads => value(loads[target])));
            var ratios = measured.Select(loads => RatioOf(loads, target)).ToList();
            table.Row(target.Name.PadRight(48), Invariant($"{Median(run => run.Load.CallsPerSecond):F0}"),
                Invariant($"{Quantile.Median(ratios):F3}"), Invariant($"{ratios.Min():F3}"), Invariant($"{ratios.Max():F3}"),
                Invariant($"{Median(run => run.Load.Median):F0}"), Invariant($"{Median(run => run.Load.Late):F0}"),
                Invariant($"{Median(run => run.ProcessorTime.TotalMicroseconds):F1}"));
        }

        var ratio = Quantile.Median(measured.Select(loads => RatioOf(loads, Ours)));
        var isMet = bar.Judge(Invariant($"{Ours.Name} ÷ {Peer.Name}, median of {pairs} pairs of {count} calls"), ratio);
        Console.Out.WriteLine();
        return isMet;
    }

    private double RatioOf(Dictionary<Target, Throughput> loads, Target target) =>
        loads[target].Load.CallsPerSecond / loads[Peer].Load.CallsPerSecond;

    private Target[] Targets => Control is null ? [Ours, Peer] : [Ours, Peer, Control];
}

/// <summary>A server with who calls it.</summary>
internal sealed record Target(string Name, ChildProcess Server, string Address, LoadGenerator Caller)
{
    public async Task<Throughput> RunAsync(int count, int seed)
    {
        var before = Server.ProcessorTime;
        var load = await Caller.RunAsync(Address, count, seed);
        return new(load, (Server.ProcessorTime - before) / count);
    }
}

/// <summary>How fast a server answered, and what each answer cost it of the processors.</summary>
internal readonly record struct Throughput(Load Load, TimeSpan ProcessorTime);
