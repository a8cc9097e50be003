using Claims.Tests.Curated;
using Claims.Tests.Live;
using Claims.V1;

namespace Claims.Tests.Rpc;

public sealed class SynonymTests : IAsyncLifetime
{
    private const string Groups = "[[\"explosion\", \"blast\", \"bombing\"], [\"ceasefire\", \"cease-fire\", \"truce\"]]";

    private static readonly string[] _texts =
    [
        "Two explosions were heard.", "Two bombings were heard.", "A blast and another blast.", "Nothing was heard.",
        "The ceasefire held.", "The cease-fire did not hold.", "Fires cease.", "An explosion ended the truce.",
    ];

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await ServeAsync(_texts, Groups);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("explosion")]
    [InlineData("BLASTS")]
    [InlineData("bombings")]
    [InlineData("truce")]
    [InlineData("\"cease fire\"")]
    [InlineData("blast heard")]
    [InlineData("heard -bombing")]
    [InlineData("blast OR ceasefire OR nothing")]
    [InlineData("explosion blast")]
    [InlineData("explosion OR bombing")]
    public async Task A_search_answers_as_if_synonyms_were_one_word(string query)
    {
        // Their words replaced by the first of their group, in the texts and in the query.
        await using var plain = await ServeAsync([.. _texts.Select(OneWord)], "[]");
        var answer = Search(_server, query);
        Assert.NotEmpty(answer.Results);
        Assert.Equal(NamesOf(Search(plain, OneWord(query))), NamesOf(answer));

        // Scores too, but that a term of two words makes its claim longer than one word would.
        await using var joined = await ServeAsync(
            [.. _texts.Select(text => text.Replace("cease-fire", "ceasefire", StringComparison.Ordinal))], Groups);
        Assert.Equal(
            Search(plain, OneWord(query)).Results.Select(result => (result.Claim.Name, result.Score)),
            Search(joined, query).Results.Select(result => (result.Claim.Name, result.Score)));
    }

    [Fact]
    public void A_word_within_a_longer_phrase_stands_for_itself()
    {
        Assert.Equal(["Two bombings were heard."], TextsOf("\"two bombings\""));
        Assert.Empty(TextsOf("\"two blasts\""));
    }

    [Fact]
    public void A_prefix_stands_for_the_words_that_begin_with_it() =>
        Assert.Equal(["A blast and another blast."], TextsOf("blas*"));

    [Fact]
    public void A_phrase_that_is_a_synonym_is_not_its_words_apart() =>
        Assert.DoesNotContain("Fires cease.", TextsOf("ceasefire"));

    [Fact]
    public void What_is_found_of_a_synonym_is_marked_in_the_text()
    {
        var found = Search(_server, "truce").Results.ToDictionary(
            result => result.Claim.Text,
            result => string.Join('|', result.Matches.Select(match => result.Claim.Text[match.Start..match.End])));
        Assert.Equal("ceasefire", found["The ceasefire held."]);
        Assert.Equal("cease-fire", found["The cease-fire did not hold."]);
        Assert.Equal("truce", found["An explosion ended the truce."]);
    }

    [Fact]
    public async Task A_page_token_goes_with_the_synonyms_of_its_revision()
    {
        var first = await _server.Claims.SearchClaimsAsync(new() { Parent = LiveCorpus.All, Query = "explosion", PageSize = 1 });
        var second = await _server.Claims.SearchClaimsAsync(
            new() { Parent = LiveCorpus.All, Query = "explosion", PageSize = 10, PageToken = first.NextPageToken });
        Assert.Equal(Search(_server, "explosion").Results.Skip(1), second.Results);
    }

    private static IEnumerable<string> NamesOf(SearchClaimsResponse answer) =>
        answer.Results.Select(result => result.Claim.Name).Order(StringComparer.Ordinal);

    private static string OneWord(string text) => text
        .Replace("bombings", "explosions", StringComparison.Ordinal)
        .Replace("bombing", "explosion", StringComparison.Ordinal)
        .Replace("blast", "explosion", StringComparison.Ordinal)
        .Replace("BLAST", "EXPLOSION", StringComparison.Ordinal)
        .Replace("\"cease fire\"", "ceasefire", StringComparison.Ordinal)
        .Replace("cease-fire", "ceasefire", StringComparison.Ordinal)
        .Replace("truce", "ceasefire", StringComparison.Ordinal);

    private static async Task<RunningServer> ServeAsync(string[] texts, string synonyms)
    {
        using var files = new CorpusFiles(
            ("a.json", LiveCorpus.TextOf("a", texts)),
            ("sources.json", Made.Text([Made.Source(Made.Publisher)], [], [])),
            ("synonyms.json", $$"""{ "synonyms": {{synonyms}} }"""));
        return await RunningServer.StartAsync(files.Root);
    }

    private static SearchClaimsResponse Search(RunningServer server, string query) =>
        server.Claims.SearchClaims(new() { Parent = LiveCorpus.All, Query = query });

    private IEnumerable<string> TextsOf(string query) => Search(_server, query).Results.Select(result => result.Claim.Text);
}
