namespace Claims.Browser;

public sealed class OutageTests(Chromium chromium, Servers servers)
{
    [Fact]
    public async Task A_search_that_fails_says_so_keeps_what_was_there_and_can_be_tried_again()
    {
        var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var address = server.WebAddress;
        await using var visit = await Visit.BeginAsync(chromium, server, "/articles/ferry-claim?live=0");
        var texts = await visit.TextsAsync();
        await server.DisposeAsync();
        await visit.Field.FillAsync("fire");
        await Expect(visit.Bar).ToContainTextAsync("the service did not answer");
        await Expect(visit.Bar).ToContainTextAsync("/articles/ferry-claim?live=0&q=fire");
        Assert.Equal(texts, await visit.TextsAsync());
        await Expect(visit.Field).ToHaveValueAsync("fire");

        await using var again = await RunningServer.StartAsync(
            RunningServer.InventedCorpus, builder => builder.Configuration["Kestrel:Endpoints:~web-0:Url"] = address);
        Assert.Equal(address, again.WebAddress);
        await visit.Bar.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(visit.Page.Locator("#list mark").First).ToBeVisibleAsync();
        await Expect(visit.Bar).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_view_that_is_waited_for_in_vain_leaves_the_claims_that_were_there()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, Views.AddressOf(Corpus.Shipped, "article"));
        var texts = await visit.TextsAsync();
        var hasWaited = new TaskCompletionSource();
        await visit.Page.RouteAsync(url => url.Contains("view=when", StringComparison.Ordinal), async route =>
        {
            await hasWaited.Task;
            await route.AbortAsync();
        });
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "When" }).ClickAsync();
        await Expect(visit.Page.Locator(".waits")).ToHaveCountAsync(6);
        hasWaited.SetResult();
        await Expect(visit.Bar).ToContainTextAsync("the service did not answer");
        Assert.Equal(texts, await visit.TextsAsync());
    }
}
