using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class ListArticlesTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Articles_are_those_that_meet_all_that_is_asked_in_the_order_asked_for()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var corpus = new AnyCorpus(seed, claimCount: 60);
            await using var any = await RunningServer.StartAsync(corpus.Revision);
            for (var i = 0; i < 20; i++)
            {
                var filter = corpus.AnyFilter(1);
                var request = new ListArticlesRequest
                {
                    Publishers = { filter.Publishers },
                    Languages = { filter.Languages },
                    PublishedDuring = filter.PublishedDuring,
                    OrderBy = corpus.Any(["", "name", "name desc", "published_date", "publishedDate desc", "claim_count desc,published_date"]),
                    PageSize = 1000,
                };
                var answer = any.Claims.ListArticles(request);
                var expected = corpus.Content.Articles
                    .Where(article => corpus.Naive.MatchesArticle(article, filter.Publishers, filter.Languages, filter.PublishedDuring))
                    .OrderBy(article => article.Name, StringComparer.Ordinal)
                    .ToList();
                Assert.Equal(expected, answer.Articles.OrderBy(article => article.Name, StringComparer.Ordinal));
                Assert.Equal(expected.Count, answer.TotalSize);
                AssertOrdered(answer.Articles, request.OrderBy);
            }
        }
    }

    [Theory]
    [InlineData("ferry", "articles/ferry-fire", "articles/ferry-claim")]
    [InlineData("ferry-arson", "articles/ferry-claim")]
    [InlineData("articles/ferry-arson", "articles/ferry-claim")]
    [InlineData("DEADLY Ferry", "articles/ferry-fire")]
    [InlineData("neigh salt", "articles/salt-talks")]
    [InlineData("nothing")]
    public void A_query_finds_articles_by_words_of_their_titles_and_ids(string query, params string[] expected) =>
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            server.Claims.ListArticles(new() { Query = query }).Articles.Select(article => article.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Pages_are_the_whole_in_its_order()
    {
        foreach (var order in new[] { "", "name desc", "claim_count" })
        {
            var whole = server.Claims.ListArticles(new() { OrderBy = order });
            var request = new ListArticlesRequest { OrderBy = order, PageSize = 1 };
            var pages = new List<Article>();
            do
            {
                var page = server.Claims.ListArticles(request);
                Assert.Equal(whole.TotalSize, page.TotalSize);
                pages.AddRange(page.Articles);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            Assert.Equal(whole.Articles, pages);
        }
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_told_at_once()
    {
        var request = new ListArticlesRequest
        {
            Query = "-",
            Publishers = { "sources/nobody", "nobody" },
            Languages = { "en_GB" },
            PublishedDuring = "/2019",
            OrderBy = "titel",
            PageSize = -1,
        };
        var refusal = await Refusal.OfAsync(server.Claims.ListArticlesAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        refusal.Blames("query", "publishers[1]", "languages[0]", "published_during", "order_by", "page_size");
    }

    private static void AssertOrdered(RepeatedField<Article> articles, string order)
    {
        for (var i = 1; i < articles.Count; i++)
        {
            var (a, b) = (articles[i - 1], articles[i]);
            var byName = string.CompareOrdinal(a.Name, b.Name);
            var byCount = a.ClaimCount.CompareTo(b.ClaimCount);
            Assert.True(
                order switch
                {
                    "name" => byName < 0,
                    "name desc" => byName > 0,
                    "claim_count desc,published_date" => byCount >= 0,
                    _ => true,
                },
                $"{order}: {a.Name}, {b.Name}");
        }
    }
}
