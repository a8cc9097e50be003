using Claims.Tests.Live;
using Claims.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Claims.Tests.Rpc;

public class WatchClaimsTests
{
    [Fact]
    public async Task First_comes_every_claim_that_matches_and_then_a_checkpoint()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "not two."]), ("b", ["Three."]));
        using var all = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        Assert.Equal(["+One.", "+Three.", "+not two."], await all.NextAsync());
        using var negative = Watch.Of(
            corpus.Server, new() { Parent = LiveCorpus.All, Filter = new() { Polarities = { Polarity.Negative } } });
        Assert.Equal(["+not two."], await negative.NextAsync());
        using var b = Watch.Of(corpus.Server, new() { Parent = "articles/b" });
        Assert.Equal(["+Three."], await b.NextAsync());
        Assert.Equal(corpus.Server.Revision, b.Revision);
        Assert.Equal(corpus.Server.Revision, (await b.HeadersAsync()).GetValue("claims-revision"));
    }

    [Fact]
    public async Task Then_comes_what_was_added_changed_and_removed_and_a_checkpoint()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two."]), ("b", ["Three."]));
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        await watch.NextAsync();
        corpus.Write("a", null, "Two and more.", "Four.");
        var revision = await corpus.TakeAsync();
        Assert.Equal(["+Four.", "-articles/a/claims/c0", "=Two and more."], await watch.NextAsync());
        Assert.Equal(revision, watch.Revision);

        corpus.Write("c", "Five.");
        File.Delete(corpus.Files.PathOf("b.json"));
        await corpus.TakeAsync();
        Assert.Equal(["+Five.", "-articles/b/claims/c0"], await watch.NextAsync());
    }

    [Fact]
    public async Task The_filter_is_asked_of_both_sides_of_a_change()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "not two.", "Three.", "not four."]));
        using var watch = Watch.Of(
            corpus.Server, new() { Parent = LiveCorpus.All, Filter = new() { Polarities = { Polarity.Negative } } });
        Assert.Equal(["+not four.", "+not two."], await watch.NextAsync());
        corpus.Write("a", "not one.", "Two.", "Three, otherwise.", "not four, otherwise.");
        await corpus.TakeAsync();
        Assert.Equal(["+not one.", "-articles/a/claims/c1", "=not four, otherwise."], await watch.NextAsync());
    }

    [Fact]
    public async Task A_claim_of_an_article_that_stays_comes_in_where_its_source_is_affiliated_anew()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        using var watch = Watch.Of(
            corpus.Server, new() { Parent = LiveCorpus.All, Filter = new() { Affiliations = { "sources/group" } } });
        Assert.Empty(await watch.NextAsync());
        var (group, publisher) = (Made.Source("sources/group"), Made.Source(Made.Publisher));
        publisher.Affiliation = group.Name;
        corpus.Files.Write("sources.json", Made.Text([group, publisher], [], []));
        await corpus.TakeAsync();
        Assert.Equal(["+One."], await watch.NextAsync());
        corpus.Files.Write("sources.json", Made.Text([group, Made.Source(Made.Publisher)], [], []));
        await corpus.TakeAsync();
        Assert.Equal(["-articles/a/claims/c0"], await watch.NextAsync());
    }

    [Fact]
    public async Task A_claim_of_an_article_that_stays_comes_in_where_its_place_comes_to_lie_in_another()
    {
        await using var corpus = await LiveCorpus.ServeAsync();
        WritePlaces("");
        var claim = Made.Claim("articles/a/claims/c0", "2020-01-01");
        claim.Text = "One.";
        claim.Places.Add(new PlaceMention { Place = "town" });
        corpus.Files.Write("a.json", Made.Text([], [Made.Article("articles/a", "2020-01-01")], [claim]));
        await corpus.TakeAsync();
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All, Filter = new() { Places = { "land" } } });
        Assert.Empty(await watch.NextAsync());
        WritePlaces(", \"within\": \"land\"");
        await corpus.TakeAsync();
        Assert.Equal(["+One."], await watch.NextAsync());
        WritePlaces("");
        await corpus.TakeAsync();
        Assert.Equal(["-articles/a/claims/c0"], await watch.NextAsync());

        void WritePlaces(string within) => corpus.Files.Write("places.json",
            $$"""{ "places": [{ "slug": "land", "displayName": "Land" }, { "slug": "town", "displayName": "Town"{{within}} }] }""");
    }

    [Fact]
    public async Task A_claim_comes_in_where_its_article_is_in_another_language_and_it_stays_as_it_is()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All, Filter = new() { Languages = { "fr" } } });
        Assert.Empty(await watch.NextAsync());
        corpus.Files.Write("a.json", LiveCorpus.TextOf("a", "One.").Replace("\"language\":\"en\"", "\"language\":\"fr\"", StringComparison.Ordinal));
        await corpus.TakeAsync();
        Assert.Equal(["+One."], await watch.NextAsync());
    }

    [Fact]
    public async Task A_claim_that_one_of_another_article_supersedes_stands_no_more()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        using var watch = Watch.Of(corpus.Server, new()
        {
            Parent = "articles/a",
            Filter = new() { StandingAt = new() { Seconds = 1_900_000_000 } },
        });
        Assert.Equal(["+One."], await watch.NextAsync());
        var claim = Made.Claim("articles/b/claims/c0", "2021-01-01");
        claim.Relations.Add(new Relation { Type = RelationType.Supersedes, Claim = "articles/a/claims/c0" });
        corpus.Files.Write("b.json", Made.Text([], [Made.Article("articles/b", "2021-01-01")], [claim]));
        await corpus.TakeAsync();
        Assert.Equal(["-articles/a/claims/c0"], await watch.NextAsync());
    }

    [Fact]
    public async Task A_watch_is_taken_up_again_from_a_revision_that_is_held_and_from_no_other()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]), ("b", ["Two."]));
        var start = corpus.Server.Revision;
        using var first = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        await first.NextAsync();
        corpus.Write("a", "One, later.");
        await corpus.TakeAsync();
        corpus.Write("b", "Two.", "Three.");
        await corpus.TakeAsync();
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All, Revision = start }, first.State);
        Assert.Equal(["+Three.", "=One, later."], await watch.NextAsync());

        using var current = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All, Revision = watch.Revision });
        Assert.Empty(await current.NextAsync());

        var refusal = await Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All, Revision = new('0', 32) }).EndAsync();
        Assert.Equal((StatusCode.FailedPrecondition, "REVISION_NOT_HELD"), (refusal.Code, refusal.Reason));
        Assert.Equal(watch.Revision, refusal.Info.Metadata["current_revision"]);
        (await Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All, Revision = "x" }).EndAsync()).Blames("revision");
        (await Watch.Of(corpus.Server, new()).EndAsync()).Blames("parent");
    }

    [Fact]
    public async Task An_article_that_was_never_there_is_not_found_and_one_that_goes_and_comes_takes_its_claims_along()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]), ("b", ["Two."]));
        var refusal = await Watch.Of(corpus.Server, new() { Parent = "articles/c" }).EndAsync();
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (refusal.Code, refusal.Reason));

        using var watch = Watch.Of(corpus.Server, new() { Parent = "articles/b" });
        Assert.Equal(["+Two."], await watch.NextAsync());
        var (before, state) = (watch.Revision, watch.State.ToDictionary());
        File.Delete(corpus.Files.PathOf("b.json"));
        await corpus.TakeAsync();
        Assert.Equal(["-articles/b/claims/c0"], await watch.NextAsync());
        using var resumed = Watch.Of(corpus.Server, new() { Parent = "articles/b", Revision = before }, state);
        Assert.Equal(["-articles/b/claims/c0"], await resumed.NextAsync());
        corpus.Write("b", "Two again.");
        await corpus.TakeAsync();
        Assert.Equal(["+Two again."], await watch.NextAsync());
    }

    [Fact]
    public async Task Where_nothing_changes_a_checkpoint_comes_all_the_same()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        await watch.NextAsync();
        corpus.Server.Held.Beat();
        Assert.Empty(await watch.NextAsync());
        Assert.Equal(corpus.Server.Revision, watch.Revision);
    }

    [Fact]
    public async Task Who_reads_slowly_gets_the_difference_to_what_is_current_by_then()
    {
        // Far more than any window lets in before it is read.
        var texts = Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), 30_000)).ToArray();
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]), ("b", texts));
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        await watch.HeadersAsync();
        await corpus.SaveAsync("a", 4);
        var changed = await corpus.TakeAsync();
        Assert.Equal(301, (await watch.NextAsync()).Count);
        if (watch.Revision != changed) Assert.Equal(["=It was saved for the 3th time."], await watch.NextAsync());
        Assert.Equal(changed, watch.Revision);
    }

    [Fact]
    public async Task A_watch_whose_revision_had_to_be_given_up_ends_and_says_so()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        await watch.NextAsync();

        // As the limits do, of which the test would need more than there are revisions in it.
        corpus.Server.Held.Current.Drop();
        corpus.Write("a", "Two.");
        corpus.Server.Reload!.Force();
        var refusal = await watch.EndAsync();
        Assert.Equal((StatusCode.FailedPrecondition, "REVISION_NOT_HELD"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task The_revision_of_a_checkpoint_is_held_beyond_those_that_are_kept_in_any_case()
    {
        await using var corpus = await LiveCorpus.ServeAsync(
            TimeSpan.Zero, builder => builder.Configuration["Corpus:KeepRevisions"] = "1", ("a", ["One."]));
        using var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        await watch.NextAsync();
        var state = watch.State.ToDictionary();
        watch.Dispose();
        await corpus.SaveAsync("a", 3);
        using var resumed = Watch.Of(
            corpus.Server, new() { Parent = LiveCorpus.All, Revision = corpus.Server.Revision }, state);
        Assert.Equal(["=It was saved for the 2th time."], await resumed.NextAsync());
    }

    [Fact]
    public async Task Watches_end_when_the_server_stops_and_are_told_why()
    {
        await using var corpus = await LiveCorpus.ServeAsync(
            TimeSpan.Zero, builder => builder.Configuration["Limits:WatchesPerConnection"] = "50", ("a", ["One."]));
        var watches = Enumerable.Range(0, 50).Select(_ => Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All })).ToList();
        foreach (var watch in watches) await watch.NextAsync();
        var stopped = corpus.Server.StopAsync();
        foreach (var watch in watches)
        {
            var refusal = await watch.EndAsync();
            Assert.Equal((StatusCode.Unavailable, "SHUTTING_DOWN"), (refusal.Code, refusal.Reason));
            watch.Dispose();
        }

        await stopped.WaitAsync(RunningServer.Patience);
        Assert.DoesNotContain(corpus.Server.Logs.All, record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_watch_that_waits_holds_no_memory_that_other_calls_need_and_no_revision()
    {
        // What two calls need.
        await using var corpus = await LiveCorpus.ServeAsync(
            TimeSpan.Zero,
            builder =>
            {
                builder.Configuration["Limits:WaitingBytesPerConnection"] = "65536";
                builder.Configuration["Limits:WatchesPerConnection"] = "40";
            },
            ("a", ["One."]));
        var watches = Enumerable.Range(0, 40).Select(_ => Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All })).ToList();
        foreach (var watch in watches) Assert.Equal(["+One."], await watch.NextAsync());
        corpus.Server.Claims.GetCorpus(new());
        var first = corpus.Server.Held.Current;
        await corpus.SaveAsync("a", 1);
        foreach (var watch in watches) Assert.Equal(["=It was saved for the 0th time."], await watch.NextAsync());
        first.Drop();
        Assert.True(first.Revision.IsDisposed);
        foreach (var watch in watches) watch.Dispose();
    }

    [Fact]
    public async Task A_watch_that_is_cancelled_ends_and_nothing_is_logged_of_it_as_wrong()
    {
        await using var corpus = await LiveCorpus.ServeAsync(
            TimeSpan.Zero,
            builder => builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information),
            ("a", ["One."]));
        using (var watch = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All })) await watch.NextAsync();
        await corpus.Server.Logs.FirstAsync(
            record => record is { Category: "Microsoft.AspNetCore.Hosting.Diagnostics", Id.Id: 2 });
        Assert.DoesNotContain(corpus.Server.Logs.All, record => record.Level >= LogLevel.Warning);
    }
}
