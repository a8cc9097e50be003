using Claims.V1;
using Grpc.Net.Client;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>reconcile CORPUS</c>: how long ReconcileSources takes of as many names as a call may have, by what there is of each: what
/// a source is called, the first two words of that, or beginnings of these.
/// </summary>
internal static class Reconcile
{
    private const int NameCount = 1000;
    private const int MostLetters = 4;
    private const int Seed = 1;

    private static readonly (string Title, Func<string, string> Of)[] _mixes =
    [
        ("whole names", name => name),
        ("their first two words", name => FirstTwo(name, word => word)),
        ("beginnings of these", name => FirstTwo(name, word => word[..Math.Min(word.Length, MostLetters)])),
    ];

    public static async Task<int> RunAsync(string corpus)
    {
        await using var server = await ServerProcess.ServeAsync(corpus);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new ClaimsService.ClaimsServiceClient(channel);
        var sources = await SourcesAsync(client);
        var random = new Random(Seed);
        var names = Enumerable.Range(0, NameCount).Select(_ => sources[random.Next(sources.Count)]).ToList();
        var table = new Table($"{NameCount} of {sources.Count} sources".PadRight(40), "candidates", "ms");
        var slowest = 0.0;
        foreach (var (title, of) in _mixes)
        {
            var request = new ReconcileSourcesRequest { Queries = { names.Select(name => new SourceQuery { Name = of(name) }) } };
            var answer = await client.ReconcileSourcesAsync(request);
            var time = await Timing.OfAsync(async () => { await client.ReconcileSourcesAsync(request); }) / 1000;
            table.Row(title.PadRight(40), $"{answer.Results.Sum(result => result.Candidates.Count)}", Invariant($"{time:F1}"));
            slowest = Math.Max(slowest, time);
        }

        return Bars.ReconcileMilliseconds.Judge($"{NameCount} names at the most, ms", slowest) ? 0 : 1;
    }

    private static async Task<List<string>> SourcesAsync(ClaimsService.ClaimsServiceClient client)
    {
        var names = new List<string>();
        var request = new ListSourcesRequest { PageSize = 1000 };
        do
        {
            var page = await client.ListSourcesAsync(request);
            names.AddRange(page.Sources.Select(source => source.DisplayName));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return names;
    }

    private static string FirstTwo(string name, Func<string, string> of) => string.Join(' ', name.Split(' ').Take(2).Select(of));
}
