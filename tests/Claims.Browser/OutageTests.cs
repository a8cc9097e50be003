namespace Claims.Browser;

public sealed class OutageTests(Chromium chromium)
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
}
