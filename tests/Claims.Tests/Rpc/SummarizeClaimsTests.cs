using Claims.Tests.Catalog;
using Claims.V1;

namespace Claims.Tests.Rpc;

public class SummarizeClaimsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string All = "articles/-";

    private static readonly Dimension[] _dimensions = [.. Enum.GetValues<Dimension>().Where(dimension => dimension != 0)];

    [Fact]
    public void Dimensions_are_answered_in_the_order_asked_for()
    {
        Dimension[] dimensions = [.. _dimensions.Reverse()];
        var answer = server.Claims.SummarizeClaims(new() { Parent = All, Dimensions = { dimensions } });
        Assert.Equal(dimensions, answer.Summaries.Select(summary => summary.Dimension));
        Assert.Equal((40, server.Revision), (answer.TotalSize, answer.Revision));
    }

    [Fact]
    public void Every_group_of_every_dimension_is_as_large_as_the_list_it_stands_for()
    {
        string[] parents = [All, "articles/salt-talks"];
        foreach (var parent in parents)
        {
            var answer = server.Claims.SummarizeClaims(new() { Parent = parent, Dimensions = { _dimensions }, Top = 1000 });
            foreach (var summary in answer.Summaries)
            {
                Assert.NotEmpty(summary.Groups);
                Assert.Equal(0, summary.MoreGroups);
                var ordered = summary.Groups.OrderByDescending(group => group.Count)
                    .ThenBy(group => group.Value, StringComparer.Ordinal);
                Assert.Equal(ordered, summary.Groups);
                Assert.All(summary.Groups, group =>
                {
                    Assert.NotEmpty(group.DisplayName);
                    var filter = FilterOf(summary.Dimension, group.Value);
                    if (filter is null) return;
                    var list = server.Claims.ListClaims(new() { Parent = parent, Filter = filter });
                    Assert.Equal((summary.Dimension, group.Value, list.TotalSize), (summary.Dimension, group.Value, group.Count));
                });
            }
        }
    }

    [Fact]
    public void Groups_are_named_as_the_corpus_names_them()
    {
        Assert.Equal([("sources/corvane-press-agency", "Corvane Press Agency", 13)], Groups(Dimension.Speaker, top: 1));
        Assert.Equal(("SOURCE_KIND_NEWS_AGENCY", "News agency", 13), Groups(Dimension.SourceKind, top: 1).Single());
        Assert.Equal(("aldine-fire", "Fire on the Aldine"), Named(Dimension.Topic));
        Assert.Equal(("lumen-strait", "Lumen Strait"), Named(Dimension.Place));
        Assert.Equal(("POLARITY_POSITIVE", "Positive"), Named(Dimension.Polarity));
        Assert.Equal(("2019-03-29", "29 March 2019"), Named(Dimension.EventDay));
        Assert.Equal(
            ("articles/ferry-fire", "Deadly ferry fire in the Lumen Strait, and who is blamed for it", 17),
            Groups(Dimension.Article, top: 1).Single());

        (string, string) Named(Dimension dimension)
        {
            var (value, displayName, _) = Groups(dimension, top: 1).Single();
            return (value, displayName);
        }
    }

    [Fact]
    public void The_top_is_ten_unless_asked_otherwise_and_the_rest_is_counted()
    {
        var all = Summary(1000);
        Assert.InRange(all.Groups.Count, 12, 1000);
        Assert.Equal(10, Summary(0).Groups.Count);
        Assert.All((int[])[0, 1, 10, all.Groups.Count - 1, all.Groups.Count, 1000, 1001, int.MaxValue], top =>
        {
            var summary = Summary(top);
            Assert.Equal(all.Groups.Take(top == 0 ? 10 : top), summary.Groups);
            Assert.Equal(all.Groups.Count, summary.Groups.Count + summary.MoreGroups);
        });

        DimensionSummary Summary(int top) => server.Claims.SummarizeClaims(
            new() { Parent = All, Dimensions = { Dimension.Speaker }, Top = top }).Summaries.Single();
    }

    [Fact]
    public async Task There_are_a_thousand_groups_at_most()
    {
        var claims = Enumerable.Range(0, 1003).Select(i => Made.Claim($"articles/a/claims/c{i}", "2030", $"{1000 + i}"));
        using var files = Made.Corpus([Made.Article("articles/a", "2030")], claims);
        await using var other = await RunningServer.StartAsync(files.Root);
        var summary = other.Claims.SummarizeClaims(
            new() { Parent = All, Dimensions = { Dimension.EventDay }, Top = int.MaxValue }).Summaries.Single();
        Assert.Equal((1000, 3), (summary.Groups.Count, summary.MoreGroups));
        Assert.Equal(Enumerable.Range(1000, 1000).Select(year => $"{year}"), summary.Groups.Select(group => group.Value));
    }

    [Fact]
    public void What_matches_nothing_has_no_groups()
    {
        var answer = server.Claims.SummarizeClaims(
            new() { Parent = All, Filter = new() { Topics = { "nothing" } }, Dimensions = { _dimensions } });
        Assert.Equal(0, answer.TotalSize);
        Assert.All(answer.Summaries, summary => Assert.Equal((0, 0), (summary.Groups.Count, summary.MoreGroups)));
        Assert.Equal(_dimensions.Length, answer.Summaries.Count);
    }

    [Fact]
    public async Task An_absent_article_is_not_found()
    {
        var request = new SummarizeClaimsRequest { Parent = "articles/nothing", Dimensions = { Dimension.Topic } };
        var refusal = await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(request));
        Assert.Equal(("NOT_FOUND", "articles/nothing"), (refusal.Reason, refusal.Missing.Single().ResourceName));
    }

    [Fact]
    public async Task Any_filter_is_counted_as_plain_counting_does()
    {
        const int Seed = 17;
        var corpus = new AnyCorpus(Seed, claimCount: 200);
        await using var other = await RunningServer.StartAsync(corpus.Revision);
        for (var i = 0; i < 100; i++)
        {
            var request = new SummarizeClaimsRequest
            {
                Parent = corpus.AnyParent(),
                Filter = corpus.AnyFilter(depth: 3),
                Dimensions = { _dimensions },
                Top = corpus.AnySize(),
            };
            var matches = corpus.Naive.List(request.Parent, request.Filter, "");
            var answer = other.Claims.SummarizeClaims(request);
            Assert.Equal(matches.Count, answer.TotalSize);
            var expected = _dimensions.Select(dimension =>
                corpus.Naive.Summarize(matches, dimension, request.Top));
            Assert.True(expected.SequenceEqual(answer.Summaries), $"seed {Seed}, {request}");
        }
    }

    private List<(string Value, string DisplayName, int Count)> Groups(Dimension dimension, int top) =>
        [.. server.Claims.SummarizeClaims(new() { Parent = All, Dimensions = { dimension }, Top = top }).Summaries.Single().Groups
            .Select(group => (group.Value, group.DisplayName, group.Count))];

    // The filter that asks for the claims of a group; null where none does.
    private static ClaimFilter? FilterOf(Dimension dimension, string value) => dimension switch
    {
        Dimension.Speaker => new() { Speakers = { value } },
        Dimension.Topic => new() { Topics = { value } },
        Dimension.Place => new() { Places = { value } },
        Dimension.SourceKind => ClaimFilter.Parser.ParseJson($$"""{"sourceKinds": ["{{value}}"]}"""),
        Dimension.Identification => ClaimFilter.Parser.ParseJson($$"""{"identifications": ["{{value}}"]}"""),
        Dimension.AttributionKind => ClaimFilter.Parser.ParseJson($$"""{"attributionKinds": ["{{value}}"]}"""),
        Dimension.Polarity => ClaimFilter.Parser.ParseJson($$"""{"polarities": ["{{value}}"]}"""),
        Dimension.Certainty => ClaimFilter.Parser.ParseJson($$"""{"certainties": ["{{value}}"]}"""),
        Dimension.Force => ClaimFilter.Parser.ParseJson($$"""{"forces": ["{{value}}"]}"""),
        _ => null,
    };

    [Fact]
    public void Two_dimensions_are_crossed_without_any_other_being_asked_for()
    {
        var answer = server.Claims.SummarizeClaims(new()
        {
            Parent = "articles/-",
            Crossings = { new Crossing { Rows = Dimension.Speaker, Columns = Dimension.StatedMonth, TopRows = 3 } },
            Order = SummaryOrder.Value,
        });
        Assert.Empty(answer.Summaries);
        var crossed = Assert.Single(answer.Crossed);
        Assert.Equal(["2019-03", "2019-04"], crossed.Columns.Groups.Select(group => group.Value));
        Assert.Equal(["March 2019", "April 2019"], crossed.Columns.Groups.Select(group => group.DisplayName));
        Assert.Equal(3, crossed.Rows.Groups.Count);
        foreach (var (row, speaker) in crossed.Rows.Groups.Index())
        {
            foreach (var (column, month) in crossed.Columns.Groups.Index())
            {
                // No claim here was stated in more than one month.
                var filter = new ClaimFilter { Speakers = { speaker.Value }, StatedDuring = month.Value };
                Assert.Equal(
                    server.Claims.ListClaims(new() { Parent = "articles/-", Filter = filter }).TotalSize,
                    crossed.Counts[(row * crossed.Columns.Groups.Count) + column]);
            }
        }
    }
}
