using Claims.Tests.Rpc;
using Claims.V1;
using Google.Rpc;
using Grpc.Core;
using WebClient = Claims.Tests.Web.WebClient;

namespace Claims.Tests.Live;

public class WithdrawalTests
{
    private const string Day = "2026-11-20";
    private const string Reason = "It was never said.";

    private static readonly string _claim = LiveCorpus.NameOf("a", 1);
    private static readonly string _other = LiveCorpus.NameOf("b", 0);

    [Fact]
    public async Task What_was_withdrawn_is_in_no_answer_though_the_files_still_give_it()
    {
        await using var corpus = await ServeRelatedAsync();
        var claims = corpus.Server.Claims;
        Assert.Equal(_claim, Assert.Single(claims.GetClaim(new() { Name = _other }).Relations).Claim);
        var digest = claims.GetClaim(new() { Name = _other }).Digest;
        await WithdrawAsync(corpus, _claim);

        var other = claims.GetClaim(new() { Name = _other });
        Assert.Empty(other.Relations);
        Assert.NotEqual(digest, other.Digest);
        var answers = new object[]
        {
            claims.ListClaims(new() { Parent = LiveCorpus.All }),
            claims.SearchClaims(new() { Parent = LiveCorpus.All, Query = "two" }),
            claims.FindSimilarClaims(new() { Name = LiveCorpus.NameOf("a", 0) }),
            claims.TraceClaim(new() { Name = _other }),
            claims.GetArticle(new() { Name = "articles/a" }),
            claims.SummarizeClaims(new() { Parent = LiveCorpus.All, Dimensions = { Dimension.Article, Dimension.RelationType } }),
        };
        Assert.All(answers, answer => Assert.DoesNotContain(_claim, $"{answer}", StringComparison.Ordinal));
        Assert.Equal(2, claims.GetArticle(new() { Name = "articles/a" }).ClaimCount);
        Assert.Equal(3, claims.GetCorpus(new()).ClaimCount);
        Assert.Equal(0, claims.SearchClaims(new() { Parent = LiveCorpus.All, Query = "two" }).TotalSize);
        Assert.Single(claims.TraceClaim(new() { Name = _other }).Claims);
    }

    [Fact]
    public async Task Whoever_asks_for_it_by_a_name_that_it_has_or_had_is_told_when_and_why()
    {
        await using var corpus = await ServeRelatedAsync();
        await WithdrawAsync(corpus, _claim);
        var claims = corpus.Server.Claims;
        foreach (var name in new[] { _claim, LiveCorpus.NameOf("a", 9), LiveCorpus.NameOf("former", 1) })
        {
            AssertIsTold(await Refusal.OfAsync(claims.GetClaimAsync(new() { Name = name })), name);
            AssertIsTold(await Refusal.OfAsync(claims.TraceClaimAsync(new() { Name = name })), name);
            AssertIsTold(await Refusal.OfAsync(claims.FindSimilarClaimsAsync(new() { Name = name })), name);
            AssertIsTold(await Refusal.OfAsync(claims.BatchGetClaimsAsync(new() { Names = { _other, name } })), name);
        }

        var mixed = await Refusal.OfAsync(claims.BatchGetClaimsAsync(new() { Names = { _claim, LiveCorpus.NameOf("b", 7) } }));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND", "2"), (mixed.Code, mixed.Reason, mixed.Info.Metadata["missing"]));
        Assert.Equal([$"Withdrawn ({Day}): {Reason}", "There is no such"], mixed.Missing.Select((info, i) =>
            i == 0 ? info.Description : info.Description[..16]));
        Assert.Equal(_claim, mixed.Status.GetDetail<Withdrawal>().Name);
    }

