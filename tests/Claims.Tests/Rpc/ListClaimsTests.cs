using System.Globalization;
using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace Claims.Tests.Rpc;

/// <summary>
/// Orders and filters, against a sort and a loop that know nothing of the server's.
/// </summary>
public class ListClaimsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string All = "articles/-";

    private static readonly string[] _fields = ["position", "stated_date", "event_date", "name"];

    [Fact]
    public void Every_order_is_that_of_a_plain_sort()
    {
        AssertOrders(server.Claims, Sequences(most: 4));
    }

    [Fact]
    public async Task Every_order_holds_for_dates_open_or_unknown_at_a_side_and_dates_that_tie()
    {
        string[] published = ["2016-09-05", "2016-09", "2016-09-05", "2016-09-04/2016-09-05", "2016-09/2017", "/2016-09-05"];
        string[] stated =
        [
            "2016-09-05", "../2016-09-05", "2016-09-05/..", "2016-09", "2016", "2016~", "2015-09/..", "/2016-09-05",
            "2016/2016-09",
        ];
        string?[] happened =
        [
            null, "2016", "../2016", "2016/..", "2016-09", null, "2016-09-05T08:00:00+03:00", "2016%", "../2015", "/2016",
            "2016-09/",
        ];
        var articles = published.Select((date, i) => Made.Article($"articles/a{i}", date)).ToList();
        var claims = Enumerable.Range(0, 150).Select(i =>
        {
            var name = $"{articles[i % articles.Count].Name}/claims/c{i * 7919 % 151}";
            var claim = Made.Claim(name, stated[i % stated.Length], happened[i % happened.Length]);
            claim.Locators.Clear();
            claim.Locators.Add(Locators()[i % 6]);
            if (i % 5 == 0) claim.Locators.Add(Locators()[(i + 2) % 6]);
            return claim;
        });
        using var files = Made.Corpus(articles, claims);
        await using var other = await RunningServer.StartAsync(files.Root);
        AssertOrders(other.Claims, Sequences(most: 2));

        // The places a claim can have in its article, each before the next.
        static Locator[] Locators()
        {
            return
            [
                new() { Sha256 = Some.Digest },
                new() { Paragraph = 0, Sha256 = Some.Digest },
                new() { Paragraph = 2, Sha256 = Some.Digest },
                new() { Paragraph = 2, Start = 0, End = 5, Sha256 = Some.Digest },
                new() { Paragraph = 2, Start = 0, End = 11, Sha256 = Some.Digest },
                new() { Paragraph = 11, Sha256 = Some.Digest },
            ];
        }
    }

    [Fact]
    public void The_order_is_by_position_where_none_is_asked_for()
    {
        var byPosition = Names(server.Claims, "position");
        Assert.Equal(byPosition, Names(server.Claims, ""));
        Assert.Equal(byPosition, Names(server.Claims, " "));
        Assert.Equal(byPosition, Names(server.Claims, "  position  "));
        Assert.Equal(Names(server.Claims, "stated_date desc,name"), Names(server.Claims, " stated_date  desc , name "));
        Assert.StartsWith("articles/salt-talks/", byPosition[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stated_date asc", "stated_date")]
    [InlineData("statedDate", "stated_date")]
    [InlineData("eventDate desc,statedDate asc", "event_date desc,stated_date")]
    [InlineData("name asc", "name")]
    [InlineData("position asc", "")]
    public void An_order_is_asked_for_as_the_contract_names_it_or_as_JSON_does(string order, string same)
    {
        Assert.Equal(Names(server.Claims, same), Names(server.Claims, order));
    }

    [Fact]
    public async Task A_page_may_be_asked_for_with_its_order_written_either_way()
    {
        var request = new ListClaimsRequest { Parent = All, OrderBy = "event_date desc", PageSize = 2 };
        request.PageToken = (await server.Claims.ListClaimsAsync(request)).NextPageToken;
        var next = await server.Claims.ListClaimsAsync(request);
        request.OrderBy = " eventDate  desc";
        Assert.Equal(next, await server.Claims.ListClaimsAsync(request));
        request.OrderBy = "eventDate";
        Assert.Equal("INVALID_PAGE_TOKEN", (await Refusal.OfAsync(server.Claims.ListClaimsAsync(request))).Reason);
    }

    [Fact]
    public async Task An_order_is_no_longer_than_one_could_be()
    {
        var request = new ListClaimsRequest { Parent = All, OrderBy = new string(' ', 201) };
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(request));
        Assert.Equal($"order_by: '{new string(' ', 100)}…' has 201 characters; the most is 200", refusal.Message);
    }

    [Fact]
    public async Task Claims_of_one_date_are_in_the_order_of_their_article_either_way()
    {
        var claims = Enumerable.Range(0, 30).Select(i =>
        {
            var claim = Made.Claim($"articles/a/claims/c{i * 7 % 30:00}", "2016-09-05", i % 3 == 0 ? null : "2016-09-04");
            claim.Locators.Clear();
            claim.Locators.Add(new Locator { Paragraph = i / 2, Sha256 = Some.Digest });
            return claim;
        }).ToList();
        using var files = Made.Corpus([Made.Article("articles/a", "2016-09-05")], claims);
        await using var other = await RunningServer.StartAsync(files.Root);
        var byPosition = claims.OrderBy(claim => claim.Locators[0].Paragraph).ThenBy(claim => claim.Name, StringComparer.Ordinal);
        foreach (var order in (string[])["stated_date", "stated_date desc", "statedDate asc", "stated_date,position"])
        {
            Assert.Equal(byPosition.Select(claim => claim.Name), Names(other.Claims, order));
        }

        foreach (var order in (string[])["event_date", "event_date desc"])
        {
            Assert.Equal(
                byPosition.OrderBy(claim => claim.EventDate is null).Select(claim => claim.Name), Names(other.Claims, order));
        }
    }

    [Fact]
    public void Claims_with_no_event_date_come_last_either_way()
    {
        foreach (var order in (string[])["event_date", "event_date desc"])
        {
            var dated = List(server.Claims, order).Select(claim => claim.EventDate is not null).ToList();
            Assert.Contains(false, dated);
            Assert.Equal(dated.Count(given => given), dated.LastIndexOf(true) + 1);
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("StatedDate")]
    [InlineData("stateddate")]
    [InlineData("stated_date DESC")]
    [InlineData("stated_date asc desc")]
    [InlineData("statedDate,stated_date desc")]
    [InlineData("stated_date desc desc")]
    [InlineData("name,")]
    [InlineData(",")]
    [InlineData("name;position")]
    [InlineData("name,name desc")]
    [InlineData("-name")]
    public async Task What_is_no_order_is_refused(string order)
    {
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, OrderBy = order }));
        refusal.Blames("order_by");
    }

    [Theory]
    [InlineData("name, truth", "order_by: 'truth' is no order; expected position, stated_date, event_date or name, each alone or "
        + "with ' asc' or ' desc', and commas between them")]
    [InlineData("eventDate desc,name,eventDate", "order_by: 'eventDate' is given twice")]
    [InlineData("eventDat desc", "order_by: 'eventDat desc' is no order; expected position, stated_date, event_date or name, "
        + "each alone or with ' asc' or ' desc', and commas between them; did you mean 'eventDate'?")]
    public async Task A_refusal_names_what_is_wrong_once(string order, string message)
    {
        var refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, OrderBy = order }));
        Assert.Equal(message, refusal.Message);
    }

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

    private static void AssertOrders(ClaimsService.ClaimsServiceClient client, IEnumerable<string> orders)
    {
        var claims = List(client, "name");
        var articles = client.ListArticles(new() { PageSize = 1000 }).Articles.ToDictionary(article => article.Name);
        foreach (var order in orders)
        {
            var expected = claims.Order(Comparer<Claim>.Create((a, b) => Compare(a, b, order, articles)));
            Assert.True(expected.SequenceEqual(List(client, order)), order);
        }
    }

    private static int Compare(Claim a, Claim b, string order, Dictionary<string, Article> articles)
    {
        foreach (var key in order.Split(',').Concat(["position", "name"]))
        {
            var field = key.Split(' ')[0];
            if (field == "event_date" && (a.EventDate is null || b.EventDate is null))
            {
                if (a.EventDate is null && b.EventDate is null) continue;
                return a.EventDate is null ? 1 : -1;
            }

            var difference = field switch
            {
                "stated_date" => Compare(a.StatedDate, b.StatedDate),
                "event_date" => Compare(a.EventDate!, b.EventDate!),
                "position" => ComparePositions(a, b, articles),
                _ => string.CompareOrdinal(a.Name, b.Name),
            };
            if (difference != 0) return key.EndsWith(" desc", StringComparison.Ordinal) ? -difference : difference;
        }

        return 0;
    }

    private static int Compare(EdtfDate a, EdtfDate b)
    {
        var earliest = Earliest(a).CompareTo(Earliest(b));
        return earliest != 0 ? earliest : End(a).CompareTo(End(b));

        // In UTC, where an unknown end is, by whose other end the date sorts.
        static DateTime Earliest(EdtfDate date) => date.EarliestTime?.ToDateTime() ?? Bounds(date.Edtf).Start;
        static DateTime End(EdtfDate date) => date.EndTime?.ToDateTime() ?? Bounds(date.Edtf).End;
    }

    private static int ComparePositions(Claim a, Claim b, Dictionary<string, Article> articles)
    {
        var (articleA, articleB) = (articles[ArticleOf(a)], articles[ArticleOf(b)]);
        var published = Compare(articleB.PublishedDate, articleA.PublishedDate);
        if (published != 0) return published;
        var name = string.CompareOrdinal(articleA.Name, articleB.Name);
        return name != 0 ? name : First(a).CompareTo(First(b));

        static (int, int, int) First(Claim claim) => claim.Locators.Min(locator => (
            locator.HasParagraph ? locator.Paragraph : -1,
            locator.HasStart ? locator.Start : -1,
            locator.HasEnd ? locator.End : -1));
    }

    /// <summary>Every order of some of the fields, each ascending or descending.</summary>
    private static IEnumerable<string> Sequences(int most)
    {
        return Of([], most).Select(keys => string.Join(',', keys)).Where(order => order.Length > 0);

        static IEnumerable<string[]> Of(string[] keys, int more) =>
            more == 0 ? [keys] : Further(keys).SelectMany(longer => Of(longer, more - 1)).Prepend(keys);
        static IEnumerable<string[]> Further(string[] keys) =>
            from field in _fields
            where !keys.Any(key => key.StartsWith(field, StringComparison.Ordinal))
            from key in (string[])[field, $"{field} desc"]
            select keys.Append(key).ToArray();
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
            && (filter.StatedDuring.Length == 0 || Overlap(filter.StatedDuring, claim.StatedDate.Edtf))
            && (filter.EventDuring.Length == 0
                || (claim.EventDate is not null && Overlap(filter.EventDuring, claim.EventDate.Edtf)));

        static bool IsAnyOf<T>(IReadOnlyCollection<T> values, Predicate<T> isIt) =>
            values.Count == 0 || values.Any(value => isIt(value));
    }

    private static bool Overlap(string a, string b)
    {
        var ((startA, endA), (startB, endB)) = (Bounds(a), Bounds(b));
        return startA < endB && startB < endA;
    }

    private static (DateTime Start, DateTime End) Bounds(string edtf)
    {
        if (edtf.Split('/') is [var from, var to])
        {
            return (
                from == ".." ? DateTime.MinValue : Bounds(from == "" ? to : from).Start,
                to == ".." ? DateTime.MaxValue : Bounds(to == "" ? from : to).End);
        }

        var date = edtf.TrimEnd('~', '?', '%');
        return date.Length switch
        {
            4 => (Read("yyyy"), Read("yyyy").AddYears(1)),
            7 => (Read("yyyy-MM"), Read("yyyy-MM").AddMonths(1)),
            10 => (Read("yyyy-MM-dd"), Read("yyyy-MM-dd").AddDays(1)),
            _ => (Clock(), Clock().AddSeconds(1)),
        };

        DateTime Read(string format) => DateTime.ParseExact(date, format, CultureInfo.InvariantCulture);
        DateTime Clock() => DateTime.ParseExact(date[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static string ArticleOf(Claim claim) => claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)];

    private static RepeatedField<Claim> List(ClaimsService.ClaimsServiceClient client, string order) =>
        client.ListClaims(new() { Parent = All, OrderBy = order, PageSize = 1000 }).Claims;

    private static List<string> Names(ClaimsService.ClaimsServiceClient client, string order) =>
        [.. List(client, order).Select(claim => claim.Name)];
}
