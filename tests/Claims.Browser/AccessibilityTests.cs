using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Claims.Browser;

public sealed class AccessibilityTests(Chromium chromium, Servers servers)
{
    private static readonly AxeRunOptions _rules = new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
    };

    // Which depend on colours alone.
    private static readonly AxeRunOptions _colours = new()
    {
        RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block"),
    };

    [Theory]
    [MemberData(nameof(Views.OfBoth), MemberType = typeof(Views))]
    public async Task Axe_finds_nothing_wide_or_narrow_in_light_or_dark(Corpus corpus, string view)
    {
        await using var visit = await Visit.BeginAsync(chromium, await servers.Of(corpus), "about:blank");
        var found = new List<string>();
        // What is narrow or dark is so whatever it says.
        foreach (var width in corpus == Corpus.Shipped ? (int[])[1440, 390] : [1440])
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            await visit.ShowAsync(corpus, view);

            // Narrow, filters are folded, and axe would not see them.
            await visit.Page.EvaluateAsync("document.getElementById('facets')?.setAttribute('open', '')");
            foreach (var scheme in width < 1440 ? (ColorScheme[])[ColorScheme.Light] : [ColorScheme.Light, ColorScheme.Dark])
            {
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                var result = await visit.Page.RunAxe(scheme == ColorScheme.Light ? _rules : _colours);
                Assert.NotEmpty(result.Passes);
                found.AddRange(result.Violations.SelectMany(violation => violation.Nodes.Select(node =>
                    $"{width} {scheme}: {violation.Id} ({violation.Help}): {node.Target} {node.Html}")));
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
