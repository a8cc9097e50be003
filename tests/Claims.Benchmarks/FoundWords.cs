using System.Text.RegularExpressions;
using Claims.V1;

namespace Claims.Benchmarks;

/// <summary>
/// Words of some claims' texts, by how many claims a search for each finds.
/// </summary>
internal sealed partial class FoundWords
{
    private const int AtATime = 8;

    private readonly Dictionary<string, int> _totals = [];

    private FoundWords()
    {
    }

    public static async Task<FoundWords> OfAsync(ClaimsService.ClaimsServiceClient client, IEnumerable<string> claims)
    {
        var words = new HashSet<string>();
        foreach (var name in claims)
        {
            var text = (await client.GetClaimAsync(new() { Name = name })).Text;
            words.UnionWith(Plain().Matches(text).Select(match => match.Value));
        }

        var found = new FoundWords();
        var together = new ParallelOptions { MaxDegreeOfParallelism = AtATime };
        await Parallel.ForEachAsync(words, together, async (word, cancelled) =>
        {
            var request = new SearchClaimsRequest { Parent = "articles/-", Query = word, PageSize = 1 };
            var page = await client.SearchClaimsAsync(request, cancellationToken: cancelled);
            lock (found._totals) found._totals.Add(word, page.TotalSize);
        });
        return found;
    }

    /// <summary>How many claims a word is found in.</summary>
    public int TotalOf(string word) => _totals[word];

    /// <summary>Words that about so many claims are found by, the nearest first.</summary>
    public IReadOnlyList<string> Nearest(double claims, int count) =>
        [.. _totals.OrderBy(item => (Math.Abs(item.Value - claims), item.Key)).Take(count).Select(item => item.Key)];

    // Those that are words by themselves, whatever else is typed.
    [GeneratedRegex(@"(?<!\S)[a-z]{3,}(?=\s)")]
    private static partial Regex Plain();
}
