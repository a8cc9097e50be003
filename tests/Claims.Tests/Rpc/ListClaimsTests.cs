using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf.Collections;

namespace Claims.Tests.Rpc;

/// <summary>
/// Filters, against a loop that knows nothing of the server's.
/// </summary>
public class ListClaimsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string All = "articles/-";

    [Theory]
    [InlineData("articles/ferry-claim", 11)]
    [InlineData("articles/ferry-arson", 11)]
    [InlineData(All, 40)]
    public void The_parent_is_an_article_by_any_of_its_names_or_all(string parent, int count)
    {
        var answer = server.Claims.ListClaims(new() { Parent = parent });
        Assert.Equal((count, count), (answer.Claims.Count, answer.TotalSize));
        Assert.Equal(server.Revision, answer.Revision);
        if (parent != All)
        {
            Assert.All(answer.Claims, claim =>
                Assert.StartsWith("articles/ferry-claim/claims/", claim.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_claim_is_listed_as_it_is_got()
    {
        Assert.All(List(server.Claims, ""), claim =>
            Assert.Equal(server.Claims.GetClaim(new() { Name = claim.Name }), claim));
    }

    [Fact]
    public async Task A_filter_finds_what_a_plain_loop_finds()
    {
        var claims = List(server.Claims, "");
        var sources = claims.SelectMany(claim => claim.Speakers).Select(speaker => speaker.Source).Distinct().ToList();
        var dates = claims.SelectMany(claim => new[] { claim.StatedDate, claim.EventDate }).OfType<EdtfDate>()
            .Select(date => date.Edtf)
            .Concat([
                "2014", "2016-04", "2016-05-31", "2017-12-31", "2018", "1998", "1911", "1912/1913", "1914", "../1911",
                "2019-03", "2019-03-28", "2019-03-30", "2019-04-01", "2019-04-02/2019-04-03", "2022/..", "2021~", "../2014-09",
                "2019-04-01T06:30:00Z", "2019-04-01T06:30:00-11:00", "2019-04-01T06:30:01Z", "2019-04-03T09:15:00Z", "0001",
            ]).Distinct().ToList();
        string[] parents = [All, All, "articles/ferry-claim", "articles/ferry-arson", "articles/ferry-fire"];

        // Always the same samples: a failure can be looked into.
        var random = new Random(20160905);
        var outcomes = new List<bool>();
        var samples = Enumerable.Range(0, 1500).Select(_ => new ListClaimsRequest
        {
            Parent = Any(parents),
            Filter = AnyFilter(),
            PageSize = 1000,
            ReadMask = new() { Paths = { "name" } },
        }).ToList();
        foreach (var request in samples)
        {
            var expected = claims.Where(claim => IsIn(claim, request.Parent) && Matches(claim, request.Filter))
                .Select(claim => claim.Name).ToList();
            var answer = await server.Claims.ListClaimsAsync(request);
            Assert.True(expected.SequenceEqual(answer.Claims.Select(claim => claim.Name)), request.ToString());
            Assert.Equal(expected.Count, answer.TotalSize);
            outcomes.Add(expected.Count > 0);
        }

        // The samples say something.
        Assert.InRange(outcomes.Count(found => found), 300, 1200);

        T Any<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
        IEnumerable<T> Some<T>(Func<T> value) =>
            random.Next(5) < 2 ? Enumerable.Range(0, 1 + random.Next(4)).Select(_ => value()).ToList() : [];
        ClaimFilter AnyFilter() => new()
        {
            Speakers = { Some(() => random.Next(8) switch
            {
                0 => "sources/nobody",
                1 => "sources/corvane-telegraph",
                _ => Any(sources),
            }) },
            SourceKinds = { Some(() => (SourceKind)random.Next(1, 15)) },
            AttributionKinds = { Some(() => (AttributionKind)random.Next(1, 6)) },
            StatedDuring = random.Next(4) == 0 ? Any(dates) : "",
            EventDuring = random.Next(4) == 0 ? Any(dates) : "",
        };
    }

    [Fact]
    public async Task Any_filter_finds_what_plain_loops_find_from_page_to_page()
    {
        const int Seed = 5;
        var corpus = new AnyCorpus(Seed, claimCount: 200);
        await using var other = await RunningServer.StartAsync(corpus.Revision);
        for (var i = 0; i < 300; i++)
        {
            var request = new ListClaimsRequest
            {
                Parent = corpus.AnyParent(),
                Filter = corpus.AnyFilter(depth: 3),
                OrderBy = corpus.AnyOrder(),
                PageSize = corpus.AnySize() + 9,
            };
            var expected = corpus.Naive.List(request.Parent, request.Filter, request.OrderBy);
            var found = new List<Claim>();
            do
            {
                var page = await other.Claims.ListClaimsAsync(request);
                Assert.Equal((expected.Count, other.Revision), (page.TotalSize, page.Revision));
                found.AddRange(page.Claims);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            Assert.True(expected.SequenceEqual(found), $"seed {Seed}, {request}");
        }
    }

    [Fact]
    public void A_filter_that_asks_for_nothing_finds_every_claim()
    {
        Assert.Equal(List(server.Claims, ""), server.Claims.ListClaims(new() { Parent = All, Filter = new() }).Claims);
    }

    [Fact]
    public void Names_that_are_well_formed_and_absent_match_nothing()
    {
        var answer = server.Claims.ListClaims(new() { Parent = All, Filter = new() { Speakers = { "sources/nobody" } } });
        Assert.Empty(answer.Claims);
        Assert.Equal((0, ""), (answer.TotalSize, answer.NextPageToken));
        Assert.Equal(server.Revision, answer.Revision);
    }

    [Fact]
    public void The_former_name_of_a_source_means_the_source()
    {
        var former = server.Claims.ListClaims(Of("sources/corvane-telegraph")).Claims;
        Assert.NotEmpty(former);
        Assert.Equal(server.Claims.ListClaims(Of("sources/corvane-press-agency")).Claims, former);

        static ListClaimsRequest Of(string speaker) => new() { Parent = All, Filter = new() { Speakers = { speaker } } };
    }

    [Theory]
    [InlineData("2019-04-01T06:30:00Z", true)]
    [InlineData("2019-04-01T06:30:00-11:00", true)]
    [InlineData("2019-04-01T17:30:00+11:00", false)]
    [InlineData("2019-04-01T06:29:59Z", false)]
    [InlineData("2019-04-01", true)]
    [InlineData("../2019-04-01", true)]
    [InlineData("2019-04-01/..", true)]
    [InlineData("../2019-03", false)]
    [InlineData("2019-04-02/..", false)]
    [InlineData("2019?", true)]
    public void Dates_match_where_their_calendars_overlap_without_conversion(string during, bool found)
    {
        // Said at 06:30 in Greenwich.
        var answer = server.Claims.ListClaims(new() { Parent = All, Filter = new() { StatedDuring = during }, PageSize = 1000 });
        Assert.Equal(found, answer.Claims.Any(claim => claim.Name == "articles/ferry-claim/claims/front-set-fire"));
    }

    private static bool IsIn(Claim claim, string parent) =>
        parent == All || ArticleOf(claim) == (parent == "articles/ferry-arson" ? "articles/ferry-claim" : parent);

    private static bool Matches(Claim claim, ClaimFilter filter)
    {
        var speakers = claim.Attribution.Steps[^1].Speakers;
        return IsAnyOf(filter.Speakers, name => speakers.Any(speaker =>
                speaker.Source == (name == "sources/corvane-telegraph" ? "sources/corvane-press-agency" : name)))
            && IsAnyOf(filter.SourceKinds, kind => speakers.Any(speaker => speaker.Kind == kind))
            && IsAnyOf(filter.AttributionKinds, kind => claim.Attribution.Steps[^1].Kind == kind)
            && (filter.StatedDuring.Length == 0 || PlainDates.Overlap(filter.StatedDuring, claim.StatedDate.Edtf))
            && (filter.EventDuring.Length == 0
                || (claim.EventDate is not null && PlainDates.Overlap(filter.EventDuring, claim.EventDate.Edtf)));

        static bool IsAnyOf<T>(IReadOnlyCollection<T> values, Predicate<T> isIt) =>
            values.Count == 0 || values.Any(value => isIt(value));
    }

    private static string ArticleOf(Claim claim) => claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)];

    private static RepeatedField<Claim> List(ClaimsService.ClaimsServiceClient client, string order) =>
        client.ListClaims(new() { Parent = All, OrderBy = order, PageSize = 1000 }).Claims;
}
