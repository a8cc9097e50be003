using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class PageTokenTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("no name")]
    [InlineData("articles/no/claims/no")]
    [InlineData("articles/ferry-claim")]
    [InlineData("articles/ferry-claim/claims/front-did-it", "a former name")]
    [InlineData("sources/strait-watch")]
    [InlineData("sources/no")]
    [InlineData("3ff0000000000000")]
    [InlineData("3ff0000000000000articles/no/claims/no")]
    [InlineData("3ff0000000000000articles/ferry-claim/claims/front-did-it", "a former name")]
    [InlineData("7ff0000000000000articles/ferry-claim/claims/front-set-fire", "infinite")]
    [InlineData("7ff8000000000000articles/ferry-claim/claims/front-set-fire", "no number")]
    [InlineData("ffffffffffffffffarticles/ferry-claim/claims/front-set-fire", "no number")]
    [InlineData("bff0000000000000articles/ferry-claim/claims/front-set-fire", "less than none")]
    [InlineData("3FF0000000000000articles/ferry-claim/claims/front-set-fire", "capitals")]
    [InlineData("3ff000000000000 articles/ferry-claim/claims/front-set-fire", "white space")]
    [InlineData("+ff0000000000000articles/ferry-claim/claims/front-set-fire", "a sign")]
    [InlineData("zzzzzzzzzzzzzzzzarticles/ferry-claim/claims/front-set-fire", "no digits")]
    [InlineData("3ff0000000000000articles/ferry-claim/claims/front-set-fire", "another score than it has")]
    [InlineData("7fefffffffffffffarticles/ferry-claim/claims/front-set-fire", "a higher score than any")]
    [InlineData("0000000000000000articles/ferry-claim/claims/front-set-fire", "no score")]
    [InlineData("8000000000000000articles/ferry-claim/claims/front-set-fire", "less than no score")]
    [InlineData("3ff0000000000000articles/salt-talks/claims/talks-under-way", "not of the parent")]
    public async Task A_token_that_was_never_given_out_is_refused_for_all_its_checksum(string key, string why = "")
    {
        var claims = new ListClaimsRequest { Parent = "articles/ferry-claim", PageSize = 2 };
        claims.PageToken = Forged(claims, key);
        await IsAltered(server.Claims.ListClaimsAsync(claims));
        var dated = new ListClaimsRequest { Parent = "articles/ferry-claim", OrderBy = "event_date desc" };
        dated.PageToken = Forged(dated, key);
        await IsAltered(server.Claims.ListClaimsAsync(dated));
        var search = new SearchClaimsRequest { Parent = "articles/ferry-claim", Query = "ferry" };
        search.PageToken = Forged(search, key);
        await IsAltered(server.Claims.SearchClaimsAsync(search));
        var articles = new ListArticlesRequest();
        if (key != "articles/ferry-claim")
        {
            articles.PageToken = Forged(articles, key);
            await IsAltered(server.Claims.ListArticlesAsync(articles));
        }

        var sources = new ListSourcesRequest { Kinds = { SourceKind.ArmedGroup } };
        sources.PageToken = Forged(sources, key);
        await IsAltered(server.Claims.ListSourcesAsync(sources));

        string Forged(IMessage request, string lastKey) =>
            new PageToken(server.Revision, PageToken.DigestOf(request), lastKey).ToString();

        async Task IsAltered<T>(AsyncUnaryCall<T> call)
        {
            var refusal = await Refusal.OfAsync(call);
            Assert.True((StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN") == (refusal.Code, refusal.Reason), why);
            Assert.Contains("as it was given out", refusal.Message, StringComparison.Ordinal);
        }
    }
}
