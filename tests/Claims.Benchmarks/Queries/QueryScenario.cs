using System.Buffers;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using static System.FormattableString;

namespace Claims.Benchmarks.Queries;

/// <summary>
/// <c>query CORPUS [--plans]</c>: the first page of 50 and the exact total of each filter of <see cref="QueryMix"/>, beside
/// PostgreSQL and SQLite on the same claims, one call at a time. All must answer the same names and totals before
/// anything is timed.
/// </summary>
internal static class QueryScenario
{
    private const int WarmUpRounds = 300;

    private static readonly Marshaller<byte[]> _asItIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    public static async Task<int> RunAsync(string corpus, bool plans)
    {
        await using var server = await ServerProcess.ServeAsync(corpus);
        var revision = CorpusFiles.Load(corpus);
        var table = new ClaimTable(revision);
        await using var postgres = await PostgresClaims.LoadAsync(table);
        using var sqlite = new SqliteClaims(table);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var held = new HeldRevisions(revision);
        var run = new Run(table, held, postgres, sqlite, channel.CreateCallInvoker());
        var queries = QueryMix.Of(table);
        Console.Out.WriteLine($"{table.Rows.Length} claims; times in microseconds");
        await run.WarmUpAsync(queries);
        var head = new Table($"{"query",-44}", "matches", "ours", "PostgreSQL", "÷ ours", "SQLite", "÷ ours", "gRPC",
            "Npgsql", "Npgsql ÷ gRPC", "fastest forms");
        var results = new List<Result>();
        foreach (var query in queries)
        {
            var result = await run.MeasureAsync(query, plans);
            results.Add(result);
            head.Row(query.Title.PadRight(44), $"{result.Matches}", Invariant($"{result.Ours:F1}"),
                Invariant($"{result.Postgres:F0}"), Invariant($"{result.PostgresRatio:F1}"),
                Invariant($"{result.Sqlite:F0}"), Invariant($"{result.SqliteRatio:F1}"),
                Invariant($"{result.Grpc:F0}"), Invariant($"{result.Npgsql:F0}"),
                Invariant($"{result.WireRatio:F1}"), result.Forms);
        }

        foreach (var plan in run.Plans) Console.Out.WriteLine($"\n{plan}");
        return Judge(results) ? 0 : 1;
    }

    private static bool Judge(List<Result> results)
    {
        var many = results.Where(result => result.Matches >= QueryMix.PageSize).ToList();
        var few = results.Where(result => result.Matches < QueryMix.PageSize).ToList();
        var isMet = Bars.Postgres.Judge("PostgreSQL ÷ ours, least", results.Min(result => result.PostgresRatio));
        var median = Quantile.Median(results.Select(result => result.SqliteRatio));
        isMet &= Bars.SqliteMedian.Judge("SQLite ÷ ours, median", median);
        isMet &= Bars.Sqlite.Judge("SQLite ÷ ours, least of 50 or more", many.Min(result => result.SqliteRatio));
        if (few.Count > 0)
        {
            Console.Out.WriteLine(Invariant($"\nSQLite ÷ ours, least of fewer: {few.Min(result => result.SqliteRatio):F2}"));
        }

        return isMet;
    }

    private sealed class Run(
        ClaimTable table, HeldRevisions held, PostgresClaims postgres, SqliteClaims sqlite, CallInvoker invoker)
    {
        private static readonly Method<byte[], byte[]> _list =
            new(MethodType.Unary, "claims.v1.ClaimsService", "ListClaims", _asItIs, _asItIs);

        private readonly ClaimsRpc _rpc = new(held);
        private readonly ServerCallContext _call = InProcessCall.Of(held.Current);
        private readonly ArrayBufferWriter<byte> _page = new(1 << 20);

        /// <summary>How PostgreSQL answers, where it is wanted.</summary>
        public List<string> Plans { get; } = [];

        /// <summary>Runs the mix until the runtimes on both sides have optimized what it runs through.</summary>
        public async Task WarmUpAsync(IReadOnlyList<Query> queries)
        {
            for (var round = 0; round < WarmUpRounds; round++)
            {
                foreach (var query in queries)
                {
                    Ask(query.Request);
                    await CallAsync(query.Request.ToByteArray());
                }
            }
        }

        public async Task<Result> MeasureAsync(Query query, bool plans)
        {
            Ask(query.Request);
            var answer = Answer.Of(ListClaimsResponse.Parser.ParseFrom(_page.WrittenSpan));
            var request = query.Request.ToByteArray();
            var sent = ListClaimsResponse.Parser.ParseFrom(await CallAsync(request));
            Answer.Of(sent).MustEqual(answer, query.Title, "ours in process");
            var ours = Timing.Of(() => Ask(query.Request));
            var grpc = await Timing.OfAsync(() => CallAsync(request));
            var (executed, npgsql, postgresForms) = await MeasurePostgresAsync(query, answer, plans);
            var (stepped, sqliteForms) = MeasureSqlite(query, answer);
            return new(answer.Total, ours, grpc, executed, npgsql, stepped, $"{postgresForms}; {sqliteForms}");
        }

        // What the rpc does for a request that was read, up to the bytes that are sent.
        private void Ask(ListClaimsRequest request)
        {
            var answer = _rpc.ListClaims(request, _call).Encoding;
            _page.ResetWrittenCount();
            answer.WriteNext(_page);
        }

        // Bytes, as those come that PostgreSQL sends: what a client makes of a claim is alike for both.
        private async Task<byte[]> CallAsync(byte[] request) =>
            await invoker.AsyncUnaryCall(_list, null, new CallOptions(), request);

        private async Task<(double Execution, double Npgsql, string Forms)> MeasurePostgresAsync(
            Query query, Answer answer, bool plans)
        {
            var (fastest, execution, forms) = await postgres.FastestAsync(table, query, answer);
            if (plans)
            {
                foreach (var statement in new[] { fastest.Page, fastest.Total })
                {
                    Plans.Add($"-- {query.Title}\n{statement}\n{await postgres.PlanAsync(statement)}");
                }
            }

            await using var prepared = await PostgresClaims.PrepareAsync(postgres.Connection, fastest);
            return (execution, await Timing.OfAsync(() => PostgresClaims.AskAsync(prepared)), forms);
        }

        private (double Time, string Forms) MeasureSqlite(Query query, Answer answer)
        {
            var pages = new List<double>();
            var totals = new List<double>();
            foreach (var form in SqliteClaims.Forms)
            {
                using var prepared = sqlite.Prepare(new FilterSql(table, form).Of(query.Request));
                var stepped = prepared.ReadPage();
                stepped.Total = prepared.Count();
                stepped.MustEqual(answer, query.Title, "SQLite");
                pages.Add(Timing.Of(() => prepared.ReadPage()));
                totals.Add(Timing.Of(() => prepared.Count()));
            }

            var (page, total) = (pages.IndexOf(pages.Min()), totals.IndexOf(totals.Min()));
            return (pages[page] + totals[total], $"{SqliteClaims.Forms[page].Name} + {SqliteClaims.Forms[total].Name}");
        }
    }

    // Times in microseconds.
    private sealed record Result(
        long Matches, double Ours, double Grpc, double Postgres, double Npgsql, double Sqlite, string Forms)
    {
        public double PostgresRatio => Postgres / Ours;

        public double SqliteRatio => Sqlite / Ours;

        public double WireRatio => Npgsql / Grpc;
    }
}
