using Claims.Tests.Live;

namespace Claims.Browser;

public sealed class LiveTests(Chromium chromium)
{
    private const string Before = "The ferry sails at noon.";
    private const string After = "The ferry sails at two.";

    [Fact]
    public async Task A_change_is_told_and_shown_when_the_reader_wants_it()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", [Before, "It is full."]));
        await using var visit = await Visit.BeginAsync(chromium, corpus.Server, "/articles/a");
        var revision = await ChangeAsync(corpus, visit);
        Assert.Equal([Before, "It is full."], await visit.TextsAsync());
        await visit.Bar.GetByRole(AriaRole.Button, new() { Name = $"Show revision {revision[..8]}" }).ClickAsync();
        await Expect(visit.Page.Locator("#list")).ToContainTextAsync(After);
        await Expect(visit.Bar).ToBeHiddenAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_reader_can_stay_with_the_revision_that_is_shown()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", [Before, "It is full."]));
        var before = corpus.Server.Revision;
        await using var visit = await Visit.BeginAsync(chromium, corpus.Server, "/articles/a");
        await ChangeAsync(corpus, visit);
        await visit.Bar.GetByRole(AriaRole.Button, new() { Name = "Stay with this one" }).ClickAsync();
        await visit.IsAtAsync($"/articles/a?at={before}");
        await Expect(visit.Page.Locator(".pinned")).ToContainTextAsync(before[..8]);
        await visit.Page.ReloadAsync();
        Assert.Equal([Before, "It is full."], await visit.TextsAsync());
    }

    [Theory]
    [InlineData("/articles/a", true)]
    [InlineData("/articles/a?live=0", false)]
    public async Task Changes_are_watched_unless_the_address_says_not_to(string path, bool isWatched)
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", [Before, "It is full."]));
        await using var visit = await Visit.BeginAsync(chromium, corpus.Server, path);

        // By then every script of the page has run.
        await visit.Fold(0).ClickAsync();
        await Expect(visit.Detail).ToBeVisibleAsync();
        Assert.Equal(isWatched, visit.Asked.Any(asked => asked.Contains("claims:watch", StringComparison.Ordinal)));
    }

    private static async Task<string> ChangeAsync(LiveCorpus corpus, Visit visit)
    {
        await Expect(visit.Page.Locator("#theme")).ToBeVisibleAsync();
        corpus.Write("a", After, "It is full.");
        var revision = await corpus.TakeAsync();
        await Expect(visit.Bar).ToContainTextAsync("The corpus has changed: claims 1 changed.");
        return revision;
    }
}
