namespace Claims.Browser;

/// <summary>
/// Draws every view, for people to look at; run by <c>pictures</c> and not with the tests.
/// </summary>
public sealed class Pictures(Chromium chromium, Servers servers)
{
    private static readonly int[] _widths = [1440, 1180, 860, 390];

    [Fact(Explicit = true)]
    public async Task Of_the_shipped_corpus()
    {
        foreach (var view in Views.All)
        {
            await DrawAsync(await servers.Shipped, "84", view, visit => visit.ShowAsync(Corpus.Shipped, view));
        }
    }

    [Fact(Explicit = true)]
    public async Task Of_one_claim()
    {
        const string Article = "/articles/port";
        foreach (var path in (string[])["/", Article, $"{Article}?view=when", $"{Article}?view=who", $"{Article}/claims/c0"])
        {
            await DrawAsync(await servers.Lone, "1", path, visit => visit.GoAsync(path));
        }
    }

    [Fact(Explicit = true)]
    public async Task Of_many_claims()
    {
        foreach (var path in (string[])["/", "/?view=when", "/?view=who", "/?q=minister"])
        {
            await DrawAsync(await servers.Large, "100000", path, visit => visit.GoAsync(path));
        }
    }

    private async Task DrawAsync(RunningServer server, string corpus, string name, Func<Visit, Task> show)
    {
        var directory = Environment.GetEnvironmentVariable("PICTURES")
            ?? throw new InvalidOperationException("PICTURES names no directory.");
        var file = string.Concat(name.Select(one => char.IsAsciiLetterOrDigit(one) ? one : '-'));
        await using var visit = await Visit.BeginAsync(chromium, server, "about:blank");
        foreach (var width in _widths)
        {
            await visit.Page.SetViewportSizeAsync(width, 900);
            await show(visit);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                var picture = $"{corpus}_{file}_{width}_{scheme}.png".ToLowerInvariant();
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(directory, picture) });
            }
        }
    }
}
