namespace Claims.Browser;

public sealed class UnfoldingTests(Chromium chromium, Servers servers)
{
    private static readonly string _article = Views.AddressOf(Corpus.Shipped, "article");

    [Theory]
    [InlineData("click")]
    [InlineData("Enter")]
    [InlineData("Space")]
    public async Task A_claim_unfolds_where_it_stands_and_Esc_folds_it(string how)
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        var link = visit.Fold(2);
        await Expect(link).ToHaveAttributeAsync("aria-expanded", "false");
        if (how == "click") await link.ClickAsync();
        else await link.PressAsync(how);
        await Expect(visit.Claims.Nth(2).Locator(".detail")).ToBeVisibleAsync();
        await Expect(link).ToHaveAttributeAsync("aria-expanded", "true");
        await visit.IsAtAsync($"{_article}?open=", isAll: false);

        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Detail).ToHaveCountAsync(0);
        await Expect(link).ToBeFocusedAsync();
        await Expect(link).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Equal(_article, visit.Path);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task What_is_unfolded_stays_so_when_loaded_anew_and_says_what_the_claims_own_page_says()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        var link = visit.Fold(5);
        await link.ClickAsync();
        await Expect(visit.Detail).ToBeVisibleAsync();
        var unfolded = await visit.Detail.InnerTextAsync();
        await visit.Page.ReloadAsync();
        await Expect(visit.Claims.Nth(5).Locator(".detail")).ToBeVisibleAsync();
        await Expect(link).ToHaveAttributeAsync("aria-expanded", "true");
        Assert.Equal(unfolded, await visit.Detail.InnerTextAsync());
        await visit.GoAsync((await link.GetAttributeAsync("href"))!);
        Assert.Equal(unfolded, await visit.Detail.InnerTextAsync());
    }

    [Fact]
    public async Task Another_claim_that_unfolds_folds_the_first()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        await visit.Fold(0).ClickAsync();
        await Expect(visit.Claims.Nth(0).Locator(".detail")).ToBeVisibleAsync();
        await visit.Fold(3).ClickAsync();
        await Expect(visit.Claims.Nth(3).Locator(".detail")).ToBeVisibleAsync();
        await Expect(visit.Detail).ToHaveCountAsync(1);
        await Expect(visit.Fold(0)).ToHaveAttributeAsync("aria-expanded", "false");
    }
}
