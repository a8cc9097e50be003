using System.Globalization;
using Claims.V1;
using Google.Protobuf;
using Grpc.Net.Client;

namespace Claims.Benchmarks;

/// <summary>
/// <c>wire</c>: GetClaim of a median-size claim of the shipped corpus, as a share of what a <see cref="BareService"/>
/// does that answers as many bytes. Machines are not equally fast all the time, so only runs next to each other are
/// compared; a second bare service, the control, shows how far such a ratio strays by itself.
/// </summary>
internal static class Wire
{
    private const double Bar = 0.9;
    private const int Pairs = 5;

    // Until the runtime has optimized what the requests run through, with some to spare.
    private const int WarmUpCount = 240_000;
    private const int Count = 400_000;

    public static async Task<int> RunAsync()
    {
        await using var server = await ServerProcess.StartAsync("Claims.Server", "serve");
        var claim = await MedianClaimAsync(server.Address);
        var size = claim.CalculateSize();
        await using var bareServer = await ServerProcess.StartAsync("Claims.Benchmarks", "bare", $"{size}");
        await using var controlServer = await ServerProcess.StartAsync("Claims.Benchmarks", "bare", $"{size}");

        var request = new GetClaimRequest { Name = claim.Name }.ToByteArray();
        var ours = new UnaryCall(server, "claims.v1.ClaimsService", "GetClaim", request, size);
        var bare = new UnaryCall(bareServer, "bare.v1.ConstantService", "GetClaim", request, size);
        var control = bare with { Server = controlServer };

        Console.Out.WriteLine($"GetClaim of {claim.Name}, {size} bytes");
        foreach (var call in new[] { ours, bare, control })
        {
            await call.VerifyAsync();
            await call.MeasureAsync(WarmUpCount);
        }

        var ratio = await CompareAsync(ours, bare, control);
        await PrintLatenciesAsync("ours", ours);
        await PrintLatenciesAsync("bare", bare);
        foreach (var call in new[] { ours, bare, control }) await call.VerifyAsync();

        var isMet = ratio >= Bar;
        Console.Out.WriteLine(Text($"median of ours ÷ bare {ratio:F3}, bar {Bar}: {(isMet ? "met" : "missed")}"));
        return isMet ? 0 : 1;
    }

    private static async Task<Claim> MedianClaimAsync(string address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new ClaimsService.ClaimsServiceClient(channel);
        var list = await client.ListClaimsAsync(new ListClaimsRequest { Parent = "articles/-", PageSize = 1000 });
        return list.Claims.OrderBy(claim => claim.CalculateSize()).ElementAt(list.Claims.Count / 2);
    }

    /// <returns>The median of ours ÷ bare.</returns>
    private static async Task<double> CompareAsync(UnaryCall ours, UnaryCall bare, UnaryCall control)
    {
        var table = new Table("pair", "ours req/s", "bare req/s", "ours ÷ bare", "control req/s", "control ÷ bare",
            "ours CPU µs/req", "bare CPU µs/req");
        var pairs = new List<Pair>();
        for (var number = 1; number <= Pairs; number++)
        {
            // Bare in the middle is a neighbour of both; turning round takes out a machine that slows down or speeds up.
            UnaryCall[] calls = number % 2 == 1 ? [ours, bare, control] : [control, bare, ours];
            var measured = new Dictionary<UnaryCall, Throughput>();
            foreach (var call in calls) measured[call] = await call.MeasureAsync(Count);
            pairs.Add(new(measured[ours], measured[bare], measured[control]));
            Print(table, $"{number}", pairs[^1..]);
        }

        Print(table, "median", pairs);
        return Quantile.Median(pairs.Select(pair => pair.OursToBare));
    }

    private static void Print(Table table, string head, List<Pair> pairs)
    {
        double Median(Func<Pair, double> value) => Quantile.Median(pairs.Select(value));
        table.Row(head,
            Text($"{Median(pair => pair.Ours.RequestsPerSecond):F0}"),
            Text($"{Median(pair => pair.Bare.RequestsPerSecond):F0}"),
            Text($"{Median(pair => pair.OursToBare):F3}"),
            Text($"{Median(pair => pair.Control.RequestsPerSecond):F0}"),
            Text($"{Median(pair => pair.ControlToBare):F3}"),
            Text($"{Median(pair => pair.Ours.ProcessorTime.TotalMicroseconds):F1}"),
            Text($"{Median(pair => pair.Bare.ProcessorTime.TotalMicroseconds):F1}"));
    }

    private static async Task PrintLatenciesAsync(string head, UnaryCall call)
    {
        var latencies = await call.LatenciesAsync(Count);
        var (p50, p99) = (Quantile.Of(latencies, 0.5), Quantile.Of(latencies, 0.99));
        Console.Out.WriteLine(Text($"{head}: an answer in {p50:F1} ms (p50), {p99:F1} ms (p99)"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Pair(Throughput Ours, Throughput Bare, Throughput Control)
    {
        public double OursToBare => Ours.RequestsPerSecond / Bare.RequestsPerSecond;

        public double ControlToBare => Control.RequestsPerSecond / Bare.RequestsPerSecond;
    }
}
