namespace Claims.Browser;

public sealed class WithoutScriptTests(Chromium chromium, Servers servers)
{
    private static readonly string _article = Views.AddressOf(Corpus.Shipped, "article");

    [Fact]
    public async Task An_article_is_read_and_searched()
    {
        await using var visit = await BeginAsync();
        await Expect(visit.Claims.First).ToBeVisibleAsync();
        await visit.Field.FillAsync("turkish");
        await visit.Field.PressAsync("Enter");
        await visit.IsAtAsync($"{_article}?q=turkish");
        await Expect(visit.Page.Locator("#list mark").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_claim_leads_to_its_own_page()
    {
        await using var visit = await BeginAsync();
        await visit.Fold(0).ClickAsync();
        await visit.IsAtAsync($"{_article}/claims/", isAll: false);
        await Expect(visit.Detail).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_legend_opens_and_closes()
    {
        await using var visit = await BeginAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Legend" }).ClickAsync();
        await Expect(visit.Page.Locator("#legend")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.Locator("#legend")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Filters_are_chosen_and_sent_by_a_button(int width)
    {
        await using var visit = await BeginAsync(width);
        await visit.Page.Locator("input[name='filter.forces'][value=FORCE_ASSERT]").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show these" }).ClickAsync();
        await visit.IsAtAsync($"{_article}?filter.forces=FORCE_ASSERT", isAll: false);
        await Expect(visit.Page.Locator("#count")).ToContainTextAsync("of 84 claims");
    }

    private async Task<Visit> BeginAsync(int width = 1440) =>
        await Visit.BeginAsync(chromium, await servers.Shipped, _article, width, hasScripts: false);
}
