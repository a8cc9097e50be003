using Claims.Catalog;
using Claims.V1;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>reloads CORPUS [TIMES]</c>: what the server holds after its corpus has changed so many times, a thousand unless
/// given, as a multiple of what it held after ten.
/// </summary>
internal static class Reloads
{
    private const int Few = 10;
    private const int Looks = 3;
    private const int NameCount = 200;
    private const int CallsBetween = 20;

    // Long enough for what loading left behind to be given back, where it is.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string corpus, int times)
    {
        if (times <= Few) throw new ScenarioException($"TIMES is {times}: it must be more than {Few}.");
        var names = CorpusFiles.RandomClaimNames(corpus, NameCount);
        await using var changing = await ChangingServer.StartAsync(corpus);
        var table = new Table(
            "reloads", "private MiB", "mapped MiB", "cache MiB", "cache files", "descriptors", "mappings");
        var held = new Dictionary<int, double>();
        for (var done = 1; done <= times; done++)
        {
            await changing.ChangeAsync();
            await ReadAsync(changing.Client, names, done);
            if (!IsLast(done, of: Few) && !IsLast(done, of: times) && done % 100 != 0) continue;
            await Task.Delay(_settling);
            var memory = Memory.Of(changing.Server.Child);
            Print(table, done, memory, changing);
            held.Add(done, memory.Private);
        }

        return Bars.PrivateAfterReloads.Judge(
            $"private memory after {times} reloads ÷ after {Few}, each the median of the last {Looks}",
            MedianOf(times) / MedianOf(Few)) ? 0 : 1;

        double MedianOf(int reloads) =>
            Quantile.Median(held.Where(one => IsLast(one.Key, of: reloads)).Select(one => one.Value));
    }

    // The heap is not as large each time, so one look does not tell.
    private static bool IsLast(int done, int of) => done <= of && done > of - Looks;

    // Some of everything, so that what is made on demand is made.
    private static async Task ReadAsync(ClaimsService.ClaimsServiceClient client, IReadOnlyList<string> names, int turn)
    {
        for (var i = 0; i < CallsBetween; i++)
        {
            var claim = await client.GetClaimAsync(new() { Name = names[((turn * CallsBetween) + i) % names.Count] });
            if (i > 0) continue;

            // All on one page each: a token would hold its revision.
            var article = ResourceName.ArticleOf(claim.Name);
            var filter = new ClaimFilter { Speakers = { claim.Speakers[0].Source } };
            await client.ListClaimsAsync(new() { Parent = article, Filter = filter, PageSize = 1000 });
            var word = claim.Text.Split(' ')[^1];
            await client.SearchClaimsAsync(new() { Parent = article, Query = word, PageSize = 1000 });
        }
    }

    private static void Print(Table table, int done, Memory held, ChangingServer changing)
    {
        const double MiB = 1 << 20;
        var process = $"/proc/{changing.Server.Child.Process.Id}";
        var cache = new DirectoryInfo(changing.CachePath).GetFiles("*", SearchOption.AllDirectories);
        table.Row($"{done}", Invariant($"{held.Private / MiB:F1}"), Invariant($"{held.Mapped / MiB:F1}"),
            Invariant($"{cache.Sum(file => file.Length) / MiB:F1}"), $"{cache.Length}",
            $"{Directory.GetFiles($"{process}/fd").Length}", $"{File.ReadLines($"{process}/maps").Count()}");
    }
}
