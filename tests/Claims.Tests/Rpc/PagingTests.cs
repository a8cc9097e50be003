using Claims.V1;

namespace Claims.Tests.Rpc;

public class PagingTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string All = "articles/-";
    private const int MaximumResponse = 3 * 1024 * 1024;

    public static TheoryData<string, int> Walks => new(
        from order in (string[])
        [
            "", "position", "position desc", "stated_date", "stated_date desc", "event_date", "event_date desc", "name",
            "name desc", "stated_date,event_date", "event_date desc,stated_date", "stated_date desc,name desc",
            "event_date,position desc", "stated_date,event_date desc,name",
        ]
        from size in (int[])[1, 2, 7, 40]
        select (order, size));

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_walk_sees_each_claim_once_and_in_order(string order, int size)
    {
        var whole = server.Claims.ListClaims(new() { Parent = All, OrderBy = order, PageSize = 1000 });
        var pages = Walk(server.Claims, new() { Parent = All, OrderBy = order, PageSize = size }).ToList();
        Assert.Equal(whole.Claims, pages.SelectMany(page => page.Claims));
        Assert.All(pages, page => Assert.Equal((40, server.Revision), (page.TotalSize, page.Revision)));
        Assert.All(pages.SkipLast(1), page => Assert.Equal(size, page.Claims.Count));
        Assert.Equal((40 + size - 1) / size, pages.Count);
    }

    [Fact]
    public void A_walk_over_a_filter_and_a_mask_sees_what_one_page_would()
    {
        var request = new ListClaimsRequest
        {
            Parent = All,
            Filter = new() { AttributionKinds = { AttributionKind.Indirect, AttributionKind.Mixed }, EventDuring = "2019" },
            OrderBy = "event_date desc",
            ReadMask = new() { Paths = { "text", "event_date.edtf" } },
        };
        var whole = server.Claims.ListClaims(request);
        Assert.InRange(whole.TotalSize, 5, 30);
        request.PageSize = 2;
        var pages = Walk(server.Claims, request).ToList();
        Assert.Equal(whole.Claims, pages.SelectMany(page => page.Claims));
        Assert.All(pages, page => Assert.Equal(whole.TotalSize, page.TotalSize));
    }

    [Fact]
    public void The_page_size_may_change_from_page_to_page()
    {
        var request = new ListClaimsRequest { Parent = All };
        var seen = new List<Claim>();
        foreach (var size in (int[])[1, 7, 2, 0])
        {
            request.PageSize = size;
            var page = server.Claims.ListClaims(request);
            seen.AddRange(page.Claims);
            request.PageToken = page.NextPageToken;
        }

        Assert.Empty(request.PageToken);
        Assert.Equal(server.Claims.ListClaims(new() { Parent = All }).Claims, seen);
    }

    [Fact]
    public async Task A_page_has_fifty_claims_unless_asked_otherwise_and_a_thousand_at_most()
    {
        var claims = Enumerable.Range(0, 1001).Select(i => Made.Claim($"articles/a/claims/c{i:0000}", "2016-09-05"));
        using var files = Made.Corpus([Made.Article("articles/a", "2016-09-05")], claims);
        await using var other = await RunningServer.StartAsync(files.Root);
        var sizes = ((int[])[0, 1, 50, 999, 1000, 1001, int.MaxValue]).Select(size =>
        {
            var page = other.Claims.ListClaims(new() { Parent = All, PageSize = size });
            Assert.Equal(1001, page.TotalSize);
            Assert.NotEmpty(page.NextPageToken);
            return page.Claims.Count;
        });
        Assert.Equal([50, 1, 50, 999, 1000, 1000, 1000], sizes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task A_negative_page_size_is_refused(int size)
    {
        (await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, PageSize = size }))).Blames("page_size");
        (await Refusal.OfAsync(server.Claims.ListArticlesAsync(new() { PageSize = size }))).Blames("page_size");
        var refusal = await Refusal.OfAsync(server.Claims.ListSourcesAsync(new() { PageSize = size }));
        refusal.Blames("page_size");
        Assert.Contains($"{size}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_ends_with_its_page_has_no_next_one()
    {
        Assert.Empty(server.Claims.ListClaims(new() { Parent = All, PageSize = 40 }).NextPageToken);
        Assert.NotEmpty(server.Claims.ListClaims(new() { Parent = All, PageSize = 39 }).NextPageToken);
        Assert.Empty(server.Claims.ListArticles(new() { PageSize = 3 }).NextPageToken);
    }

    [Fact]
    public void Articles_come_the_latest_first_on_every_walk()
    {
        Assert.Equal(["articles/salt-talks", "articles/ferry-claim", "articles/ferry-fire"], Walked(2));
        Assert.Equal(Walked(2), Walked(1));
        Assert.Equal(Walked(2), Walked(0));

        List<string> Walked(int size)
        {
            var request = new ListArticlesRequest { PageSize = size };
            var names = new List<string>();
            do
            {
                var page = server.Claims.ListArticles(request);
                Assert.Equal((3, server.Revision), (page.TotalSize, page.Revision));
                names.AddRange(page.Articles.Select(article => article.Name));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return names;
        }
    }

    [Fact]
    public async Task Articles_of_one_date_come_by_name_and_one_open_at_its_end_before_all()
    {
        Article[] articles =
        [
            Made.Article("articles/b", "2016-09-05"),
            Made.Article("articles/a", "2016-09-05"),
            Made.Article("articles/open-end", "2016-09-05/.."),
            Made.Article("articles/open-start", "../2030"),
            Made.Article("articles/month", "2016-09"),
            Made.Article("articles/late", "2017"),
        ];
        using var files = Made.Corpus(articles, []);
        await using var other = await RunningServer.StartAsync(files.Root);
        Assert.Equal(
            ["late", "open-end", "a", "b", "month", "open-start"],
            other.Claims.ListArticles(new()).Articles.Select(article => article.Name["articles/".Length..]));
    }

    [Fact]
    public void Sources_are_listed_by_name_on_every_walk()
    {
        var whole = server.Claims.ListSources(new()).Sources;
        Assert.True(whole.Count > 20);
        Assert.Equal(whole.Select(source => source.Name).Order(StringComparer.Ordinal), whole.Select(source => source.Name));
        foreach (var size in (int[])[1, 2, 7])
        {
            var request = new ListSourcesRequest { PageSize = size };
            var walked = new List<Source>();
            do
            {
                var page = server.Claims.ListSources(request);
                Assert.Equal((whole.Count, server.Revision), (page.TotalSize, page.Revision));
                walked.AddRange(page.Sources);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            Assert.Equal(whole, walked);
        }
    }

    [Fact]
    public async Task A_page_ends_early_so_that_the_response_stays_under_three_mebibytes()
    {
        var claims = Enumerable.Range(0, 300).Select(i =>
        {
            var claim = Made.Claim($"articles/a/claims/c{i:000}", "2016-09-05");
            claim.Text = new((char)('a' + (i % 26)), 32_400 - (i * 97 % 5000));
            return claim;
        });
        using var files = Made.Corpus([Made.Article("articles/a", "2016-09-05")], claims);
        await using var other = await RunningServer.StartAsync(files.Root);
        var request = new ListClaimsRequest { Parent = All, PageSize = 1000 };

        var pages = Walk(other.Claims, request).ToList();
        Assert.Equal(
            Enumerable.Range(0, 300).Select(i => $"articles/a/claims/c{i:000}"),
            pages.SelectMany(page => page.Claims).Select(claim => claim.Name));
        Assert.All(pages, page => Assert.Equal(300, page.TotalSize));
        Assert.All(pages, page => Assert.True(page.CalculateSize() < MaximumResponse));
        Assert.All(pages.SkipLast(1), page => Assert.True(page.CalculateSize() > MaximumResponse - (40 * 1024)));

        request.PageToken = "";
        request.ReadMask = new() { Paths = { "name" } };
        Assert.Equal(300, Assert.Single(Walk(other.Claims, request)).Claims.Count);
    }

    private static IEnumerable<ListClaimsResponse> Walk(ClaimsService.ClaimsServiceClient client, ListClaimsRequest request)
    {
        var next = new ListClaimsRequest(request);
        do
        {
            var page = client.ListClaims(next);
            yield return page;
            next.PageToken = page.NextPageToken;
        }
        while (next.PageToken.Length > 0);
    }
}
