using System.Diagnostics;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using static System.FormattableString;

namespace Claims.Benchmarks.Queries;

/// <summary>
/// <c>crowd CORPUS</c>: many clients of one process at once, each asking for the first page and the total of a filter
/// again and again: ours over gRPC on one channel, PostgreSQL through Npgsql on as many open connections as there are
/// clients, with prepared statements. The filters are those of <see cref="QueryMix"/> that some thousands of claims match
/// or fewer, of which the call is much of the work. Both must answer the same before anything is timed.
/// </summary>
internal static class CrowdScenario
{
    private const int Clients = 32;
    private const int FewestMatches = 1;
    private const int MostMatches = 5000;
    private const int Runs = 5;

    private static readonly TimeSpan _length = TimeSpan.FromSeconds(2);
    private static readonly Marshaller<byte[]> _asItIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private static readonly Method<byte[], byte[]> _list =
        new(MethodType.Unary, "claims.v1.ClaimsService", "ListClaims", _asItIs, _asItIs);

    public static async Task<int> RunAsync(string corpus)
    {
        await using var server = await ServerProcess.ServeAsync(corpus);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var invoker = channel.CreateCallInvoker();
        var (postgres, asked) = await LoadAsync(corpus, invoker);
        await using (postgres)
        {
            var connections = new NpgsqlConnection[Clients];
            for (var client = 0; client < Clients; client++) connections[client] = await postgres.ConnectAsync();

            // Once for nothing, until the runtimes on both sides have optimized what they run through.
            await MeasureAsync(asked[0], server, invoker, postgres, connections);
            Console.Out.WriteLine($"{Clients} clients at once; processor time in microseconds a request");
            var table = new Table($"{"query",-44}", "matches", "ours/s", "Npgsql/s", "ours ÷", "server", "PostgreSQL",
                "÷ ours", "gRPC client", "Npgsql client");
            var results = new List<Result>();
            foreach (var one in asked)
            {
                var result = await MeasureAsync(one, server, invoker, postgres, connections);
                results.Add(result);
                var (ours, peer) = (result.Ours, result.Peer);
                table.Row(one.Query.Title.PadRight(44), $"{one.Matches}",
                    Invariant($"{ours.Rate:F0}"), Invariant($"{peer.Rate:F0}"), Invariant($"{result.RateRatio:F1}"),
                    Invariant($"{ours.Server:F0}"), Invariant($"{peer.Server:F0}"), Invariant($"{result.ServerRatio:F1}"),
                    Invariant($"{ours.Client:F0}"), Invariant($"{peer.Client:F0}"));
            }

            foreach (var connection in connections) await connection.DisposeAsync();
            return Bars.CrowdRate.Judge("requests a second, ours ÷ Npgsql, least", results.Min(result => result.RateRatio))
                & Bars.CrowdProcessorTime.Judge(
                    "processor time a request, PostgreSQL ÷ ours, least", results.Min(result => result.ServerRatio)) ? 0 : 1;
        }
    }

    // The claims themselves are let go before anything is timed: this process is the client.
    private static async Task<(PostgresClaims Postgres, List<Asked> Asked)> LoadAsync(
        string corpus, CallInvoker invoker)
    {
        using var revision = CorpusFiles.Load(corpus);
        var table = new ClaimTable(revision);
        var postgres = await PostgresClaims.LoadAsync(table);
        try
        {
            var asked = new List<Asked>();
            foreach (var query in QueryMix.Of(table))
            {
                var answer = Answer.Of(ListClaimsResponse.Parser.ParseFrom(
                    await invoker.AsyncUnaryCall(_list, null, new CallOptions(), query.Request.ToByteArray())));
                if (answer.Total is < FewestMatches or > MostMatches) continue;
                var fastest = await postgres.FastestAsync(table, query, answer);
                asked.Add(new(query, fastest.Sql, answer.Total));
            }

            return asked.Count > 0
                ? (postgres, [.. asked.OrderBy(one => one.Matches)])
                : throw new ScenarioException($"No filter matches {FewestMatches} to {MostMatches} claims.");
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    private static async Task<Result> MeasureAsync(Asked asked, ServerProcess server, CallInvoker invoker,
        PostgresClaims postgres, NpgsqlConnection[] connections)
    {
        var request = asked.Query.Request.ToByteArray();
        var batches = new NpgsqlBatch[Clients];
        for (var client = 0; client < Clients; client++)
        {
            batches[client] = await PostgresClaims.PrepareAsync(connections[client], asked.Sql);
        }

        // Bytes on both sides: what a client makes of a claim is alike.
        Task<Run> OursAsync() => AskAsync(
            async _ => await invoker.AsyncUnaryCall(_list, null, new CallOptions(), request),
            () => server.Child.ProcessorTime);
        Task<Run> PeerAsync() => AskAsync(
            client => PostgresClaims.AskAsync(batches[client]), () => postgres.ProcessorTime);

        await OursAsync();
        await PeerAsync();
        var runs = new List<(Run Ours, Run Peer)>();
        for (var run = 0; run < Runs; run++) runs.Add((await OursAsync(), await PeerAsync()));
        foreach (var batch in batches) await batch.DisposeAsync();
        return new(Median(pair => pair.Ours), Median(pair => pair.Peer),
            Quantile.Median(runs.Select(pair => pair.Ours.Rate / pair.Peer.Rate)),
            Quantile.Median(runs.Select(pair => pair.Peer.Server / pair.Ours.Server)));

        Run Median(Func<(Run Ours, Run Peer), Run> side) => new(
            Quantile.Median(runs.Select(pair => side(pair).Rate)),
            Quantile.Median(runs.Select(pair => side(pair).Server)),
            Quantile.Median(runs.Select(pair => side(pair).Client)));
    }

    private static async Task<Run> AskAsync(Func<int, Task> ask, Func<TimeSpan> serverTime)
    {
        var (server, client) = (serverTime(), Environment.CpuUsage.TotalTime);
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(start) < _length; count++) await ask(number);
            return count;
        })));
        var time = Stopwatch.GetElapsedTime(start);
        var total = counts.Sum();
        return new(total / time.TotalSeconds, (serverTime() - server).TotalMicroseconds / total,
            (Environment.CpuUsage.TotalTime - client).TotalMicroseconds / total);
    }

    private sealed record Asked(Query Query, SqlQuery Sql, long Matches);

    // Requests a second, and what each took of the processors, in microseconds, on either side.
    private readonly record struct Run(double Rate, double Server, double Client);

    // Medians; the ratios are of runs next to each other, and above 1 where ours is better.
    private sealed record Result(Run Ours, Run Peer, double RateRatio, double ServerRatio);
}
