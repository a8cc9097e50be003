using Claims.Curated;
using Claims.Tests.Curated;
using Claims.Tests.Rpc;
using Claims.V1;
using Microsoft.AspNetCore.Builder;

namespace Claims.Tests.Live;

/// <summary>
/// A corpus of one file an article, that changes while a server serves it.
/// </summary>
internal sealed class LiveCorpus : IAsyncDisposable
{
    public const string All = "articles/-";

    private LiveCorpus()
    {
        Files.Write("sources.json", Made.Text([Made.Source(Made.Publisher)], [], []));
    }

    /// <summary>Texts of claims that are more than a connection takes before its client reads.</summary>
    public static string[] LongTexts { get; } = [.. Enumerable.Range(0, 1000).Select(i => $"{i} {new string('x', 20_000)}")];

    public CorpusFiles Files { get; } = new();

    public RunningServer Server { get; private set; } = null!;

    /// <summary>Serves articles, each of some claims.</summary>
    /// <param name="poll">How often the server looks; zero: when it is told to.</param>
    /// <param name="configure">What to change before the server is put together.</param>
    /// <param name="articles">What <see cref="Write"/> takes.</param>
    public static async Task<LiveCorpus> ServeAsync(
        TimeSpan poll, Action<WebApplicationBuilder>? configure, params (string Article, string[] Texts)[] articles)
    {
        var corpus = new LiveCorpus();
        foreach (var (article, texts) in articles) corpus.Write(article, texts);
        corpus.Server = await RunningServer.StartLiveAsync(corpus.Files.Root, poll, configure);
        return corpus;
    }

    public static Task<LiveCorpus> ServeAsync(params (string Article, string[] Texts)[] articles) =>
        ServeAsync(TimeSpan.Zero, null, articles);

    public static string NameOf(string article, int claim) => $"articles/{article}/claims/c{claim}";

    /// <summary>A curated file of an article whose claims, c0, c1 and so on, have these texts; null where there is none.</summary>
    public static string TextOf(string article, params string?[] texts) => Made.Text(
        [],
        [Made.Article($"articles/{article}", "2020-01-01")],
        texts.Select((text, i) =>
        {
            var claim = Made.Claim(NameOf(article, i), "2020-01-01");
            claim.Text = text ?? "";
            if (text?.StartsWith("not ", StringComparison.Ordinal) == true) claim.Stance.Polarity = Polarity.Negative;
            return claim;
        }).Where(claim => claim.Text.Length > 0));

    public void Write(string article, params string?[] texts) => Files.Write($"{article}.json", TextOf(article, texts));

    /// <summary>What the files hold, read by nobody's server.</summary>
    public string Expected() => CorpusLoader.Load(Files.Root).Revision!.Id;

    /// <summary>Lets the server load, and waits until it serves what the files hold.</summary>
    public async Task<string> TakeAsync()
    {
        var expected = Expected();
        Server.Reload!.Force();
        await IsServedAsync(expected);
        return expected;
    }

    /// <summary>Writes one article anew and has it taken, so many times; the revisions that came of it.</summary>
    public async Task<List<string>> SaveAsync(string article, int times)
    {
        var revisions = new List<string>();
        for (var i = 0; i < times; i++)
        {
            Write(article, $"It was saved for the {i}th time.");
            revisions.Add(await TakeAsync());
        }

        return revisions;
    }

    /// <summary>Waits until a revision is the current one.</summary>
    public async Task IsServedAsync(string revision)
    {
        while (true)
        {
            var beat = Server.Held.NextBeat;
            if (Server.Held.Current.Id == revision) return;
            await beat.WaitAsync(RunningServer.Patience);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Files.Dispose();
    }
}
