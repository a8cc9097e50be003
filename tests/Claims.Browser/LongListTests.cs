namespace Claims.Browser;

public sealed class LongListTests(Chromium chromium, Servers servers)
{
    [Fact]
    public async Task The_end_of_the_list_brings_more_until_all_are_there_once()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, Views.AddressOf(Corpus.Shipped, "article"));
        await visit.CountsAsync(40);
        await visit.Claims.Last.ScrollIntoViewIfNeededAsync();
        await visit.CountsAsync(84);
        Assert.Equal(Enumerable.Range(1, 84), await PositionsAsync(visit));
        Assert.Equal(84, (await visit.TextsAsync()).Distinct().Count());
        await Expect(visit.Page.Locator("a[rel=next]")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Without_a_script_a_link_leads_to_the_rest()
    {
        await using var visit = await Visit.BeginAsync(
            chromium, await servers.Shipped, Views.AddressOf(Corpus.Shipped, "article"), hasScripts: false);
        await visit.CountsAsync(40);
        await visit.Page.Locator("a[rel=next]").ClickAsync();
        await visit.CountsAsync(44);
        Assert.Equal(Enumerable.Range(41, 44), await PositionsAsync(visit));
    }

    private static async Task<List<int>> PositionsAsync(Visit visit)
    {
        var positions = new List<int>();
        foreach (var claim in await visit.Claims.AllAsync())
        {
            positions.Add(int.Parse((await claim.GetAttributeAsync("aria-posinset"))!, null));
        }

        return positions;
    }
}
