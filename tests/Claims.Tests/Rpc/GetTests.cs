using Claims.Catalog;
using Claims.Server;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class GetTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Ferry = "articles/ferry-claim";
    private const string Fire = $"{Ferry}/claims/front-set-fire";

    [Theory]
    [InlineData(Fire)]
    [InlineData("articles/ferry-arson/claims/front-did-it")]
    [InlineData("articles/ferry-claim/claims/front-did-it")]
    public void A_claim_is_got_by_any_name_it_ever_had_and_has_its_current_one(string name)
    {
        var claim = server.Claims.GetClaim(new() { Name = name });
        Assert.Equal(Fire, claim.Name);
        Assert.NotEmpty(claim.Text);
        Assert.Equal(["sources/corvane-press-agency"], claim.Attribution.Steps[0].Speakers.Select(speaker => speaker.Source));
        Assert.Equal(AttributionKind.Narrative, claim.Attribution.Steps[0].Kind);
        Assert.Equal(claim.Attribution.Steps[^1].Speakers, claim.Speakers);
        Assert.NotNull(claim.StatedDate.EarliestTime);
    }

    [Theory]
    [InlineData(Ferry)]
    [InlineData("articles/ferry-arson")]
    public void An_article_is_got_by_any_name_it_ever_had_and_has_its_current_one(string name)
    {
        var article = server.Claims.GetArticle(new() { Name = name });
        Assert.Equal(Ferry, article.Name);
        Assert.Equal("sources/corvane-press-agency", article.Publisher);
        Assert.Equal(11, article.ClaimCount);
    }

    [Theory]
    [InlineData("sources/corvane-press-agency")]
    [InlineData("sources/corvane-telegraph")]
    public void A_source_is_got_by_any_name_it_ever_had_and_has_its_current_one(string name)
    {
        var source = server.Claims.GetSource(new() { Name = name });
        Assert.Equal("sources/corvane-press-agency", source.Name);
        Assert.Equal(SourceKind.NewsAgency, source.Kind);
        var claims = server.Claims.ListClaims(new()
        {
            Parent = "articles/-",
            Filter = new() { Speakers = { source.Name } },
        });
        Assert.Equal(claims.TotalSize, source.ClaimCount);
        Assert.NotEqual(0, source.ClaimCount);
    }

    [Fact]
    public async Task What_is_absent_is_not_found_and_told_by_type_and_name()
    {
        await IsMissing(server.Claims.GetClaimAsync(new() { Name = "articles/ferry-claim/claims/no" }), "claims.v1.Claim");
        await IsMissing(server.Claims.GetArticleAsync(new() { Name = "articles/no" }), "claims.v1.Article");
        await IsMissing(server.Claims.GetSourceAsync(new() { Name = "sources/no" }), "claims.v1.Source");
        await IsMissing(server.Claims.ListClaimsAsync(new() { Parent = "articles/no" }), "claims.v1.Article");

        static async Task IsMissing<T>(AsyncUnaryCall<T> call, string type)
        {
            var refusal = await Refusal.OfAsync(call);
            Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (refusal.Code, refusal.Reason));
            Assert.Equal("1", refusal.Info.Metadata["missing"]);
            var missing = Assert.Single(refusal.Missing);
            Assert.Equal(type, missing.ResourceType);
            Assert.EndsWith("/no", missing.ResourceName, StringComparison.Ordinal);
            Assert.Contains($"'{missing.ResourceName}'", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("articles/ferry-claim/claims/front-set-fires", Fire)]
    [InlineData("articles/ferry-claim/claims/font-set-fire", Fire)]
    [InlineData("articles/ferry-arson/claims/front-sets-fire", Fire)]
    [InlineData("articles/ferry-clam/claims/front-set-fire", Fire)]
    [InlineData("articles/fery-claim/claims/front-set-fires", Fire)]
    [InlineData("articles/ferry-clam/claims/nothing-of-the-kind", Ferry)]
    [InlineData("articles/ferry-claim/claims/nothing-of-the-kind", null)]
    [InlineData("articles/nothing/claims/front-set-fire", null)]
    public async Task A_claim_that_is_absent_may_be_another_misspelt(string name, string? meant)
    {
        Suggests(await Refusal.OfAsync(server.Claims.GetClaimAsync(new() { Name = name })), name, meant);
        Suggests(await Refusal.OfAsync(server.Claims.TraceClaimAsync(new() { Name = name })), name, meant);
        Suggests(await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(new() { Names = { Fire, name } })), name, meant);
    }

    [Theory]
    [InlineData("articles/ferry-claims", Ferry)]
    [InlineData("articles/ferry-fier", "articles/ferry-fire")]
    [InlineData("articles/ferry-arsn", Ferry)]
    [InlineData("articles/nothing", null)]
    public async Task An_article_that_is_absent_may_be_another_misspelt(string name, string? meant)
    {
        Suggests(await Refusal.OfAsync(server.Claims.GetArticleAsync(new() { Name = name })), name, meant);
        Suggests(await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = name })), name, meant);
        Suggests(await Refusal.OfAsync(server.Claims.SearchClaimsAsync(new() { Parent = name, Query = "fire" })), name, meant);
        Suggests(await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(
            new() { Parent = name, Dimensions = { Dimension.Topic } })), name, meant);
    }

    [Theory]
    [InlineData("sources/corvane-pres-agency", "sources/corvane-press-agency")]
    [InlineData("sources/corvane-telegraf", "sources/corvane-press-agency")]
    [InlineData("sources/nothing", null)]
    public async Task A_source_that_is_absent_may_be_another_misspelt(string name, string? meant) =>
        Suggests(await Refusal.OfAsync(server.Claims.GetSourceAsync(new() { Name = name })), name, meant);

    [Fact]
    public async Task Of_many_names_the_one_that_is_an_edit_away_is_suggested()
    {
        var articles = Enumerable.Range(0, 300).Select(i => Made.Article($"articles/report-{i:000}-of-many", "2016-09-05")).ToList();
        articles[7].FormerNames.Add("articles/seventh");
        var claims = Enumerable.Range(0, 300).Select(i => Made.Claim($"articles/report-000-of-many/claims/line-{i:000}-of-many", "2016-09-05"));
        using var files = Made.Corpus(articles, claims);
        await using var other = await RunningServer.StartAsync(files.Root);
        foreach (var slug in (string[])[
            "report-123-of-mayn", "report-123-of-may", "report-123-of-manyy", "report-123-of-mani", "eport-123-of-many",
            "xreport-123-of-many", "erport-123-of-many", "report-12-3of-many", "report-123of-many"])
        {
            Suggests(
                await Refusal.OfAsync(other.Claims.GetArticleAsync(new() { Name = $"articles/{slug}" })),
                $"articles/{slug}", "articles/report-123-of-many");
        }

        const string Line = "articles/report-000-of-many/claims/line-123-of-many";
        foreach (var slug in (string[])["line-123-of-mani", "ine-123-of-many", "line-123-of-manyx", "line123-of-many"])
        {
            var name = $"articles/report-000-of-many/claims/{slug}";
            Suggests(await Refusal.OfAsync(other.Claims.GetClaimAsync(new() { Name = name })), name, Line);
        }

        Suggests(
            await Refusal.OfAsync(other.Claims.GetArticleAsync(new() { Name = "articles/sevnth" })), "articles/sevnth",
            "articles/report-007-of-many");
    }

    [Fact]
    public async Task Of_many_sources_one_is_suggested_by_a_former_name_too()
    {
        var sources = Enumerable.Range(0, 300).Select(i => Made.Source($"sources/reporter-{i:000}-of-many")).ToList();
        sources[7].FormerNames.Add("sources/seventh");
        using var files = Made.Corpus([Made.Article("articles/report", "2016-09-05")], []);
        files.Write("sources.json", $$"""{ "sources": [{{string.Join(',', sources)}}] }""");
        await using var other = await RunningServer.StartAsync(files.Root);
        Suggests(
            await Refusal.OfAsync(other.Claims.GetSourceAsync(new() { Name = "sources/sevnth" })), "sources/sevnth",
            "sources/reporter-007-of-many");
    }

    [Fact]
    public async Task A_batch_suggests_for_the_first_few_that_are_missing()
    {
        var names = Enumerable.Range(0, 9).Select(i => $"{Fire}{i}").ToList();
        var refusal = await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(new() { Names = { names } }));
        Assert.EndsWith($"; did you mean '{Fire}'?", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, refusal.Missing.Count(info => info.Description.EndsWith($"; did you mean '{Fire}'?", StringComparison.Ordinal)));
    }

    private static void Suggests(Refusal refusal, string name, string? meant)
    {
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (refusal.Code, refusal.Reason));
        Assert.Equal(meant, refusal.Info.Metadata.GetValueOrDefault("did_you_mean"));
        var end = meant is null ? "." : $"; did you mean '{meant}'?";
        Assert.Equal($"'{name}' is not in the corpus{end}", refusal.Message);
        Assert.EndsWith(end, Assert.Single(refusal.Missing).Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("articles/ferry-claim")]
    [InlineData("articles/-/claims/front-set-fire")]
    [InlineData("articles/ferry-claim/claims/Front-set-fire")]
    [InlineData("articles/ferry-claim/claims/front-set-fire ")]
    [InlineData("articles/ferry-claim/claims/front-set-fire\n")]
    [InlineData("articles/ferry-claim/claims/-")]
    [InlineData("articles/ferry-claim/claims/")]
    [InlineData("articles/ferry-claim/claims/a/claims/b")]
    [InlineData("articles//claims/front-set-fire")]
    [InlineData("sources/corvane-press-agency")]
    [InlineData("../etc/passwd")]
    [InlineData("articles/ferry-clаim/claims/front-set-fire")]
    [InlineData("\0")]
    [InlineData("💥")]
    public async Task A_malformed_name_is_refused_with_its_form(string name)
    {
        var refusal = await Refusal.OfAsync(server.Claims.GetClaimAsync(new() { Name = name }));
        refusal.Blames("name");
        Assert.Contains("articles/{article}/claims/{claim}", refusal.Violations[0].Description, StringComparison.Ordinal);
        Assert.Contains(name.Length == 0 ? "required" : $"'{Quote.Cut(name)}'", refusal.Violations[0].Description, StringComparison.Ordinal);
        Assert.StartsWith("name: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_articles_and_sources_must_be_well_formed_too()
    {
        (await Refusal.OfAsync(server.Claims.GetArticleAsync(new() { Name = "articles/-" }))).Blames("name");
        (await Refusal.OfAsync(server.Claims.GetArticleAsync(new() { Name = Fire }))).Blames("name");
        (await Refusal.OfAsync(server.Claims.GetArticleAsync(new()))).Blames("name");
        (await Refusal.OfAsync(server.Claims.GetSourceAsync(new() { Name = "sources/-" }))).Blames("name");
        (await Refusal.OfAsync(server.Claims.GetSourceAsync(new() { Name = Ferry }))).Blames("name");
        (await Refusal.OfAsync(server.Claims.GetSourceAsync(new()))).Blames("name");
    }

    [Fact]
    public void A_batch_is_answered_in_the_order_asked_for_with_duplicates()
    {
        string[] names =
        [
            "articles/salt-talks/claims/strait-closed",
            Fire,
            "articles/ferry-fire/claims/headline-toll",
            "articles/ferry-arson/claims/front-did-it",
            "articles/salt-talks/claims/strait-closed",
        ];
        var answer = server.Claims.BatchGetClaims(new() { Names = { names } });
        Assert.Equal([names[0], Fire, names[2], Fire, names[0]], answer.Claims.Select(claim => claim.Name));
        Assert.Equal(names.Select(name => server.Claims.GetClaim(new() { Name = name })), answer.Claims);
        Assert.Equal(server.Revision, answer.Revision);
    }

    [Fact]
    public void A_batch_may_ask_for_a_hundred()
    {
        var answer = server.Claims.BatchGetClaims(new() { Names = { Enumerable.Repeat(Fire, 100) } });
        Assert.Equal(100, answer.Claims.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_batch_of_none_or_of_more_than_a_hundred_is_refused(int count)
    {
        var request = new BatchGetClaimsRequest { Names = { Enumerable.Repeat(Fire, count) } };
        var refusal = await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(request));
        refusal.Blames("names");
        Assert.Contains($"{count} names ", refusal.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_a_source_goes_by_suggests_it()
    {
        var refusal = await Refusal.OfAsync(server.Claims.GetSourceAsync(new() { Name = "sources/the-front" }));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (refusal.Code, refusal.Reason));
        Assert.Contains("did you mean 'sources/tidal-front'?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_with_a_malformed_name_is_refused_at_its_index()
    {
        var request = new BatchGetClaimsRequest { Names = { Fire, "x", Fire, "" } };
        (await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(request))).Blames("names[1]", "names[3]");
    }

    [Fact]
    public async Task A_batch_with_missing_claims_names_each_of_them_once()
    {
        var request = new BatchGetClaimsRequest
        {
            Names = { "articles/no/claims/b", Fire, "articles/no/claims/a", "articles/no/claims/b" },
        };
        var refusal = await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(request));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (refusal.Code, refusal.Reason));
        Assert.Equal(["articles/no/claims/b", "articles/no/claims/a"], refusal.Missing.Select(info => info.ResourceName));
        Assert.All(refusal.Missing, info => Assert.Equal("claims.v1.Claim", info.ResourceType));
        Assert.Equal("2", refusal.Info.Metadata["missing"]);
    }

    [Fact]
    public void The_corpus_says_what_it_holds_and_since_when()
    {
        var corpus = server.Claims.GetCorpus(new());
        Assert.Equal(server.Revision, corpus.Revision);
        Assert.Matches("^[0-9a-f]{32}$", corpus.Revision);
        Assert.Equal(["Invented for tests, and free for any use. CC0-1.0."], corpus.Licenses);
        Assert.Equal(3, corpus.ArticleCount);
        Assert.Equal(server.Claims.ListClaims(new() { Parent = "articles/-" }).TotalSize, corpus.ClaimCount);
        Assert.Equal(server.Claims.ListSources(new()).TotalSize, corpus.SourceCount);
        Assert.Equal(server.Claims.ListTopics(new()).TotalSize, corpus.TopicCount);
        Assert.Equal(server.Claims.ListPlaces(new()).TotalSize, corpus.PlaceCount);
        Assert.InRange(corpus.LoadTime.ToDateTime(), DateTime.UtcNow - RunningServer.Patience, DateTime.UtcNow);
        Assert.Null(corpus.LastFailedLoad);
        Assert.Equal(ServerVersion.Text, corpus.ServerVersion);
    }

    [Fact]
    public async Task Many_calls_at_once_are_all_answered_of_one_revision()
    {
        var calls = Enumerable.Range(0, 500).Select(i => (i % 4) switch
        {
            0 => Of(server.Claims.GetCorpusAsync(new()), answer => answer.Revision),
            1 => Of(server.Claims.ListClaimsAsync(new() { Parent = "articles/-" }), answer => answer.Revision),
            2 => Of(server.Claims.ListSourcesAsync(new()), answer => answer.Revision),
            _ => Of(server.Claims.BatchGetClaimsAsync(new() { Names = { Fire } }), answer => answer.Revision),
        });
        Assert.All(await Task.WhenAll(calls), revisions =>
        {
            Assert.Equal(server.Revision, revisions.Header);
            Assert.Equal(server.Revision, revisions.Field);
        });

        static async Task<(string? Header, string Field)> Of<T>(AsyncUnaryCall<T> call, Func<T, string> revision)
            where T : IMessage =>
            ((await call.ResponseHeadersAsync).GetValue("claims-revision"), revision(await call));
    }
}
