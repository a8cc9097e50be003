using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf.Collections;

namespace Claims.Tests.Rpc;

/// <summary>
/// Orders, against a sort that knows nothing of the server's.
/// </summary>
public class ListClaimsOrderTests(RunningServer server) : IClassFixture<RunningServer>
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
        static DateTime Earliest(EdtfDate date) => date.EarliestTime?.ToDateTime() ?? PlainDates.Bounds(date.Edtf).Start;
        static DateTime End(EdtfDate date) => date.EndTime?.ToDateTime() ?? PlainDates.Bounds(date.Edtf).End;
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

    private static string ArticleOf(Claim claim) => claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)];

    private static RepeatedField<Claim> List(ClaimsService.ClaimsServiceClient client, string order) =>
        client.ListClaims(new() { Parent = All, OrderBy = order, PageSize = 1000 }).Claims;

    private static List<string> Names(ClaimsService.ClaimsServiceClient client, string order) =>
        [.. List(client, order).Select(claim => claim.Name)];
}
