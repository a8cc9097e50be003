using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Claims.Tests.Web;

/// <summary>
/// JSON says what gRPC says, over the whole corpus.
/// </summary>
public sealed class WebMethodsTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private const string Every = "articles/-";

    private readonly WebClient _web = new(server);

    public static TheoryData<string> Reading => [.. ReadingMethods.Select(method => method.Name)];

    private static IEnumerable<MethodDescriptor> ReadingMethods =>
        ClaimsService.Descriptor.Methods.Where(method => !method.IsServerStreaming);

    public void Dispose() => _web.Dispose();

    [Fact]
    public void Every_rpc_that_has_one_answer_is_in_the_table_once()
    {
        Assert.Equal(
            ReadingMethods.Select(method => method.Name).Order(),
            Claims.Server.Web.WebMethods.All.Select(method => method.Rpc.Name).Order());
        Assert.All(Claims.Server.Web.WebMethods.All, method => Assert.True(method.Get is not null || method.Post is not null));
    }

    [Theory]
    [MemberData(nameof(Reading))]
    public async Task An_answer_in_json_is_the_message_that_grpc_answers(string name)
    {
        var count = 0;
        foreach (var request in await RequestsAsync(name))
        {
            var method = WebClient.MethodOf(request);
            var expected = Call(method.Rpc, request);
            if (method.Get is not null && !IsNested(request)) Assert.Equal(expected, await _web.AskAsync(request, isPost: false));
            if (method.Post is not null) Assert.Equal(expected, await _web.AskAsync(request, isPost: true));
            count++;
        }

        Assert.NotEqual(0, count);
    }

    // Everything that can be asked of the corpus in each way: each claim, article and source, and what is listed in pages.
    private async Task<IReadOnlyList<IMessage>> RequestsAsync(string name)
    {
        var claims = (await server.Claims.ListClaimsAsync(new() { Parent = Every, PageSize = 1000 })).Claims;
        var articles = (await server.Claims.ListArticlesAsync(new())).Articles.Select(article => article.Name).ToList();
        var sources = (await server.Claims.ListSourcesAsync(new() { PageSize = 1000 })).Sources.Select(source => source.Name).ToList();
        var mask = Google.Protobuf.WellKnownTypes.FieldMask.FromString("text,stated_date.edtf");
        return name switch
        {
            "GetClaim" => [.. claims.Select(claim => new GetClaimRequest { Name = claim.Name }),
                new GetClaimRequest { Name = claims[0].Name, ReadMask = mask, Revision = server.Revision }],
            "BatchGetClaims" => [new BatchGetClaimsRequest { Names = { claims.Take(3).Select(claim => claim.Name) } }],
            "ListClaims" =>
            [
                .. articles.Append(Every).Select(parent => new ListClaimsRequest { Parent = parent, PageSize = 1000 }),
                .. Filters().Select(filter => new ListClaimsRequest { Parent = Every, Filter = filter, ReadMask = mask }),
                new ListClaimsRequest { Parent = Every, OrderBy = "event_date desc,name", PageSize = 2 },
            ],
            "SearchClaims" => [.. ((string[])["ferry", "fire OR boat", "fr* -ferry", "\"the front\""]).Select(query =>
                new SearchClaimsRequest { Query = query, Parent = Every, PageSize = 100 })],
            "FindSimilarClaims" => [.. claims.Select(claim => new FindSimilarClaimsRequest { Name = claim.Name, Limit = 5 })],
            "SummarizeClaims" =>
            [
                new SummarizeClaimsRequest { Parent = Every, Dimensions = { Enum.GetValues<Dimension>()[1..] }, Top = 1000 },
                new SummarizeClaimsRequest
                {
                    Parent = Every,
                    Crossings = { new Crossing { Rows = Dimension.Speaker, Columns = Dimension.Force } },
                    Order = SummaryOrder.Value,
                },
            ],
            "TraceClaim" => [.. claims.Select(claim => new TraceClaimRequest { Name = claim.Name })],
            "GetArticle" => [.. articles.Select(article => new GetArticleRequest { Name = article })],
            "ListArticles" => [new ListArticlesRequest(), new ListArticlesRequest { Query = "ferry", OrderBy = "name desc", PageSize = 1 }],
            "GetSource" => [.. sources.Select(source => new GetSourceRequest { Name = source })],
            "ListSources" => [new ListSourcesRequest { PageSize = 1000 },
                new ListSourcesRequest { Kinds = { SourceKind.NewsAgency, SourceKind.Official }, PageSize = 1 }],
            "ListTopics" => [new ListTopicsRequest { PageSize = 1000 }, new ListTopicsRequest { Query = "f" }],
            "ListPlaces" => [new ListPlacesRequest { PageSize = 1000 }, new ListPlacesRequest { Query = "p" }],
            "ReconcileSources" => [new ReconcileSourcesRequest { Queries = { sources.Select(source => new SourceQuery { Name = source[8..] }) } }],
            "GetCorpus" => [new GetCorpusRequest()],
            _ => throw new InvalidOperationException($"{name} is not asked anything here."),
        };
    }

    private static IEnumerable<ClaimFilter> Filters() =>
    [
        new() { Speakers = { "sources/corvane-press-agency" }, Polarities = { Polarity.Negative, Polarity.Positive } },
        new() { SourceKinds = { SourceKind.NewsAgency }, Forces = { Force.Assert }, Presupposed = false },
        new() { Presupposed = true, IncludeAlternatives = true, Languages = { "en" } },
        new() { StandingAt = new() { Seconds = 1_700_000_000, Nanos = 5_000_000 }, StatedDuring = "1990/2030" },
        new() { AnyOf = { new ClaimFilter { Forces = { Force.Deny } }, new ClaimFilter { Cues = { "say" } } } },
    ];

    private static bool IsNested(IMessage request) => request switch
    {
        ListClaimsRequest list => list.Filter is { AnyOf.Count: > 0 },
        SummarizeClaimsRequest summary => summary.Crossings.Count > 0,
        _ => false,
    };

    private IMessage Call(MethodDescriptor rpc, IMessage request)
    {
        var call = typeof(ClaimsService.ClaimsServiceClient).GetMethod(rpc.Name, [rpc.InputType.ClrType, typeof(CallOptions)])!;
        return (IMessage)call.Invoke(server.Claims, [request, default(CallOptions)])!;
    }
}
