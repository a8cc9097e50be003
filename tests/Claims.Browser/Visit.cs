using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Claims.Browser;

/// <summary>
/// A page of a server in a browser that has been nowhere before, watched for what no page may do.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _asked = [];

    private Visit(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Errors of scripts, what the page's policy forbade, dialogs, and what was asked of other hosts.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>The paths that were asked for, in order.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public string Path => PathOf(Page.Url);

    /// <summary>The claims that the list has.</summary>
    public ILocator Claims => Page.Locator("#list .claim");

    /// <summary>The claim that is unfolded.</summary>
    public ILocator Detail => Page.Locator(".detail");

    public ILocator Field => Page.Locator("#q");

    public ILocator Bar => Page.Locator("#live");

    /// <summary>Opens a page.</summary>
    public static async Task<Visit> BeginAsync(
        Chromium chromium, RunningServer server, string path, int width = 1440, bool hasScripts = true)
    {
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = server.WebAddress,
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = hasScripts,
        });
        var visit = new Visit(context, await context.NewPageAsync());
        visit.Watch(new(server.WebAddress));
        await visit.GoAsync(path);
        return visit;
    }

    /// <summary>Goes to another address as a reader does who types it.</summary>
    public Task GoAsync(string path) => Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });

    /// <summary>The link that unfolds a claim, by its place in the list.</summary>
    public ILocator Fold(int place) => Claims.Nth(place).Locator("h3 a");

    /// <summary>The texts of the claims in the list, also of those out of sight.</summary>
    public async Task<IEnumerable<string>> TextsAsync() =>
        (await Claims.Locator("h3").AllTextContentsAsync())
            .Select(text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Waits until the address has a path and query, or begins with them.</summary>
    public Task IsAtAsync(string path, bool isAll = true) =>
        Expect(Page).ToHaveURLAsync(new Regex($"^http://[^/]+{Regex.Escape(path)}{(isAll ? "$" : "")}"));

    /// <summary>Waits until the list has as many claims.</summary>
    public Task CountsAsync(int claims) => Expect(Claims).ToHaveCountAsync(claims);

    /// <summary>How many pages a reader could go back to, and this one.</summary>
    public Task<int> HistoryAsync() => Page.EvaluateAsync<int>("history.length");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static string PathOf(string url) => new Uri(url).PathAndQuery;

    private void Watch(Uri home)
    {
        Page.Console += (_, message) =>
        {
            // The browser's own word on a page that is told not to be there.
            var isOfPage = message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
                && message.Location.StartsWith(Page.Url, StringComparison.Ordinal);
            if (message.Type is "error" or "warning" && !isOfPage) _complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        Page.PageError += (_, error) => _complaints.Enqueue(error);
        Page.Dialog += (_, dialog) =>
        {
            _complaints.Enqueue($"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        Page.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            _asked.Enqueue(url.PathAndQuery);
            if (url.Scheme != "data" && url.Authority != home.Authority) _complaints.Enqueue($"asked of another: {url}");
        };
    }
}
