using System.Net.ServerSentEvents;
using System.Text.Json;
using Claims.Tests.Live;
using Claims.V1;

namespace Claims.Tests.Web;

public class WebWatchTests
{
    private const string Watch = "/v1/articles/-/claims:watch";

    [Fact]
    public async Task What_there_is_comes_as_events_and_then_what_changes()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two."]), ("b", ["Three."]));
        using var web = new WebClient(corpus.Server);
        await using var events = await Events.OfAsync(web, Watch);
        var first = await events.NextAsync();
        Assert.Equal(["added One.", "added Three.", "added Two.", "checkpoint"], first);
        Assert.Equal(corpus.Server.Revision, events.LastId);
        await corpus.SaveAsync("a", 2);
        Assert.Equal("checkpoint", (await events.NextAsync())[^1]);
        Assert.NotEqual(corpus.Server.Revision, events.LastId);
    }

    [Fact]
    public async Task A_browser_that_connects_anew_goes_on_from_the_last_event()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two."]));
        using var web = new WebClient(corpus.Server);
        string reached;
        await using (var events = await Events.OfAsync(web, Watch))
        {
            await events.NextAsync();
            reached = events.LastId;
        }

        corpus.Write("b", "Three.");
        await corpus.TakeAsync();
        await using var again = await Events.OfAsync(web, Watch, reached);
        Assert.Equal(["added Three.", "checkpoint"], await again.NextAsync());
    }

    [Fact]
    public async Task Only_what_matches_is_told()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "not two."]));
        using var web = new WebClient(corpus.Server);
        await using var events = await Events.OfAsync(web, $"{Watch}?filter.polarities=POLARITY_NEGATIVE");
        Assert.Equal(["added not two.", "checkpoint"], await events.NextAsync());
    }

    [Fact]
    public async Task A_server_that_stops_says_so_in_an_event_of_its_own()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        using var web = new WebClient(corpus.Server);
        await using var events = await Events.OfAsync(web, Watch);
        await events.NextAsync();
        var stopping = corpus.Server.StopAsync();
        var failure = JsonDocument.Parse(await events.FailureAsync()).RootElement.GetProperty("error");
        Assert.Equal(503, failure.GetProperty("code").GetInt32());
        Assert.Equal("SHUTTING_DOWN", failure.GetProperty("details")[0].GetProperty("reason").GetString());
        await stopping;
    }

    [Fact]
    public async Task What_is_wrong_with_a_watch_is_an_error_and_no_event()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        using var web = new WebClient(corpus.Server);
        using var response = await web.Http.GetAsync($"{Watch}?revision=00000000000000000000000000000000");
        var error = await WebClient.ErrorOf(response);
        Assert.Equal((400, "REVISION_NOT_HELD"), (error.Code, error.Reason));
    }

    private sealed class Events(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
    {
        public string LastId { get; private set; } = "";

        public static async Task<Events> OfAsync(WebClient web, string url, string? lastId = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
            var response = await web.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            return new(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
        }

        // What comes up to the next checkpoint, the checkpoint last.
        public async Task<List<string>> NextAsync()
        {
            var told = new List<string>();
            while (await items.MoveNextAsync())
            {
                var message = WatchClaimsResponse.Parser.ParseJson(items.Current.Data);
                Assert.Equal(message.EventCase.ToString(), items.Current.EventType, ignoreCase: true);
                if (message.Checkpoint is not null)
                {
                    LastId = items.Current.EventId!;
                    Assert.Equal(message.Revision, LastId);
                    return [.. told.Order(StringComparer.Ordinal), "checkpoint"];
                }

                told.Add($"{items.Current.EventType} {(message.Added ?? message.Changed)?.Text ?? message.Removed}");
            }

            throw new InvalidOperationException("The watch ended.");
        }

        public async Task<string> FailureAsync()
        {
            while (await items.MoveNextAsync())
            {
                if (items.Current.EventType == "failure") return items.Current.Data;
            }

            throw new InvalidOperationException("The watch ended without a word.");
        }

        public async ValueTask DisposeAsync()
        {
            await items.DisposeAsync();
            response.Dispose();
        }
    }
}
