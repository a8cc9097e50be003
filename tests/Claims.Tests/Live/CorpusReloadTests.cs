using System.Diagnostics;
using Claims.Server.Hosting;
using Claims.Tests.Rpc;
using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace Claims.Tests.Live;

public class CorpusReloadTests
{
    private const int NotReloaded = 5;
    private const int Mistake = 6;

    private static readonly string _name = LiveCorpus.NameOf("a", 0);

    [Fact]
    public async Task A_file_that_is_edited_is_seen_by_itself()
    {
        await using var corpus = await LiveCorpus.ServeAsync(TimeSpan.FromSeconds(0.05), null, ("a", ["Before."]));
        Assert.Equal("Before.", corpus.Server.Claims.GetClaim(new() { Name = _name }).Text);
        corpus.Write("a", "After.");
        await corpus.IsServedAsync(corpus.Expected());
        Assert.Equal("After.", corpus.Server.Claims.GetClaim(new() { Name = _name }).Text);
        var served = corpus.Server.Claims.GetCorpus(new());
        Assert.Equal(corpus.Expected(), served.Revision);
        Assert.Null(served.LastFailedLoad);
        Assert.InRange(served.LoadTime.ToDateTime(), DateTime.UtcNow - RunningServer.Patience, DateTime.UtcNow);
    }

