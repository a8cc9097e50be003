using Claims.Tests.Live;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class RevisionFieldTests
{
    private const string NotHeld = "00000000000000000000000000000000";

    private static readonly string _name = LiveCorpus.NameOf("a", 0);

    // Every method that reads, with what it needs besides.
    private static readonly Dictionary<string, IMessage> _requests = new()
    {
        ["GetClaim"] = new GetClaimRequest { Name = _name },
        ["BatchGetClaims"] = new BatchGetClaimsRequest { Names = { _name } },
        ["ListClaims"] = new ListClaimsRequest { Parent = LiveCorpus.All },
        ["SearchClaims"] = new SearchClaimsRequest { Parent = LiveCorpus.All, Query = "it OR time" },
        ["FindSimilarClaims"] = new FindSimilarClaimsRequest { Name = _name },
        ["SummarizeClaims"] = new SummarizeClaimsRequest { Parent = LiveCorpus.All, Dimensions = { Dimension.Article } },
        ["TraceClaim"] = new TraceClaimRequest { Name = _name },
        ["GetArticle"] = new GetArticleRequest { Name = "articles/a" },
        ["ListArticles"] = new ListArticlesRequest(),
        ["GetSource"] = new GetSourceRequest { Name = Made.Publisher },
        ["ListSources"] = new ListSourcesRequest(),
        ["ListTopics"] = new ListTopicsRequest(),
        ["ListPlaces"] = new ListPlacesRequest(),
        ["ReconcileSources"] = new ReconcileSourcesRequest { Queries = { new SourceQuery { Name = Made.Publisher } } },
    };

    public static TheoryData<string> Methods => [.. _requests.Keys];

    [Fact]
    public void Every_request_that_reads_has_the_field()
    {
        var reading = ClaimsService.Descriptor.Methods.Where(method => method.Name is not ("GetCorpus" or "WatchClaims"));
        Assert.Equal(reading.Select(method => method.Name).Order(), _requests.Keys.Order());
        Assert.All(reading, method => Assert.NotNull(method.InputType.FindFieldByName("revision")));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task An_earlier_revision_is_read_again_as_it_was(string method)
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["It was before."]));
        var first = await CallAsync(corpus.Server, method, "");
        var saved = await corpus.SaveAsync("a", 2);
        var again = await CallAsync(corpus.Server, method, corpus.Server.Revision);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(corpus.Server.Revision, again.Headers["claims-revision"]);
        Assert.Equal(saved[1], (await CallAsync(corpus.Server, method, "")).Headers["claims-revision"]);
        Assert.Equal(saved[0], (await CallAsync(corpus.Server, method, saved[0])).Headers["claims-revision"]);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_revision_that_is_not_held_or_is_none_is_refused(string method)
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["It is."]));
        var refusal = (await CallAsync(corpus.Server, method, NotHeld)).Refusal;
        Assert.Equal((StatusCode.FailedPrecondition, "REVISION_NOT_HELD"), (refusal.Code, refusal.Reason));
        Assert.Equal(corpus.Server.Revision, refusal.Info.Metadata["current_revision"]);
        foreach (var none in (string[])["x", NotHeld + "0", NotHeld[1..], corpus.Server.Revision + " ", "A" + NotHeld[1..]])
        {
            (await CallAsync(corpus.Server, method, none)).Refusal.Blames("revision");
        }
    }

    [Fact]
    public async Task A_token_and_a_revision_that_differ_are_refused_and_those_that_agree_are_not()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two."]));
        var request = new ListClaimsRequest { Parent = LiveCorpus.All, PageSize = 1 };
        request.PageToken = corpus.Server.Claims.ListClaims(request).NextPageToken;
        var other = (await corpus.SaveAsync("a", 1)).Single();
        request.Revision = other;
        (await Refusal.OfAsync(corpus.Server.Claims.ListClaimsAsync(request))).Blames("revision");
        request.Revision = corpus.Server.Revision;
        var page = corpus.Server.Claims.ListClaims(request);
        Assert.Equal((corpus.Server.Revision, "Two."), (page.Revision, Assert.Single(page.Claims).Text));
    }

    private static Task<RawAnswer> CallAsync(RunningServer server, string method, string revision)
    {
        var request = _requests[method].Descriptor.Parser.ParseFrom(_requests[method].ToByteArray());
        request.Descriptor.FindFieldByName("revision").Accessor.SetValue(request, revision);
        return RawCall.SendAsync(server, $"claims.v1.ClaimsService/{method}", request);
    }
}
