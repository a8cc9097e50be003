using System.Buffers;
using Claims.Benchmarks.Queries;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.V1;
using Grpc.Core;
using static System.FormattableString;

namespace Claims.Benchmarks.Searches;

/// <summary>
/// <c>search CORPUS</c>: the best ten and the exact total of each search of <see cref="SearchMix"/>, beside FTS5, which
/// must find the same ten with the same scores, and PostgreSQL's full-text search, which ranks otherwise, and must count
/// the same.
/// </summary>
internal static class SearchScenario
{
    private const int WarmUpRounds = 100;

    public static async Task<int> RunAsync(string corpus)
    {
        var revision = CorpusFiles.Load(corpus);
        var table = new ClaimTable(revision);
        var words = new ClaimWords(revision);
        var searches = SearchMix.Of(words);
        await using var postgres = await PostgresClaims.LoadAsync(table);
        var postgresSearch = await PostgresSearch.LoadAsync(postgres, table, words);
        using var sqlite = new SqliteClaims(table);
        var sqliteSearch = new SqliteSearch(sqlite, table, words);
        var held = new HeldRevisions(revision);
        var run = new Run(held, postgres, postgresSearch, sqliteSearch);

        Console.Out.WriteLine($"{table.Rows.Length} claims; times in microseconds");
        run.WarmUp(searches);
        var head = new Table(
            $"{"search",-40}", $"{"query",-32}", "matches", "ours", "FTS5", "÷ ours", "bar", "PostgreSQL", "÷ ours", "bar");
        var isMet = true;
        foreach (var search in searches)
        {
            var (matches, ours, fts5, gin) = await run.MeasureAsync(search);
            var (bar5, barGin) = (search.Class.Fts5, search.Class.Postgres);
            head.Row($"{search.Class.Name}: {search.Title}".PadRight(40), search.Request.Query.PadRight(32), $"{matches}",
                Invariant($"{ours:F1}"), Invariant($"{fts5:F0}"), Invariant($"{fts5 / ours:F1}"), Judged(fts5 / ours, bar5),
                Invariant($"{gin:F0}"), Invariant($"{gin / ours:F1}"), Judged(gin / ours, barGin));
            isMet &= bar5.IsMetBy(fts5 / ours) && barGin.IsMetBy(gin / ours);
        }

        return isMet ? 0 : 1;
    }

    private static string Judged(double ratio, Bar bar) =>
        Invariant($"{bar.Limit}{(bar.IsMetBy(ratio) ? "" : " missed")}");

    private sealed class Run(HeldRevisions held, PostgresClaims postgres, PostgresSearch postgresSearch, SqliteSearch sqlite)
    {
        private readonly ClaimsRpc _rpc = new(held);
        private readonly ServerCallContext _call = InProcessCall.Of(held.Current);
        private readonly ArrayBufferWriter<byte> _page = new(1 << 20);

        /// <summary>Runs the mix until the runtime has optimized what it runs through.</summary>
        public void WarmUp(IReadOnlyList<Search> searches)
        {
            for (var round = 0; round < WarmUpRounds; round++)
            {
                foreach (var search in searches) Ask(search.Request);
            }
        }

        public async Task<(long Matches, double Ours, double Fts5, double Gin)> MeasureAsync(Search search)
        {
            var title = $"{search.Title}: {search.Request.Query}";
            Ask(search.Request);
            var found = Found.Of(SearchClaimsResponse.Parser.ParseFrom(_page.WrittenSpan));
            using var prepared = sqlite.Prepare(search.Request);
            found.MustEqual(prepared.AskExactly(), title, "FTS5");
            found.MustBeAsMany(prepared.Ask(), title, "FTS5");

            var ours = Timing.Of(() => Ask(search.Request));
            var fts5 = Timing.Of(() => prepared.Ask());
            var pages = new List<double>();
            var totals = new List<double>();
            foreach (var statement in postgresSearch.Statements(search.Request))
            {
                found.MustBeAsMany(new Found { Total = await postgres.CountAsync(statement.Total) }, title, "PostgreSQL");
                pages.Add(await Timing.OfAsync(() => postgres.ExecutionAsync(statement.Page)));
                totals.Add(await Timing.OfAsync(() => postgres.ExecutionAsync(statement.Total)));
            }

            return (found.Total, ours, fts5, pages.Min() + totals.Min());
        }

        // What the rpc does for a request that was read, up to the bytes that are sent.
        private void Ask(SearchClaimsRequest request)
        {
            var answer = _rpc.SearchClaims(request, _call).Encoding;
            _page.ResetWrittenCount();
            answer.WriteNext(_page);
        }
    }
}