    [Fact]
    public async Task A_link_that_leads_elsewhere_is_seen_by_itself()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["Here."]));
        await using var other = await LiveCorpus.ServeAsync(("a", ["There."]));
        var link = Directory.CreateTempSubdirectory("links-").FullName;
        var current = Path.Combine(link, "current");
        Directory.CreateSymbolicLink(current, corpus.Files.Root);
        await using var server = await RunningServer.StartLiveAsync(current, TimeSpan.FromSeconds(0.05));
        var beat = server.Held.NextBeat;
        Directory.CreateSymbolicLink(Path.Combine(link, "next"), other.Files.Root);
        Directory.Move(Path.Combine(link, "next"), current + "2");
        File.Delete(current);
        Directory.Move(current + "2", current);
        await beat.WaitAsync(RunningServer.Patience);
        Assert.Equal("There.", server.Claims.GetClaim(new() { Name = _name }).Text);
        Directory.Delete(link, recursive: true);
    }

    [Fact]
    public async Task A_hang_up_loads_at_once()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["Before."]));
        corpus.Write("a", "After.");
        using var kill = Process.Start("kill", ["-HUP", $"{Environment.ProcessId}"]);
        await corpus.IsServedAsync(corpus.Expected());
        Assert.Equal("After.", corpus.Server.Claims.GetClaim(new() { Name = _name }).Text);
    }

    public static TheoryData<string> Broken => ["mistaken", "truncated", "empty", "not there", "no file left"];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_cannot_be_loaded_is_told_once_and_the_revision_before_goes_on(string how)
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["Before."]));
        var (server, away) = (corpus.Server, corpus.Files.Root + "-away");
        var good = corpus.Files.PathOf("a.json");
        var text = File.ReadAllText(good);
        switch (how)
        {
            case "mistaken":
                corpus.Files.Write("a.json", text.Replace("sources/publisher", "sources/publsher", StringComparison.Ordinal));
                break;
            case "truncated":
                corpus.Files.Write("a.json", text[..(text.Length / 2)]);
                break;
            case "empty":
                corpus.Files.Write("a.json", "");
                break;
            case "not there":
                Directory.Move(corpus.Files.Root, away);
                break;
            default:
                File.Delete(good);
                File.Delete(corpus.Files.PathOf("sources.json"));
                break;
        }

        for (var i = 0; i < 3; i++) await FailAsync(server);
        Assert.Single(server.Logs.All, record => record.Id.Id == NotReloaded);
        Assert.Single(server.Logs.All, record => record.Id.Id == Mistake);
        var served = server.Claims.GetCorpus(new());
        Assert.Equal(server.Revision, served.Revision);
        var failed = served.LastFailedLoad;
        Assert.Equal(1, failed.MistakeCount);
        Assert.InRange(failed.AttemptTime.ToDateTime(), DateTime.UtcNow - RunningServer.Patience, DateTime.UtcNow);
        Assert.Equal(how is "not there" or "no file left" ? "." : "a.json", failed.File);
        Assert.True(failed is { Line: > 0, Column: > 0, Rule.Length: > 0 });
        Assert.DoesNotContain("publsher", failed.ToString(), StringComparison.Ordinal);
        Assert.Equal("Before.", server.Claims.GetClaim(new() { Name = _name }).Text);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, server.Health.Check(new()).Status);

        if (how == "not there") Directory.Move(away, corpus.Files.Root);
        corpus.Files.Write("sources.json", Made.Text([Made.Source(Made.Publisher)], [], []));
        corpus.Write("a", "After.");
        await corpus.TakeAsync();
        Assert.Equal("After.", server.Claims.GetClaim(new() { Name = _name }).Text);
        while (server.Claims.GetCorpus(new()).LastFailedLoad is not null) await Task.Yield();
    }

    [Fact]
    public async Task Another_failure_is_told_too_and_what_is_mended_is_not_published_again()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["Before."]));
        corpus.Files.Write("a.json", "{");
        await FailAsync(corpus.Server);
        corpus.Files.Write("a.json", "{ \"articles\": 1 }");
        await FailAsync(corpus.Server);
        Assert.Equal(2, corpus.Server.Logs.All.Count(record => record.Id.Id == NotReloaded));

        var beat = corpus.Server.Held.NextBeat;
        corpus.Write("a", "Before.");
        corpus.Server.Reload!.Force();
        await corpus.Server.Logs.FirstAsync(record => record.Id.Id == 8);
        Assert.Single(corpus.Server.Held.All);
        Assert.False(beat.IsCompleted);
    }

    [Fact]
    public async Task Nine_saves_break_nobodys_walk()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two.", "Three."]), ("b", ["Four."]));
        var claims = corpus.Server.Claims;
        var request = new ListClaimsRequest { Parent = LiveCorpus.All, PageSize = 2 };
        var whole = claims.ListClaims(new(request) { PageSize = 0 }).Claims;
        var page = claims.ListClaims(request);
        var walked = page.Claims.ToList();
        await corpus.SaveAsync("a", 9);
        while (page.NextPageToken.Length > 0)
        {
            page = claims.ListClaims(new(request) { PageToken = page.NextPageToken });
            Assert.Equal(corpus.Server.Revision, page.Revision);
            walked.AddRange(page.Claims);
        }

        Assert.Equal(whole, walked);
    }

    [Fact]
    public async Task What_nobody_named_is_read_by_its_revision_until_seven_more_have_come()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["Before."]));
        var request = new GetClaimRequest { Name = _name, Revision = corpus.Server.Revision };
        await corpus.SaveAsync("a", 7);
        Assert.Equal("Before.", corpus.Server.Claims.GetClaim(request).Text);
        var current = (await corpus.SaveAsync("b", 1)).Single();
        var refusal = await Refusal.OfAsync(corpus.Server.Claims.GetClaimAsync(request));
        Assert.Equal((StatusCode.FailedPrecondition, "REVISION_NOT_HELD"), (refusal.Code, refusal.Reason));
        Assert.Equal(current, refusal.Info.Metadata["current_revision"]);
    }

    [Fact]
    public async Task As_many_revisions_are_kept_as_the_settings_say()
    {
        await using var corpus = await LiveCorpus.ServeAsync(
            TimeSpan.Zero, builder => builder.Configuration["Corpus:KeepRevisions"] = "2", ("a", ["Before."]));
        var saved = await corpus.SaveAsync("a", 3);
        Assert.Equal([saved[2], saved[1]], corpus.Server.Held.All.Select(one => one.Id));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.5", 500)]
    [InlineData("86400", 86_400_000)]
    [InlineData(null, 2000)]
    public void The_time_between_two_looks_may_be_any_fraction_of_seconds(string? seconds, int milliseconds)
    {
        string[] args = seconds is null ? [] : [$"--Corpus:PollSeconds={seconds}"];
        var poll = ServerApplication.CorpusPoll(ServerApplication.CreateBuilder(args).Configuration);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), poll);
    }

    private static async Task FailAsync(RunningServer server)
    {
        var before = server.Held.LastFailedLoad;
        server.Reload!.Force();
        while (ReferenceEquals(server.Held.LastFailedLoad, before)) await Task.Yield();
        await server.Logs.FirstAsync(record => record.Id.Id == Mistake);
    }
}
