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
    public async Task Everything_wrong_with_a_filter_is_told_at_once_by_its_path()
    {
        var innermost = new ClaimFilter
        {
            Speakers = { "nobody" },
            Topics = { "salt-treaty", "aldine-fire", "Salt Treaty" },
            Places = { "-", "velmora" },
            CountryCodes = { "XV", "xv", "XVI", "" },
            StandingAt = new() { Seconds = 0, Nanos = -1 },
        };
        var filter = new ClaimFilter
        {
            Sources = { "sources/radio-velmora", "radio-velmora" },
            Affiliations = { "sources/Velmora" },
            Identifications = { Identification.Named, Identification.Unspecified },
            Scopes = { (AttributionScope)3 },
            Cues = { "Whatever it is, it is compared as written." },
            Polarities = { (Polarity)4 },
            Certainties = { Certainty.Unspecified },
            Forces = { (Force)10, Force.Assert },
            RelationTypes = { (RelationType)(-6) },
            AllOf = { new ClaimFilter(), new ClaimFilter { StatedDuring = "yesterday" } },
            AnyOf = { new ClaimFilter(), new ClaimFilter { NoneOf = { innermost } } },
            NoneOf = { new ClaimFilter { EventDuring = "2019/2018" } },
        };
        string[] fields =
        [
            "filter.sources[1]", "filter.affiliations[0]", "filter.identifications[1]", "filter.scopes[0]",
            "filter.polarities[0]", "filter.certainties[0]", "filter.forces[0]", "filter.relation_types[0]",
            "filter.all_of[1].stated_during", "filter.any_of[1].none_of[0].speakers[0]",
            "filter.any_of[1].none_of[0].topics[2]", "filter.any_of[1].none_of[0].places[0]",
            "filter.any_of[1].none_of[0].country_codes[1]", "filter.any_of[1].none_of[0].country_codes[2]",
            "filter.any_of[1].none_of[0].country_codes[3]", "filter.any_of[1].none_of[0].standing_at",
            "filter.none_of[0].event_during",
        ];
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, Filter = filter }));
        refusal.Blames(fields);
        string[] quoted =
        [
            "'radio-velmora'", "'sources/Velmora'", "IDENTIFICATION_UNSPECIFIED", "3", "4", "CERTAINTY_UNSPECIFIED", "10", "-6",
            "'yesterday'", "'nobody'", "'Salt Treaty'", "'-'", "'xv'", "'XVI'", "''", "-1 ns", "'2019/2018'",
        ];
        Assert.All(quoted.Zip(refusal.Violations), pair =>
            Assert.Contains(pair.First, pair.Second.Description, StringComparison.Ordinal));

        // The same, whoever is asked.
        (await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(new()
        {
            Parent = All,
            Filter = filter,
            Dimensions = { Dimension.Topic },
        }))).Blames(fields);
    }

    [Theory]
    [InlineData(-62_135_596_800, 0, true)]
    [InlineData(-62_135_596_801, 0, false)]
    [InlineData(253_402_300_799, 999_999_999, true)]
    [InlineData(253_402_300_800, 0, false)]
    [InlineData(long.MaxValue, 0, false)]
    [InlineData(0, 1_000_000_000, false)]
    [InlineData(0, -1, false)]
    public async Task A_moment_is_one_of_the_years_1_to_9999(long seconds, int nanos, bool isMoment)
    {
        var request = new ListClaimsRequest
        {
            Parent = All,
            Filter = new() { StandingAt = new() { Seconds = seconds, Nanos = nanos } },
        };
        if (isMoment) await server.Claims.ListClaimsAsync(request);
        else (await Refusal.OfAsync(server.Claims.ListClaimsAsync(request))).Blames("filter.standing_at");
    }

    [Fact]
    public async Task A_filter_may_be_five_deep_and_a_hundred_in_all()
    {
        // Down one way that alternates, with the rest side by side.
        var deepest = new ClaimFilter { Topics = { "aldine-fire" } };
        var fourth = new ClaimFilter { AllOf = { deepest } };
        var filter = new ClaimFilter { AnyOf = { new ClaimFilter { AllOf = { new ClaimFilter { AnyOf = { fourth } } } } } };
        Assert.Equal(
            server.Claims.ListClaims(new() { Parent = All, Filter = new() { Topics = { "aldine-fire" } } }).Claims,
            server.Claims.ListClaims(new() { Parent = All, Filter = filter }).Claims);
        filter.AllOf.Add(Enumerable.Range(0, 95).Select(_ => new ClaimFilter()));
        Assert.NotEmpty(server.Claims.ListClaims(new() { Parent = All, Filter = filter }).Claims);

        filter.AllOf.Add(new ClaimFilter());
        await AssertTooLarge("101 filters");
        filter.AllOf.Clear();
        filter.NoneOf.Add(new ClaimFilter());
        foreach (var list in new[] { deepest.AllOf, deepest.AnyOf, deepest.NoneOf })
        {
            list.Add(new ClaimFilter { Topics = { "Nonsense" } });
            await AssertTooLarge("6 filters deep");
            list.Clear();
        }

        async Task AssertTooLarge(string words)
        {
            var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, Filter = filter }));
            Assert.Contains(words, refusal.Blames("filter").Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task All_values_of_a_filter_and_of_those_in_it_count()
    {
        const int Lists = 14;
        const int Most = 1000;
        var filter = new ClaimFilter();
        foreach (var inner in new[] { filter.AllOf, filter.AnyOf, filter.NoneOf })
        {
            inner.Add(new ClaimFilter
            {
                Speakers = { "sources/nobody" },
                Sources = { "sources/nobody" },
                Affiliations = { "sources/nobody" },
                SourceKinds = { SourceKind.Person },
                Identifications = { Identification.Named },
                AttributionKinds = { AttributionKind.Mixed },
                Scopes = { AttributionScope.Clear },
                Cues = { "say" },
                Polarities = { Polarity.Open },
                Certainties = { Certainty.Certain },
                Forces = { Force.Deny },
                Topics = { "nothing" },
                Places = { "nowhere" },
                CountryCodes = { "ZZ" },
            });
        }

        filter.RelationTypes.Add(Enumerable.Repeat(RelationType.Qualifies, Most - (3 * Lists)));
        await server.Claims.ListClaimsAsync(new() { Parent = All, Filter = filter });
        filter.NoneOf[0].RelationTypes.Add(RelationType.Qualifies);
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, Filter = filter }));
        Assert.Contains("1001 values", refusal.Blames("filter").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_for_counts_is_told_at_once()
    {
        var request = new SummarizeClaimsRequest
        {
            Parent = "ferry-fire",
            Filter = new() { Topics = { "" } },
            Dimensions = { Dimension.Topic, Dimension.Unspecified, Dimension.Place, Dimension.Topic, (Dimension)22 },
            Top = -1,
        };
        var refusal = await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(request));
        refusal.Blames("parent", "filter.topics[0]", "dimensions[1]", "dimensions[4]", "dimensions[3]", "top");
        string[] quoted = ["'ferry-fire'", "''", "DIMENSION_UNSPECIFIED", "22", "DIMENSION_TOPIC is given twice", "-1"];
        Assert.All(quoted.Zip(refusal.Violations), pair =>
            Assert.Contains(pair.First, pair.Second.Description, StringComparison.Ordinal));

        (await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(new() { Parent = All }))).Blames("dimensions");
    }

    [Fact]
    public async Task Everything_wrong_with_crossings_is_told_at_once()
    {
        var request = new SummarizeClaimsRequest
        {
            Parent = All,
            Order = (SummaryOrder)3,
            Crossings =
            {
                new Crossing { Rows = Dimension.Speaker, Columns = Dimension.StatedMonth, TopRows = 100, TopColumns = 10 },
                new Crossing { Rows = Dimension.Speaker, Columns = Dimension.Speaker, TopRows = 101 },
                new Crossing { Columns = (Dimension)22, TopRows = -1, TopColumns = -1 },
            },
        };
        (await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(request))).Blames(
            "order", "crossings[1].columns", "crossings[1].top_columns", "crossings[2].rows", "crossings[2].columns",
            "crossings[2].top_rows", "crossings[2].top_columns");
        request.Crossings.Clear();
        request.Crossings.AddRange(Enumerable.Repeat(new Crossing(), 11));
        (await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(request))).Blames("order", "crossings");
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_for_a_trace_is_told_at_once()
    {
        var request = new TraceClaimRequest
        {
            Name = "articles/ferry-fire",
            Types_ = { RelationType.Contradicts, RelationType.Unspecified, (RelationType)10 },
            MaxClaims = -1,
            ReadMask = new() { Paths = { "claims" } },
        };
        var refusal = await Refusal.OfAsync(server.Claims.TraceClaimAsync(request));
        refusal.Blames("name", "types[1]", "types[2]", "max_claims", "read_mask.paths[0]");
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
        var kinds = new ListSourcesRequest { Kinds = { Enumerable.Repeat(SourceKind.Unspecified, 260_000) } };
        (await Refusal.OfAsync(server.Claims.ListSourcesAsync(kinds))).Blames("kinds");
        var affiliations = new ListSourcesRequest { Affiliations = { Enumerable.Repeat("", 1001) } };
        (await Refusal.OfAsync(server.Claims.ListSourcesAsync(affiliations))).Blames("affiliations");
        var names = new BatchGetClaimsRequest { Names = { Enumerable.Repeat("", 101) } };
        (await Refusal.OfAsync(server.Claims.BatchGetClaimsAsync(names))).Blames("names");

        var types = new TraceClaimRequest { Name = "articles/a/claims/c", Types_ = { new RelationType[1001] } };
        (await Refusal.OfAsync(server.Claims.TraceClaimAsync(types))).Blames("types");
        var dimensions = new SummarizeClaimsRequest { Parent = All, Dimensions = { new Dimension[1001] } };
        (await Refusal.OfAsync(server.Claims.SummarizeClaimsAsync(dimensions))).Blames("dimensions");

        kinds.Kinds.Clear();
        kinds.Kinds.Add(Enumerable.Repeat(SourceKind.Minister, 1000));
        Assert.Equal(2, server.Claims.ListSources(kinds).TotalSize);
    }
}
