namespace Claims.Browser;

public sealed class SpeedTests(Chromium chromium, Servers servers, ITestOutputHelper output)
{
    private const int MostBytes = 100 << 10;

    [Fact]
    public async Task A_page_of_many_claims_is_light_and_its_times_are_told()
    {
        var server = await servers.Large;

        // What is compiled at the first call is no matter of the page.
        await using (await Visit.BeginAsync(chromium, server, "/?q=the"))
        {
        }

        await using var visit = await Visit.BeginAsync(chromium, server, "/");
        await Expect(visit.Page.Locator("#theme")).ToBeVisibleAsync();
        var bytes = await visit.Page.EvaluateAsync<int>("""
            () => ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
              .filter((one) => one.initiatorType !== 'fetch' && !one.name.includes(':watch'))
              .reduce((sum, one) => sum + one.transferSize, 0)
            """);
        var painted = await visit.Page.EvaluateAsync<double>("""
            () => new Promise((done) => new PerformanceObserver((list) => done(
              list.getEntriesByName('first-contentful-paint')[0].startTime)).observe({ type: 'paint', buffered: true }))
            """);
        await visit.Page.EvaluateAsync("""
            () => {
              window.times = [];
              let at = 0;
              document.addEventListener('keydown', () => (at = performance.now()), true);
              document.addEventListener('claims:patched', () => requestAnimationFrame(() => window.times.push(performance.now() - at)));
            }
            """);
        foreach (var (letter, i) in "minister".Select((letter, i) => (letter, i)))
        {
            await visit.Field.PressSequentiallyAsync($"{letter}");
            await visit.Page.WaitForFunctionAsync("(n) => window.times.length > n", i);
        }

        var times = await visit.Page.EvaluateAsync<double[]>("window.times");
        output.WriteLine(FormattableString.Invariant($"""
            {Servers.Many} claims: {bytes / 1024.0:0.0} KiB over the wire; first contentful paint after {painted:0} ms;
            from a key to the patched list {string.Join(", ", times.Select(time => $"{time:0}"))} ms
            """));
        Assert.InRange(bytes, 1, MostBytes);
    }
}
