using System.Text;
using Claims.V1;

namespace Claims.Tests.Rpc;

/// <summary>
/// What a <c>query</c> of a list finds, by its words in names.
/// </summary>
public class NameQueryTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly char[] _between = [' ', '-', '\'', ',', '.', '(', ')'];

    [Theory]
    [InlineData("Velmoran Navy", "sources/velmoran-navy", "sources/ferry-fire-navy-spokeswoman")]
    [InlineData("navy VELMORAN", "sources/velmoran-navy", "sources/ferry-fire-navy-spokeswoman")]
    [InlineData("cpa", "sources/corvane-press-agency")]
    [InlineData("severin molet", "sources/severin-molet")]
    [InlineData("sev mol", "sources/severin-molet")]
    [InlineData("corvane-telegraph", "sources/corvane-press-agency")]
    [InlineData("sources/corvane-telegraph", "sources/corvane-press-agency")]
    [InlineData("Q999999999999", "sources/government-of-velmora")]
    [InlineData("molets")]
    public void Sources_are_found_by_the_words_of_their_names_or_what_they_begin_with(string query, params string[] expected) =>
        Assert.Equal(expected, server.Claims.ListSources(new() { Query = query }).Sources.Select(source => source.Name));

    [Theory]
    [InlineData("la presidente", "isaura-kentel")]
    [InlineData("Q999999999998", "isaura-kentel")]
    [InlineData("tf", "tidal-front")]
    [InlineData("government", "government-of-drunland", "government-of-velmora")]
    [InlineData("aldine-fire", "aldine-fire")]
    public void Topics_are_found_likewise(string query, params string[] expected) =>
        Assert.Equal(expected, server.Claims.ListTopics(new() { Query = query }).Topics.Select(topic => topic.Slug));

    [Theory]
    [InlineData("haskerbu", "haskerby")]
    [InlineData("port", "port-sorrel", "quessin")]
    [InlineData("sorrel", "sorrel-island", "port-sorrel")]
    [InlineData("Q999999999997", "quessin")]
    public void Places_are_found_likewise(string query, params string[] expected) =>
        Assert.Equal(expected, server.Claims.ListPlaces(new() { Query = query }).Places.Select(place => place.Slug));

    [Fact]
    public void Whatever_is_looked_for_is_found_as_the_contract_says_the_best_first()
    {
        var sources = server.Claims.ListSources(new() { PageSize = 1000 }).Sources;
        var words = sources.SelectMany(NamesOf).SelectMany(WordsOf).Distinct().ToList();
        var random = new Random(13);
        var found = 0;
        for (var i = 0; i < 2000; i++)
        {
            var query = string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word()));
            var expected = sources
                .Select(source => (Source: source, Score: NamesOf(source).Max(name => ScoreOf(query, name))))
                .Where(pair => pair.Score > 0)
                .OrderByDescending(pair => pair.Score)
                .ThenByDescending(pair => pair.Source.ClaimCount)
                .ThenBy(pair => pair.Source.Name, StringComparer.Ordinal)
                .Select(pair => pair.Source.Name)
                .ToList();
            Assert.Equal(expected, server.Claims.ListSources(new() { Query = query }).Sources.Select(source => source.Name));
            found += expected.Count;
        }

        Assert.True(found > 1500, $"{found} found only");

        string Word()
        {
            var word = words[random.Next(words.Count)];
            return random.Next(2) == 0 ? word : word[..random.Next(1, word.Length + 1)];
        }
    }

    [Fact]
    public void Pages_of_what_is_found_are_the_whole_in_its_order()
    {
        var whole = server.Claims.ListSources(new() { Query = "v" });
        var pages = new List<Source>();
        var request = new ListSourcesRequest { Query = "v", PageSize = 2 };
        do
        {
            var page = server.Claims.ListSources(request);
            Assert.Equal(whole.TotalSize, page.TotalSize);
            pages.AddRange(page.Sources);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.True(pages.Count > 4, $"{pages.Count} found only");
        Assert.Equal(whole.Sources, pages);
    }

    [Fact]
    public void Kinds_and_affiliations_hold_besides()
    {
        var request = new ListSourcesRequest { Query = "velmora", Kinds = { SourceKind.Government } };
        Assert.Equal("sources/government-of-velmora", Assert.Single(server.Claims.ListSources(request).Sources).Name);
        request.Affiliations.Add("sources/government-of-drunland");
        Assert.Empty(server.Claims.ListSources(request).Sources);
    }

    // Of names without a word outside ASCII but for some that fold to it.
    private static IEnumerable<string> NamesOf(Source source) =>
        [source.DisplayName, .. source.Aliases, IdOf(source.Name), source.WikidataId, .. source.FormerNames.Select(IdOf)];

    private static string IdOf(string name) => name["sources/".Length..];

    private static List<string> WordsOf(string name)
    {
        var folded = new string([.. name.Normalize(NormalizationForm.FormD).Where(letter => letter < 128)]);
        return [.. folded.ToLowerInvariant().Replace("'s ", " ", StringComparison.Ordinal)
            .Split(_between, StringSplitOptions.RemoveEmptyEntries)];
    }

    private static int ScoreOf(string query, string name)
    {
        var (asked, words) = (WordsOf(query), WordsOf(name));
        if (!asked.All(word => words.Any(other => other.StartsWith(word, StringComparison.Ordinal)))) return 0;
        if (asked.SequenceEqual(words)) return 100;
        return asked.All(words.Contains)
            ? 50 + Math.Min(49, 50 * asked.Count / words.Count)
            : 1 + Math.Min(48, 49 * asked.Sum(word => word.Length) / words.Sum(word => word.Length));
    }
}
