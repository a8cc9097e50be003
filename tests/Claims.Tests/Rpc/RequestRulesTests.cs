using Claims.V1;

namespace Claims.Tests.Rpc;

public class RequestRulesTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string All = "articles/-";

    [Fact]
    public async Task Everything_wrong_with_a_request_is_told_at_once()
    {
        var request = new ListClaimsRequest
        {
            Parent = "articles/",
            Filter = new()
            {
                Speakers = { "sources/corvane-press-agency", "sources/", "", "articles/ferry-fire" },
                SourceKinds = { SourceKind.Monitor, SourceKind.Unspecified, (SourceKind)15, (SourceKind)(-1) },
                AttributionKinds = { (AttributionKind)99 },
                StatedDuring = "2019-4-1",
                EventDuring = "2019-02-30",
            },
            OrderBy = "date",
            PageSize = -7,
            ReadMask = new() { Paths = { "body", "text" } },
        };
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(request));
        refusal.Blames(
            "parent", "filter.speakers[1]", "filter.speakers[2]", "filter.speakers[3]", "filter.source_kinds[1]",
            "filter.source_kinds[2]", "filter.source_kinds[3]", "filter.attribution_kinds[0]", "filter.stated_during",
            "filter.event_during", "order_by", "page_size", "read_mask.paths[0]");
        string[] quoted =
        [
            "'articles/'", "'sources/'", "required", "'articles/ferry-fire'", "SOURCE_KIND_UNSPECIFIED", "15", "-1", "99",
            "'2019-4-1': not canonical: write '2019-04-01'", "'2019-02-30'", "'date'", "-7", "'body'",
        ];
        Assert.All(quoted.Zip(refusal.Violations), pair =>
            Assert.Contains(pair.First, pair.Second.Description, StringComparison.Ordinal));
        Assert.StartsWith("The request has 13 mistakes; the first: parent: 'articles/' ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_for_sources_is_told_at_once()
    {
        var request = new ListSourcesRequest
        {
            Kinds = { SourceKind.Unspecified, SourceKind.Person, (SourceKind)15 },
            Affiliations = { "sources/nobody", "nobody" },
            PageSize = -1,
        };
        var refusal = await Refusal.OfAsync(server.Claims.ListSourcesAsync(request));
        refusal.Blames("kinds[0]", "kinds[2]", "affiliations[1]", "page_size");
        Assert.StartsWith("SOURCE_KIND_UNSPECIFIED is no value ", refusal.Violations[0].Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 100, "a")]
    [InlineData("é", 100, "é")]
    [InlineData("💥", 50, "💥")]
    public async Task A_value_is_quoted_up_to_a_hundred_characters(string letter, int fitting, string last)
    {
        var name = string.Concat(Enumerable.Repeat(letter, fitting));
        Assert.Contains($"'{name}'", await Description(name), StringComparison.Ordinal);
        Assert.Contains($"'{name}…'", await Description(name + last), StringComparison.Ordinal);
        Assert.Contains($"'x{name[..^last.Length]}…'", await Description("x" + name), StringComparison.Ordinal);

        async Task<string> Description(string value) =>
            (await Refusal.OfAsync(server.Claims.GetSourceAsync(new() { Name = value }))).Violations[0].Description;
    }

    [Fact]
    public async Task No_quoted_value_is_longer_wherever_it_stands()
    {
        var longest = new string('x', 1000);
        var request = new ListClaimsRequest
        {
            Parent = longest,
            Filter = new() { Speakers = { longest }, StatedDuring = longest, EventDuring = $"{longest}/2019" },
            OrderBy = longest,
            ReadMask = new() { Paths = { longest } },
        };
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(request));
        refusal.Blames(
            "parent", "filter.speakers[0]", "filter.stated_during", "filter.event_during", "order_by", "read_mask.paths[0]");
        Assert.All(refusal.Violations, violation =>
        {
            Assert.Contains($"'{longest[..100]}…'", violation.Description, StringComparison.Ordinal);
            Assert.DoesNotContain(longest[..101], violation.Description, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_filter_may_hold_a_thousand_values()
    {
        var filter = new ClaimFilter
        {
            Speakers = { Enumerable.Range(0, 400).Select(i => $"sources/s{i}") },
            SourceKinds = { Enumerable.Repeat(SourceKind.Person, 300) },
            AttributionKinds = { Enumerable.Repeat(AttributionKind.Direct, 300) },
        };
        Assert.Empty(server.Claims.ListClaims(new() { Parent = All, Filter = filter }).Claims);

        filter.AttributionKinds.Add(AttributionKind.Unspecified);
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, Filter = filter }));
        refusal.Blames("filter");
        Assert.Contains("1001 values", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_too_long_is_one_mistake_whatever_is_in_it()
    {
        // As many as fit in a request: one byte each.
        var kinds = new ListSourcesRequest { Kinds = { Enumerable.Repeat(SourceKind.Unspecified, 1_000_000) } };
        (await Refusal.OfAsync(server.Claims.ListSourcesAsync(kinds))).Blames("kinds");
        var affiliations = new ListSourcesRequest { Affiliations = { Enumerable.Repeat("", 1001) } };
        (await Refusal.OfAsync(server.Claims.ListSourcesAsync(affiliations))).Blames("affiliations");
        var names = new BatchGetClaimsRequest { Names = { Enumerable.Repeat("", 101) } };
        (await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(names))).Blames("names");

        kinds.Kinds.Clear();
        kinds.Kinds.Add(Enumerable.Repeat(SourceKind.Minister, 1000));
        Assert.Equal(2, server.Claims.ListSources(kinds).TotalSize);
    }
}
