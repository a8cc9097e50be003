namespace Claims.Browser;

public sealed class ThemeTests(Chromium chromium, Servers servers)
{
    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)", "rgb(17, 21, 26)")]
    [InlineData(ColorScheme.Dark, "rgb(17, 21, 26)", "rgb(255, 255, 255)")]
    public async Task The_page_is_as_the_system_has_it_until_it_is_switched_and_stays_so(ColorScheme system, string before, string after)
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, "about:blank");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = system });
        await visit.GoAsync("/");
        var body = visit.Page.Locator("body");
        await Expect(body).ToHaveCSSAsync("background-color", before);
        await visit.Page.Locator("#theme").ClickAsync();
        await Expect(body).ToHaveCSSAsync("background-color", after);
        await visit.Page.ReloadAsync();
        await Expect(body).ToHaveCSSAsync("background-color", after);
        await visit.Page.Locator("#theme").ClickAsync();
        await Expect(body).ToHaveCSSAsync("background-color", before);
    }
}
