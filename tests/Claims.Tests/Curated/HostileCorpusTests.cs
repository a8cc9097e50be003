using Claims.Curated;

namespace Claims.Tests.Curated;

public class HostileCorpusTests
{
    // What takes longer than this grows loadeder than the corpus does: at this size all take a second or a few.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Everything => [.. HostileCorpus.All.Select(corpus => corpus.What)];

    // What once took time, or room, by the square.
    public static TheoryData<string> Squares =>
    [
        "doubled topics", "doubled members of the file", "unknown affiliations", "a chain of affiliations", "a circle of affiliations",
        "unknown topics of a claim", "relations to unknown claims", "relations of a claim in a voice of many",
        "locators that hash alike", "supersessions in a circle", "a chain of supersessions",
        "former names of an article with many claims",
    ];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task It_is_read_in_bounded_time_and_told_in_bounded_room(string what)
    {
        var corpus = HostileCorpus.All.Single(corpus => corpus.What == what);
        var loaded = await LoadAsync(corpus.Text(5_000));
        if (!corpus.IsRight)
        {
            Assert.InRange(loaded.MistakeCount, 1, long.MaxValue);
            Assert.Equal(Math.Min(loaded.MistakeCount, MistakeLog.MostTold), loaded.Mistakes.Count);
            Assert.All(loaded.Mistakes, mistake => Assert.InRange(mistake.ToString().Length, 1, 1_200));
            Assert.InRange(loaded.Mistakes.Count(mistake => mistake.Message.Contains("did you mean", StringComparison.Ordinal)),
                0, MistakeLog.MostGuessed);
            return;
        }

        Assert.Empty(loaded.Mistakes);
    }

    [Theory]
    [MemberData(nameof(Squares))]
    public async Task It_does_not_take_the_square(string what)
    {
        var corpus = HostileCorpus.All.Single(corpus => corpus.What == what);
        Assert.NotNull(await LoadAsync(corpus.Text(100_000)));
    }

    [Fact]
    public void Every_mistake_is_counted_and_the_first_thousand_are_told()
    {
        using var files = new CorpusFiles(
            ("a.json", """{ "topic": 0, "topics": [""" + string.Join(",\n", Enumerable.Repeat("1", 700)) + "] }"),
            ("b.json", """{ "topics": [""" + string.Join(",\n", Enumerable.Repeat("1", 700)) + "] }"),
            ("c.json", "{ \"places\": [{}] }"));
        var loaded = files.Load();
        Assert.Equal((1000, 1403), (loaded.Mistakes.Count, loaded.MistakeCount));
        Assert.Equal(("a.json", 1, "unknown-member"), (loaded.Mistakes[0].File, loaded.Mistakes[0].Line, loaded.Mistakes[0].Rule));
        Assert.Equal(("b.json", 299, "wrong-type"), (loaded.Mistakes[^1].File, loaded.Mistakes[^1].Line, loaded.Mistakes[^1].Rule));
    }

    [Fact]
    public void It_is_guessed_a_hundred_times_what_was_meant()
    {
        var sources = string.Join(",\n", Enumerable.Range(0, 300).Select(i =>
            $$"""{ "name": "sources/source-{{i}}", "displayName": "S", "kind": "SOURCE_KIND_PERSON", "affiliation": "sources/sauce-{{i}}" }"""));
        var mistakes = CorpusFiles.MistakesOf($$"""{ "sources": [{{sources}}] }""");
        Assert.Equal(300, mistakes.Count);
        Assert.All(mistakes, (mistake, i) => Assert.Equal(i < 100, mistake.Message.Contains("did you mean", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_not_told_costs_no_guess()
    {
        // Of a list with an entry that was not understood, nothing that is not there is told.
        var claims = Enumerable.Range(0, 2_000).Select(i => $"\"u{i}\"");
        var topics = Enumerable.Range(0, 2_000).Select(i => $$"""{ "slug": "t{{i}}", "displayName": "T" }""");
        var text = Some.CorpusWith("[\"harbour\", \"tankers\"]", $"[{string.Join(',', claims)}]")
            .Replace("\"topics\": [\n", $"\"topics\": [ 1, {string.Join(',', topics)},\n", StringComparison.Ordinal);
        Assert.Equal("wrong-type", Assert.Single(CorpusFiles.MistakesOf(text)).Rule);
    }

    private static async Task<LoadedCorpus> LoadAsync(string text)
    {
        using var files = new CorpusFiles(("corpus.json", text));
        return await Task.Run(files.Load).WaitAsync(_patience);
    }
}
