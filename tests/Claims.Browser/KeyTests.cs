namespace Claims.Browser;

public sealed class KeyTests(Chromium chromium, Servers servers)
{
    private static readonly string _article = Views.AddressOf(Corpus.Shipped, "article");

    [Fact]
    public async Task Keys_search_walk_and_show_the_legend()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        var keyboard = visit.Page.Keyboard;
        await keyboard.PressAsync("j");
        await Expect(visit.Fold(0)).ToBeFocusedAsync();
        await keyboard.PressAsync("j");
        await Expect(visit.Fold(1)).ToBeFocusedAsync();
        await keyboard.PressAsync("k");
        await Expect(visit.Fold(0)).ToBeFocusedAsync();
        await keyboard.PressAsync("?");
        await Expect(visit.Page.Locator("#legend")).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(visit.Page.Locator("#legend")).ToBeHiddenAsync();
        await keyboard.PressAsync("/");
        await Expect(visit.Field).ToBeFocusedAsync();

        await keyboard.PressAsync("j");
        await keyboard.PressAsync("?");
        await keyboard.PressAsync("/");
        await Expect(visit.Field).ToHaveValueAsync("j?/");
        await Expect(visit.Field).ToBeFocusedAsync();
        await Expect(visit.Page.Locator("#legend")).ToBeHiddenAsync();
        await keyboard.PressAsync("Escape");
        await Expect(visit.Field).Not.ToBeFocusedAsync();
    }

    [Fact]
    public async Task Keys_that_are_switched_off_stay_off()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        var keyboard = visit.Page.Keyboard;
        await keyboard.PressAsync("?");
        await visit.Page.GetByLabel("Keys do this").UncheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await DoNothingAsync();
        await visit.Page.ReloadAsync();
        await DoNothingAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Legend" }).ClickAsync();
        await visit.Page.GetByLabel("Keys do this").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await keyboard.PressAsync("/");
        await Expect(visit.Field).ToBeFocusedAsync();

        async Task DoNothingAsync()
        {
            foreach (var key in (string[])["j", "k", "/", "?"]) await keyboard.PressAsync(key);
            Assert.False(await visit.Page.EvaluateAsync<bool>("document.activeElement.matches('#q, #list *')"));
            await Expect(visit.Page.Locator("#legend")).ToBeHiddenAsync();
        }
    }
}
