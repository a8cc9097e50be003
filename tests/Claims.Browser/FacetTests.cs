namespace Claims.Browser;

public sealed class FacetTests(Chromium chromium, Servers servers)
{
    private static readonly string _article = Views.AddressOf(Corpus.Shipped, "article");

    [Fact]
    public async Task Choosing_narrows_keeps_focus_and_is_taken_away_by_a_chip_or_by_going_back()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        var box = visit.Page.Locator("#facets input[name='filter.forces'][value=FORCE_INTEND]");
        var count = int.Parse(await visit.Page.Locator("[id='f-filter.forces-FORCE_INTEND'] b").InnerTextAsync(), null);
        await box.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.CountsAsync(count);
        Assert.Contains("?filter.forces=FORCE_INTEND", visit.Path, StringComparison.Ordinal);
        await Expect(box).ToBeFocusedAsync();
        await Expect(box).ToBeCheckedAsync();
        var narrow = visit.Path;

        await visit.Page.GoBackAsync();
        await visit.IsAtAsync(_article);
        await visit.CountsAsync(40);
        await Expect(box).Not.ToBeCheckedAsync();

        await visit.Page.GoForwardAsync();
        await visit.IsAtAsync(narrow);
        await visit.CountsAsync(count);
        await visit.Page.Locator(".chips a").First.ClickAsync();
        await visit.IsAtAsync(_article);
        await visit.CountsAsync(40);
        await Expect(box).Not.ToBeCheckedAsync();
        await Expect(visit.Page.Locator(".chips")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_date_that_is_unfolded_stays_so_where_fewer_are_left_and_none_takes_its_place()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, $"{_article}?view=when");
        var row = visit.Page.Locator(".trow:has(details)").Last;
        var id = await row.GetAttributeAsync("id");
        var rows = await visit.Page.Locator(".trow").CountAsync();
        await row.Locator("summary").ClickAsync();
        await visit.Page.Locator("#facets input[name='filter.forces'][value=FORCE_ASSERT]").CheckAsync();
        await visit.IsAtAsync($"{_article}?view=when&filter.forces=FORCE_ASSERT");
        await Expect(visit.Page.Locator(".trow")).Not.ToHaveCountAsync(rows);
        var open = visit.Page.Locator(".trow:has(details[open])");
        await Expect(open).ToHaveCountAsync(1);
        Assert.NotNull(id);
        Assert.Equal(id, await open.GetAttributeAsync("id"));
    }
}