    [Fact]
    public async Task An_article_takes_its_claims_along()
    {
        await using var corpus = await ServeRelatedAsync();
        await WithdrawAsync(corpus, "articles/former");
        var claims = corpus.Server.Claims;
        Assert.Equal([_other], claims.ListClaims(new() { Parent = LiveCorpus.All }).Claims.Select(claim => claim.Name));
        Assert.Equal(["articles/b"], claims.ListArticles(new()).Articles.Select(article => article.Name));
        foreach (var name in new[] { "articles/a", "articles/former" })
        {
            AssertIsTold(await Refusal.OfAsync(claims.GetArticleAsync(new() { Name = name })), name);
            AssertIsTold(await Refusal.OfAsync(claims.ListClaimsAsync(new() { Parent = name })), name);
            AssertIsTold(await Watch.Of(corpus.Server, new() { Parent = name }).EndAsync(), name);
            AssertIsTold(await Refusal.OfAsync(claims.GetClaimAsync(new() { Name = $"{name}/claims/c1" })), $"{name}/claims/c1");
        }
    }

    [Fact]
    public async Task What_no_file_gives_any_more_is_told_of_all_the_same()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two.", "Three."]), ("b", ["Four."]));
        corpus.Write("a", "One.", null, "Three.");
        var current = await WithdrawAsync(corpus, _claim);
        AssertIsTold(await Refusal.OfAsync(corpus.Server.Claims.GetClaimAsync(new() { Name = _claim })), _claim);
        AssertIsTold(
            await Refusal.OfAsync(corpus.Server.Claims.GetClaimAsync(new() { Name = _claim, Revision = current })), _claim);
    }

    [Fact]
    public async Task A_revision_that_has_it_is_read_no_more_and_one_that_has_not_is()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One."]), ("b", ["Four."]));
        var without = corpus.Server.Revision;
        corpus.Write("a", "One.", "Two.", "Three.");
        var with = await corpus.TakeAsync();
        var page = corpus.Server.Claims.ListClaims(new() { Parent = LiveCorpus.All, PageSize = 1 });
        var current = await WithdrawAsync(corpus, _claim);
        AssertIsNotHeld(await Refusal.OfAsync(corpus.Server.Claims.ListClaimsAsync(
            new() { Parent = LiveCorpus.All, PageSize = 1, PageToken = page.NextPageToken })));
        AssertIsNotHeld(await Refusal.OfAsync(corpus.Server.Claims.GetClaimAsync(new() { Name = _claim, Revision = with })));
        AssertIsNotHeld(await Refusal.OfAsync(corpus.Server.Claims.GetClaimAsync(new() { Name = _other, Revision = with })));
        Assert.Equal(2, corpus.Server.Claims.ListClaims(new() { Parent = LiveCorpus.All, Revision = without }).TotalSize);
        await corpus.Server.Logs.FirstAsync(record => record.Id.Id == 10);

        // Taken back, it is served again, by the very revision.
        corpus.Files.Write("withdrawn.json", "{}");
        Assert.Equal(with, await corpus.TakeAsync());
        Assert.Equal("Two.", corpus.Server.Claims.GetClaim(new() { Name = _claim, Revision = with }).Text);

        void AssertIsNotHeld(Refusal refusal)
        {
            Assert.Equal((StatusCode.FailedPrecondition, "REVISION_NOT_HELD"), (refusal.Code, refusal.Reason));
            Assert.Equal(current, refusal.Info.Metadata["current_revision"]);
        }
    }

    [Fact]
    public async Task A_watch_is_told_that_it_is_removed_and_so_is_one_that_is_taken_up_again()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two."]), ("b", ["Four."]));
        using var all = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All });
        using var article = Watch.Of(corpus.Server, new() { Parent = "articles/b" });
        await all.NextAsync();
        await article.NextAsync();
        var (before, state) = (all.Revision, new Dictionary<string, Claim>(all.State));
        await WithdrawAsync(corpus, _claim, "articles/b");
        Assert.Equal([$"-{_claim}", $"-{_other}"], await all.NextAsync());
        Assert.Equal([$"-{_other}"], await article.NextAsync());
        using var later = Watch.Of(corpus.Server, new() { Parent = LiveCorpus.All, Revision = before }, state);
        Assert.Equal([$"-{_claim}", $"-{_other}"], await later.NextAsync());
    }

    [Fact]
    public async Task A_watch_that_is_still_to_send_it_ends()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", LiveCorpus.LongTexts));
        var last = LiveCorpus.NameOf("a", LiveCorpus.LongTexts.Length - 1);
        using var call = corpus.Server.Claims.WatchClaims(new() { Parent = LiveCorpus.All });
        Assert.True(await call.ResponseStream.MoveNext(default));
        await WithdrawAsync(corpus, last);
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(default)) Assert.NotEqual(last, call.ResponseStream.Current.Added?.Name);
        });
        Assert.Equal("REVISION_NOT_HELD", Refusal.Of(error).Reason);
    }

    [Fact]
    public async Task An_export_that_is_still_to_send_it_ends()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", LiveCorpus.LongTexts));
        using var web = new WebClient(corpus.Server);
        using var export = await web.Http.GetAsync(
            "/v1/articles/-/claims:export?format=jsonl", HttpCompletionOption.ResponseHeadersRead);
        await WithdrawAsync(corpus, LiveCorpus.NameOf("a", LiveCorpus.LongTexts.Length - 1));
        await Assert.ThrowsAsync<HttpRequestException>(() => export.Content.CopyToAsync(Stream.Null));
    }

    private static async Task<LiveCorpus> ServeRelatedAsync()
    {
        var corpus = await LiveCorpus.ServeAsync(("a", ["One."]));
        var article = Made.Article("articles/a", "2020-01-01");
        article.FormerNames.Add("articles/former");
        string[] texts = ["This is one.", "This is two.", "This is three."];
        var ofArticle = texts.Select((_, i) => Made.Claim(LiveCorpus.NameOf("a", i), "2020-01-01")).ToList();
        for (var i = 0; i < texts.Length; i++) ofArticle[i].Text = texts[i];
        ofArticle[1].FormerNames.Add(LiveCorpus.NameOf("a", 9));
        var other = Made.Claim(_other, "2020-01-01");
        other.Relations.Add(new Relation { Type = RelationType.Corroborates, Claim = _claim });
        corpus.Files.Write("a.json", Made.Text([], [article], ofArticle));
        corpus.Files.Write("b.json", Made.Text([], [Made.Article("articles/b", "2020-01-01")], [other]));
        Assert.Empty(corpus.Files.Mistakes());
        await corpus.TakeAsync();
        return corpus;
    }

    // In a file of its own, as whoever is in a hurry would.
    private static Task<string> WithdrawAsync(LiveCorpus corpus, params string[] names)
    {
        var withdrawals = names.Select(name => $$"""
            {
              "name": "{{name}}",
              "date": { "edtf": "{{Day}}", "basis": "DATE_BASIS_EXTERNAL", "timeZone": "Etc/UTC" },
              "reason": "{{Reason}}"
            }
            """);
        corpus.Files.Write("withdrawn.json", $$"""{ "withdrawn": [{{string.Join(',', withdrawals)}}] }""");
        return corpus.TakeAsync();
    }

    private static void AssertIsTold(Refusal refusal, string name)
    {
        Assert.Equal((StatusCode.NotFound, "WITHDRAWN"), (refusal.Code, refusal.Reason));
        Assert.Equal((Day, "1"), (refusal.Info.Metadata["date"], refusal.Info.Metadata["missing"]));
        Assert.Equal($"'{name}' was withdrawn ({Day}): {Reason}", refusal.Message);
        Assert.Equal((name, $"Withdrawn ({Day}): {Reason}"), refusal.Missing.Select(info => (info.ResourceName, info.Description)).Single());
        var withdrawal = refusal.Status.GetDetail<Withdrawal>();
        Assert.Equal((Day, Reason), (withdrawal.Date.Edtf, withdrawal.Reason));
    }
}
