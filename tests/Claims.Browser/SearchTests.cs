namespace Claims.Browser;

public sealed class SearchTests(Chromium chromium, Servers servers)
{
    private static readonly string _article = Views.AddressOf(Corpus.Shipped, "article");

    [Fact]
    public async Task Each_letter_changes_list_count_marks_and_address_and_one_goes_back_over_all_of_them()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, "/");
        await visit.GoAsync(_article);
        var history = await visit.HistoryAsync();
        await visit.Field.PressSequentiallyAsync("turkish");
        await Expect(visit.Page.Locator("#list mark").First).ToHaveTextAsync("Turkish");
        await visit.IsAtAsync($"{_article}?q=turkish");
        var found = await visit.Claims.CountAsync();
        Assert.InRange(found, 1, 39);
        await Expect(visit.Page.Locator("#count")).ToContainTextAsync($"{found} of 84 claims");
        await Expect(visit.Page.Locator("#told")).ToContainTextAsync($"{found} of 84 claims");
        await Expect(visit.Field).ToBeFocusedAsync();
        await Expect(visit.Field).ToHaveValueAsync("turkish");
        Assert.Equal(history + 1, await visit.HistoryAsync());

        await visit.Field.PressSequentiallyAsync(" incursion");
        await visit.IsAtAsync($"{_article}?q=turkish+incursion");
        await Expect(visit.Page.Locator("#list mark").First).ToBeVisibleAsync();
        Assert.InRange(await visit.Claims.CountAsync(), 1, found - 1);

        await visit.Page.GoBackAsync();
        await visit.IsAtAsync(_article);
        await visit.CountsAsync(40);

        // Whoever went back begins anew, though the field was never left.
        await visit.Field.FillAsync("damascus");
        await visit.IsAtAsync($"{_article}?q=damascus");
        await visit.Page.GoBackAsync();
        await visit.IsAtAsync(_article);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_slow_answer_does_not_overwrite_a_later_one()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        var held = new TaskCompletionSource();
        var isOver = new TaskCompletionSource();
        await visit.Page.RouteAsync(url => url.EndsWith("?q=turkish", StringComparison.Ordinal), async route =>
        {
            await held.Task;
            try
            {
                await route.ContinueAsync();
            }
            catch (PlaywrightException)
            {
                // It was given up by then, which is as good.
            }

            isOver.SetResult();
        });
        await visit.Field.FillAsync("turkish");
        await visit.Field.FillAsync("damascus");
        await Expect(visit.Page.Locator("#list mark").First).ToHaveTextAsync("Damascus");
        var texts = await visit.TextsAsync();
        held.SetResult();
        await isOver.Task.WaitAsync(RunningServer.Patience);
        await visit.Page.EvaluateAsync("fetch('/livez').then((answer) => answer.text())");
        Assert.Equal(texts, await visit.TextsAsync());
        Assert.EndsWith("?q=damascus", visit.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_found_the_page_says_of_what_and_leads_back_by_one_button()
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Shipped, _article);
        await visit.Field.FillAsync("zzzz");
        await Expect(visit.Page.Locator("#view .empty")).ToContainTextAsync("zzzz");
        await visit.Page.Locator("#view .empty a").First.ClickAsync();
        await visit.CountsAsync(40);
    }
}
