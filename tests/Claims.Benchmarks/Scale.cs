using Claims.V1;
using Google.Protobuf;
using Grpc.Net.Client;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>scale SMALL LARGE</c>: how long single calls take of a large corpus, as a multiple of a small one: GetClaim of
/// random claims, ListClaims by filters that fifty claims or so match, and SearchClaims for two words, found in as many
/// claims of both, and in as large a share; and the most memory that the large one takes, from its first compile on.
/// </summary>
internal static class Scale
{
    private const string Service = "claims.v1.ClaimsService";
    private const int Runs = 7;
    private const int NameCount = 10_000;
    private const int Probes = 400;
    private const int WordPairs = 5;

    private static readonly (int First, int Second) _claimsOfWords = (2000, 500);
    private static readonly (double First, double Second) _shareOfWords = (0.01, 0.005);
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan _run = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string small, string large)
    {
        var cache = Directory.CreateTempSubdirectory("claims-scale-").FullName;
        try
        {
            // Compiled here, whatever was compiled before.
            await using var many = ServerProcess.Begin("Claims.Server", "serve",
                $"--Corpus:Path={Path.GetFullPath(large)}", $"--Corpus:CachePath={cache}", "--Web:Urls=");
            var end = new TaskCompletionSource();
            var peak = Memory.PeakPrivateAsync(many.Child, end.Task);
            await many.ListenAsync();
            await using var few = await ServerProcess.ServeAsync(small);
            var isMet = await CompareAsync(
                await Side.OfAsync(few, CorpusFiles.RandomClaimNames(small, NameCount)),
                await Side.OfAsync(many, CorpusFiles.RandomClaimNames(large, NameCount)));
            end.SetResult();
            const double GiB = 1 << 30;
            return isMet & Bars.PeakOfLargeGiB.Judge(
                "private memory of the large one at the most, GiB", await peak / GiB) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }
    }

    private static async Task<bool> CompareAsync(Side few, Side many)
    {
        var isMet = await CompareAsync("GetClaim, random", Bars.GetOfLarge,
            few, await few.GetsAsync(), many, await many.GetsAsync());
        var (fewFilters, manyFilters) =
            (await ScaleFilters.OfAsync(few.Client, few.Names.Take(Probes)),
            await ScaleFilters.OfAsync(many.Client, many.Names.Take(Probes)));
        var shape = ScaleFilters.NearestShape(fewFilters, manyFilters);
        var matches = $"{fewFilters.MeanOf(shape):F0} and {manyFilters.MeanOf(shape):F0}";
        isMet &= await CompareAsync($"ListClaims, {shape}, of {matches}", Bars.FilterOfLarge,
            few, await few.ListsAsync(fewFilters.Of(shape)), many, await many.ListsAsync(manyFilters.Of(shape)));
        var (fewWords, manyWords) =
            (await FoundWords.OfAsync(few.Client, few.Names.Take(Probes)),
            await FoundWords.OfAsync(many.Client, many.Names.Take(Probes)));
        isMet &= await CompareWordsAsync("in as many claims", Bars.EquallyFrequentWordsOfLarge, _ => _claimsOfWords);
        return isMet & await CompareWordsAsync("in as large a share", Bars.EqualShareWordsOfLarge,
            side => (_shareOfWords.First * side.ClaimCount, _shareOfWords.Second * side.ClaimCount));

        async Task<bool> CompareWordsAsync(string title, Bar bar, Func<Side, (double First, double Second)> wanted)
        {
            var (fewQueries, manyQueries) = (QueriesOf(few, fewWords), QueriesOf(many, manyWords));
            return await CompareAsync($"SearchClaims, two words, {title}", bar,
                few, await few.SearchesAsync(fewQueries), many, await many.SearchesAsync(manyQueries));

            List<string> QueriesOf(Side side, FoundWords words)
            {
                var (first, second) = wanted(side);
                var (firsts, seconds) = (words.Nearest(first, WordPairs), words.Nearest(second, WordPairs));
                Console.Out.WriteLine(Invariant($"of {side.ClaimCount} claims, {firsts.Average(words.TotalOf):F0} ")
                    + Invariant($"and {seconds.Average(words.TotalOf):F0} have each word"));
                return [.. firsts.Zip(seconds, (one, other) => $"{one} {other}")];
            }
        }
    }

    private static async Task<bool> CompareAsync(
        string title, Bar bar, Side few, RecordedCalls fewCalls, Side many, RecordedCalls manyCalls)
    {
        await using var fewCaller = new LoadGenerator(fewCalls, connections: 1, atATime: 1);
        await using var manyCaller = new LoadGenerator(manyCalls, connections: 1, atATime: 1);
        await fewCaller.RunUntilAsync(few.Address, Task.Delay(_warmUp), seed: 0);
        await manyCaller.RunUntilAsync(many.Address, Task.Delay(_warmUp), seed: 0);
        var (fewTimes, manyTimes) = (new List<double>(), new List<double>());
        for (var run = 1; run <= Runs; run++)
        {
            fewTimes.Add((await fewCaller.RunUntilAsync(few.Address, Task.Delay(_run), run)).Median);
            manyTimes.Add((await manyCaller.RunUntilAsync(many.Address, Task.Delay(_run), run)).Median);
        }

        var ratio = Quantile.Median(manyTimes.Zip(fewTimes, (large, small) => large / small));
        var table = new Table($"{title,-56}", "small µs", "large µs", "÷ small");
        table.Row($"{fewCalls.Calls.Count} and {manyCalls.Calls.Count} different calls".PadRight(56),
            Invariant($"{Quantile.Median(fewTimes):F1}"),
            Invariant($"{Quantile.Median(manyTimes):F1}"), Invariant($"{ratio:F2}"));
        var isMet = bar.Judge(Invariant($"large ÷ small, median of {Runs} pairs"), ratio);
        Console.Out.WriteLine();
        return isMet;
    }

    /// <summary>One of the two servers, with some of its claims' names.</summary>
    private sealed record Side(
        string Address, ClaimsService.ClaimsServiceClient Client, IReadOnlyList<string> Names, int ClaimCount)
    {
        public static async Task<Side> OfAsync(ServerProcess server, IReadOnlyList<string> names)
        {
            var client = new ClaimsService.ClaimsServiceClient(GrpcChannel.ForAddress(server.Address));
            return new(server.Address, client, names, (await client.GetCorpusAsync(new())).ClaimCount);
        }

        public Task<RecordedCalls> GetsAsync() =>
            RecordAsync("GetClaim", Names.Select(name => new GetClaimRequest { Name = name }));

        public Task<RecordedCalls> ListsAsync(IEnumerable<ClaimFilter> filters) =>
            RecordAsync("ListClaims", filters.Select(filter => ScaleFilters.Request(filter, size: 50)));

        public Task<RecordedCalls> SearchesAsync(IEnumerable<string> queries) =>
            RecordAsync("SearchClaims", queries.Select(query =>
                new SearchClaimsRequest { Parent = "articles/-", Query = query, PageSize = 10 }));

        private Task<RecordedCalls> RecordAsync(string method, IEnumerable<IMessage> requests) =>
            RecordedCalls.RecordAsync(Address, Service, method, [.. requests.Select(request => request.ToByteArray())]);
    }
}
