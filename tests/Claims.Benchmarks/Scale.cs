using Claims.V1;
using Google.Protobuf;
using Grpc.Net.Client;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>scale SMALL LARGE</c>: how long single calls take of a large corpus, as a multiple of a small one: GetClaim of random
/// claims, and ListClaims by a filter that fifty claims or so match.
/// </summary>
internal static class Scale
{
    private const string Service = "claims.v1.ClaimsService";
    private const double MostTimes = 1.3;
    private const int Runs = 7;
    private const int NameCount = 10_000;
    private const int Probes = 400;

    // How many claims the filter may match.
    private const int Fewest = 45;
    private const int Most = 55;

    // Filters that a claim itself matches, the most telling first.
    private static readonly IReadOnlyList<(string Name, Func<Claim, ClaimFilter?> Of)> _shapes =
    [
        ("a topic and a polarity", claim => claim.Topics.Count == 0
            ? null : new() { Topics = { claim.Topics[0] }, Polarities = { claim.Stance.Polarity } }),
        ("a speaker", claim => new() { Speakers = { claim.Speakers[0].Source } }),
        ("a place", claim => claim.Places.Count == 0 ? null : new() { Places = { claim.Places[0].Place_ } }),
        ("a topic", claim => claim.Topics.Count == 0 ? null : new() { Topics = { claim.Topics[0] } }),
        // A period to ask for has no unknown end.
        ("a cue and a day", claim => new()
        {
            Cues = { claim.Attribution.Steps[^1].Cue }, StatedDuring = claim.StatedDate.Edtf.Trim('/'),
        }),
    ];

    public static async Task<int> RunAsync(string small, string large)
    {
        await using var few = await ServerProcess.ServeAsync(small);
        await using var many = await ServerProcess.ServeAsync(large);
        var fewNames = CorpusFiles.RandomClaimNames(small, NameCount);
        var manyNames = CorpusFiles.RandomClaimNames(large, NameCount);
        var isMet = await CompareAsync("GetClaim, random",
            few, await GetsAsync(few, fewNames), many, await GetsAsync(many, manyNames));
        var fewFilters = await FiltersAsync(few, fewNames);
        var manyFilters = await FiltersAsync(many, manyNames);
        if (fewFilters.Keys.FirstOrDefault(manyFilters.ContainsKey) is not { } shape)
        {
            throw new ScenarioException($"No filter of one shape matches {Fewest} to {Most} claims of each corpus.");
        }

        return isMet & await CompareAsync($"ListClaims, {shape}",
            few, await ListsAsync(few, fewFilters[shape]), many, await ListsAsync(many, manyFilters[shape])) ? 0 : 1;
    }

    private static Task<RecordedCalls> GetsAsync(ServerProcess server, IReadOnlyList<string> names) =>
        RecordedCalls.RecordAsync(server.Address, Service, "GetClaim",
            [.. names.Select(name => new GetClaimRequest { Name = name }.ToByteArray())]);

    private static Task<RecordedCalls> ListsAsync(ServerProcess server, IReadOnlyList<ClaimFilter> filters) =>
        RecordedCalls.RecordAsync(server.Address, Service, "ListClaims",
            [.. filters.Select(filter => List(filter, size: 50).ToByteArray())]);

    // By shape, those that as many claims match as are wanted.
    private static async Task<Dictionary<string, List<ClaimFilter>>> FiltersAsync(
        ServerProcess server, IReadOnlyList<string> names)
    {
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new ClaimsService.ClaimsServiceClient(channel);
        var found = new Dictionary<string, List<ClaimFilter>>();
        foreach (var name in names.Take(Probes))
        {
            var claim = await client.GetClaimAsync(new() { Name = name });
            foreach (var (shape, of) in _shapes)
            {
                if (of(claim) is not { } filter) continue;
                var total = (await client.ListClaimsAsync(List(filter, size: 1))).TotalSize;
                if (total is < Fewest or > Most) continue;
                if (!found.TryGetValue(shape, out var filters)) found.Add(shape, filters = []);
                if (!filters.Contains(filter)) filters.Add(filter);
            }
        }

        return _shapes.Select(shape => shape.Name).Where(found.ContainsKey).ToDictionary(name => name, name => found[name]);
    }

    private static ListClaimsRequest List(ClaimFilter filter, int size) =>
        new() { Parent = "articles/-", Filter = filter, PageSize = size };

    private static async Task<bool> CompareAsync(
        string title, ServerProcess few, RecordedCalls fewCalls, ServerProcess many, RecordedCalls manyCalls)
    {
        const int Count = 10_000;
        const int WarmUp = 40_000;
        await using var fewCaller = new LoadGenerator(fewCalls, connections: 1, atATime: 1);
        await using var manyCaller = new LoadGenerator(manyCalls, connections: 1, atATime: 1);
        await fewCaller.RunAsync(few.Address, WarmUp);
        await manyCaller.RunAsync(many.Address, WarmUp);
        var (fewTimes, manyTimes) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            fewTimes.Add((await fewCaller.RunAsync(few.Address, Count)).Median);
            manyTimes.Add((await manyCaller.RunAsync(many.Address, Count)).Median);
        }

        var ratio = Quantile.Median(manyTimes.Zip(fewTimes, (large, small) => large / small));
        var table = new Table($"{title,-44}", "small µs", "large µs", "÷ small");
        table.Row($"{fewCalls.Calls.Count} and {manyCalls.Calls.Count} different calls".PadRight(44),
            Invariant($"{Quantile.Median(fewTimes):F1}"),
            Invariant($"{Quantile.Median(manyTimes):F1}"), Invariant($"{ratio:F2}"));
        var isMet = Bar.AtMost(Invariant($"median of {Runs} pairs"), ratio, MostTimes);
        Console.Out.WriteLine();
        return isMet;
    }
}
