using Claims.Tests.Catalog;
using Claims.V1;

namespace Claims.Tests.Rpc;

public class TraceClaimTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Toll = "articles/ferry-claim/claims/toll-fourteen";
    private const string Confirmed = "articles/salt-talks/claims/council-confirms-toll";
    private const int MaximumResponse = 3 * 1024 * 1024;

    [Fact]
    public void A_trace_tells_the_claims_their_relations_and_where_it_all_comes_from()
    {
        var answer = server.Claims.TraceClaim(new() { Name = Toll, Types_ = { RelationType.Corroborates } });
        Assert.Equal([Toll, Confirmed], answer.Claims.Select(claim => claim.Name));
        Assert.Equal(
            new TraceEdge { Claim = Confirmed, Type = RelationType.Corroborates, RelatedClaim = Toll },
            Assert.Single(answer.Edges));
        Assert.Equal(
            [
                new Origin { Sources = { "sources/government-of-velmora", "sources/strait-watch" }, Claims = { Toll } },
                new Origin { Sources = { "sources/inner-sea-council" }, Claims = { Confirmed } },
            ],
            answer.IndependentOrigins);
        Assert.Equal((false, server.Revision), (answer.Truncated, answer.Revision));
    }

    [Theory]
    [InlineData(RelationType.GivesReasonFor, "ferry-fire/claims/drunland-shelters-front", "ferry-fire/claims/strait-closure-threat")]
    [InlineData(RelationType.ResultsFrom, "ferry-fire/claims/passengers-jumped", "ferry-fire/claims/fire-began-early-morning")]
    [InlineData(RelationType.ConditionOf, "salt-talks/claims/reopening-needed", "salt-talks/claims/treaty-to-be-signed")]
    [InlineData(RelationType.Presupposes, "salt-talks/claims/reopening-needed", "salt-talks/claims/strait-closed")]
    public void A_trace_follows_a_relation_from_either_end(RelationType type, string claim, string related)
    {
        foreach (var name in new[] { claim, related })
        {
            var answer = server.Claims.TraceClaim(new() { Name = $"articles/{name}", Types_ = { type } });
            Assert.Equal(
                new TraceEdge { Claim = $"articles/{claim}", Type = type, RelatedClaim = $"articles/{related}" },
                Assert.Single(answer.Edges));
        }
    }

    [Fact]
    public void The_claims_are_as_they_are_got_or_as_the_mask_has_them()
    {
        var whole = server.Claims.TraceClaim(new() { Name = Toll });
        Assert.InRange(whole.Claims.Count, 3, 40);
        Assert.All(whole.Claims, claim => Assert.Equal(server.Claims.GetClaim(new() { Name = claim.Name }), claim));

        var masked = server.Claims.TraceClaim(new() { Name = Toll, ReadMask = new() { Paths = { "text" } } });
        Assert.Equal(whole.Claims.Select(claim => new Claim { Name = claim.Name, Text = claim.Text }), masked.Claims);
        Assert.Equal(whole.Edges, masked.Edges);
        Assert.Equal(whole.IndependentOrigins, masked.IndependentOrigins);
    }

    [Fact]
    public void A_claim_is_found_by_the_names_it_had_and_answers_the_one_it_has()
    {
        var answer = server.Claims.TraceClaim(new() { Name = "articles/ferry-arson/claims/toll-fourteen" });
        Assert.Equal(server.Claims.TraceClaim(new() { Name = Toll }), answer);
    }

    [Fact]
    public async Task An_absent_claim_is_not_found()
    {
        var refusal = await Refusal.OfAsync(server.Claims.TraceClaimAsync(new() { Name = Toll + "-and-more" }));
        Assert.Equal(("NOT_FOUND", Toll + "-and-more"), (refusal.Reason, refusal.Missing.Single().ResourceName));
    }

    [Fact]
    public void What_is_cut_off_has_no_relations_and_changes_no_origins()
    {
        var whole = server.Claims.TraceClaim(new() { Name = Toll });
        var cut = server.Claims.TraceClaim(new() { Name = Toll, MaxClaims = 1 });
        Assert.Equal(Toll, Assert.Single(cut.Claims).Name);
        Assert.Empty(cut.Edges);
        Assert.Equal((true, false), (cut.Truncated, whole.Truncated));
        Assert.Equal(whole.IndependentOrigins, cut.IndependentOrigins);
        Assert.False(server.Claims.TraceClaim(new() { Name = Toll, MaxClaims = whole.Claims.Count }).Truncated);
        Assert.True(server.Claims.TraceClaim(new() { Name = Toll, MaxClaims = whole.Claims.Count - 1 }).Truncated);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(99, 99)]
    [InlineData(500, 500)]
    [InlineData(501, 500)]
    [InlineData(int.MaxValue, 500)]
    public async Task There_are_a_hundred_claims_unless_asked_otherwise_and_five_hundred_at_most(int maximum, int count)
    {
        // A chain.
        using var files = Made.Corpus([Made.Article("articles/a", "2030")], Enumerable.Range(0, 502).Select(i =>
        {
            var claim = Made.Claim(Name(i), "2030");
            if (i > 0) claim.Relations.Add(new Relation { Type = RelationType.Elaborates, Claim = Name(i - 1) });
            return claim;
        }));
        await using var other = await RunningServer.StartAsync(files.Root);
        var answer = other.Claims.TraceClaim(new() { Name = Name(0), MaxClaims = maximum });
        Assert.Equal(Enumerable.Range(0, count).Select(Name), answer.Claims.Select(claim => claim.Name));
        Assert.Equal((count - 1, true), (answer.Edges.Count, answer.Truncated));

        static string Name(int i) => $"articles/a/claims/c{i}";
    }

    [Theory]
    [InlineData("")]
    [InlineData("name")]
    public async Task A_trace_ends_early_so_that_the_response_stays_under_three_mebibytes(string mask)
    {
        // Each has as many relations to those before it as an encoded claim has room for.
        var article = $"articles/{new string('a', 63)}";
        string Name(int i) => $"{article}/claims/{new string('c', 59)}-{i:000}";
        using var files = Made.Corpus([Made.Article(article, "2030")], Enumerable.Range(0, 300).Select(i =>
        {
            var claim = Made.Claim(Name(i), "2030");
            claim.Relations.Add(Enumerable.Range(Math.Max(0, i - 150), Math.Min(i, 150))
                .Select(other => new Relation { Type = RelationType.Elaborates, Claim = Name(other) }));
            return claim;
        }));
        await using var other = await RunningServer.StartAsync(files.Root);
        var request = new TraceClaimRequest { Name = Name(0), MaxClaims = 500 };
        if (mask.Length > 0) request.ReadMask = new() { Paths = { mask } };
        var answer = other.Claims.TraceClaim(request);
        Assert.InRange(answer.CalculateSize(), MaximumResponse - (128 * 1024), MaximumResponse);
        Assert.True(answer.Truncated);
        var names = answer.Claims.Select(claim => claim.Name).ToHashSet();
        Assert.All(answer.Edges, edge => Assert.True(names.Contains(edge.Claim) && names.Contains(edge.RelatedClaim)));
        Assert.Equal(Enumerable.Range(0, names.Count).Sum(i => Math.Min(i, 150)), answer.Edges.Count);
    }

    [Fact]
    public async Task Whatever_is_traced_is_what_plain_loops_reach()
    {
        const int Seed = 23;
        var corpus = new AnyCorpus(Seed, claimCount: 60);
        await using var other = await RunningServer.StartAsync(corpus.Revision);
        foreach (var claim in corpus.Content.Claims)
        {
            var answer = other.Claims.TraceClaim(new() { Name = claim.Name, MaxClaims = 500 });
            Assert.Equal(
                corpus.Naive.Trace(claim, []).SelectMany(reached =>
                    reached.OrderBy(found => corpus.Revision.FindClaim(found.Name))),
                answer.Claims);
            Assert.Equal(corpus.Naive.OriginsOf(claim), answer.IndependentOrigins.Select(origin => (
                string.Join(' ', origin.Sources), string.Join(' ', origin.Claims.Order(StringComparer.Ordinal)))).Order());
        }
    }
}
