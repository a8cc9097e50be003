using Claims.V1;

namespace Claims.Tests.Rpc;

public class SearchClaimsTests
{
    // Cases from elsewhere are read where they are at hand.
    private static readonly string[] _caseFiles = [Some.Sample("searches.tsv"), SourceTree.PathOf("../shared/cases/search.tsv")];

    public static TheoryData<string, string, bool, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, bool, string>();
            foreach (var line in _caseFiles.Where(File.Exists).SelectMany(path => File.ReadLines(path).Skip(1)))
            {
                if (line.Split('\t') is [var query, var text, var found, var why]) cases.Add(query, text, found == "yes", why);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_people_mean_is_found_and_nothing_else(string query, string text, bool isFound, string why)
    {
        using var files = Made.Corpus([Made.Article("articles/a", "2016")], [ClaimOf("articles/a/claims/c", text)]);
        await using var server = await RunningServer.StartAsync(files.Root);
        var answer = await server.Claims.SearchClaimsAsync(new() { Query = query, Parent = "articles/-" });
        Assert.True(isFound == (answer.TotalSize == 1), why);

        // Spans are of whole characters with their marks.
        var runes = text.EnumerateRunes().ToArray();
        foreach (var match in answer.Results.SelectMany(result => result.Matches))
        {
            Assert.InRange(match.End, match.Start + 1, runes.Length);
            Assert.False(match.End < runes.Length && runes[match.End].Value is >= 0x300 and < 0x370);
        }
    }

    [Fact]
    public async Task Claims_of_articles_that_are_not_english_are_found_by_their_words_as_they_are()
    {
        var french = Made.Article("articles/fr", "2016");
        french.Language = "fr-CH";
        var british = Made.Article("articles/gb", "2016");
        british.Language = "en-GB";
        using var files = Made.Corpus(
            [french, british],
            [
                ClaimOf("articles/fr/claims/c", "Les nations intéressées: Attentats à Paris."),
                ClaimOf("articles/gb/claims/c", "The nations interested: attentats in Paris."),
            ]);
        await using var server = await RunningServer.StartAsync(files.Root);

        Assert.Equal("", await FoundAsync(server, "nowhere"));
        Assert.Equal("fr gb", await FoundAsync(server, "nations paris"));
        Assert.Equal("gb", await FoundAsync(server, "nation"));
        Assert.Equal("gb", await FoundAsync(server, "\"nation interesting\""));
        Assert.Equal("fr", await FoundAsync(server, "\"nations interessees\""));
        Assert.Equal("fr gb", await FoundAsync(server, "natio*"));
        Assert.Equal("fr gb", await FoundAsync(server, "\"nations interes*\""));
        Assert.Equal("fr", await FoundAsync(server, "nations -interests"));
        Assert.Equal("gb", await FoundAsync(server, "paris -à"));
        Assert.Equal("fr gb", await FoundAsync(server, "publisher"));

        var spans = (await server.Claims.SearchClaimsAsync(new() { Query = "natio* attentats", Parent = "articles/fr" }))
            .Results.Single().Matches;
        Assert.Equal([(4, 11), (25, 34)], spans.Select(span => (span.Start, span.End)));
    }

    [Fact]
    public async Task An_exclusion_is_of_the_text_and_of_who_is_named_and_says_it()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.ShippedCorpus);
        var all = (await server.Claims.ListClaimsAsync(new() { Parent = "articles/-", PageSize = 1000 })).Claims;

        // In whose own voice most claims are.
        var left = await TextsAsync("syria -reuters");
        Assert.NotEmpty(left);
        Assert.All(left, claim => Assert.DoesNotContain(claim.Speakers, speaker => speaker.Source == "sources/reuters"));

        // A topic, and a source that is only described, are found and exclude nothing.
        var unnamed = await TextsAsync("\"state media\"");
        Assert.Contains(unnamed, claim => !claim.Text.Contains("state media", StringComparison.OrdinalIgnoreCase));
        var kept = await TextsAsync("killed -media");
        Assert.Equal(
            all.Where(claim => claim.Text.Contains("killed", StringComparison.Ordinal)).Select(claim => claim.Name).Order(),
            kept.Select(claim => claim.Name).Order());

        async Task<IReadOnlyList<Claim>> TextsAsync(string query) =>
            [.. (await server.Claims.SearchClaimsAsync(new() { Query = query, Parent = "articles/-", PageSize = 1000 }))
                .Results.Select(result => result.Claim)];
    }

    [Fact]
    public async Task A_query_is_as_long_as_it_has_code_points()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        await server.Claims.SearchClaimsAsync(new() { Query = string.Concat(Enumerable.Repeat("𝐀", 1000)), Parent = "articles/-" });
        var refusal = await Refusal.OfAsync(
            server.Claims.SearchClaimsAsync(new() { Query = string.Concat(Enumerable.Repeat("𝐀", 1001)), Parent = "articles/-" }));
        Assert.Contains("1001", Assert.Single(refusal.Violations).Description);
    }

    [Fact]
    public async Task A_claim_is_found_by_a_synonym_that_the_corpus_lists()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var answer = await server.Claims.SearchClaimsAsync(new() { Query = "\"tank ship\"", Parent = "articles/ferry-fire" });
        Assert.StartsWith("Velmora will shut the Lumen Strait to tankers", Assert.Single(answer.Results).Claim.Text);
    }

    private static Claim ClaimOf(string name, string text)
    {
        var claim = Made.Claim(name, "2016");
        claim.Text = text;
        return claim;
    }

    // The articles whose claims are found.
    private static async Task<string> FoundAsync(RunningServer server, string query)
    {
        var answer = await server.Claims.SearchClaimsAsync(new() { Query = query, Parent = "articles/-" });
        return string.Join(' ', answer.Results.Select(result => result.Claim.Name.Split('/')[1]).Order(StringComparer.Ordinal));
    }
}
