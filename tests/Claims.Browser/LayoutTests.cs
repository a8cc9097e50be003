namespace Claims.Browser;

public sealed class LayoutTests(Chromium chromium, Servers servers)
{
    [Theory]
    [MemberData(nameof(Views.OfBoth), MemberType = typeof(Views))]
    public async Task No_page_is_wider_than_its_window_complains_or_asks_another_host(Corpus corpus, string view)
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Of(corpus), "about:blank");
        await visit.ShowAsync(corpus, view);
        var wide = new List<string>();
        foreach (var width in (int[])[1440, 1180, 860, 390, 320])
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            var beyond = await visit.Page.EvaluateAsync<string?>("""
                () => {
                  const [root, end] = [document.documentElement, innerWidth];
                  if (root.scrollWidth <= end) return null;
                  return [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > end + 0.5)
                    .slice(0, 3).map((one) => one.cloneNode(false).outerHTML).join(' ') || `${root.scrollWidth}`;
                }
                """);
            if (beyond is not null) wide.Add($"{width}: {beyond}");
        }

        Assert.True(wide.Count == 0, string.Join('\n', wide));
        Assert.Empty(visit.Complaints);
    }
}
