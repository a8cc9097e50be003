using Claims.Tests.Live;

namespace Claims.Browser;

public sealed class HostileTextTests(Chromium chromium)
{
    [Fact]
    public async Task Curated_text_is_only_ever_text()
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> &lt; \"' </h3>";
        await using var corpus = await LiveCorpus.ServeAsync(("a", [Hostile, "Nothing else."]));
        await using var visit = await Visit.BeginAsync(chromium, corpus.Server, "about:blank");
        var search = Uri.EscapeDataString("<img src=x>");
        foreach (var path in (string[])
            ["/", "/articles/a", "/articles/a?view=when", "/articles/a?view=who", "/articles/a/claims/c0", $"/?q={search}"])
        {
            await visit.GoAsync(path);
            await Expect(visit.Page.Locator("#theme")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("main script, main img, main h3 + img")).ToHaveCountAsync(0);
        }

        // Also what scripts put into the page.
        await visit.GoAsync("/articles/a");
        await visit.Field.FillAsync("<img src=x onerror=alert(1)>");
        await visit.IsAtAsync("/articles/a?q=", isAll: false);
        await visit.Field.FillAsync("");
        await visit.CountsAsync(2);
        await visit.Fold(0).ClickAsync();
        await Expect(visit.Detail).ToBeVisibleAsync();
        await Expect(visit.Fold(0)).ToHaveTextAsync(Hostile);
        await Expect(visit.Page.Locator("main script, main img")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }
}
