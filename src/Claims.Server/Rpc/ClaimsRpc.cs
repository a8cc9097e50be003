using Claims.Server.Catalog;
using Claims.Server.Live;
using Claims.V1;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// The service of the contract: each method checks the request, asks one revision, and answers.
/// </summary>
[BindServiceMethod(typeof(MethodBinding), nameof(MethodBinding.BindService))]
internal sealed class ClaimsRpc(CurrentCorpus corpus) : ClaimsService.ClaimsServiceBase
{
    public override Task<Claim> GetClaim(GetClaimRequest request, ServerCallContext context)
    {
        new RequestRules().ClaimName("name", request.Name).ReadMask(request.ReadMask, Claim.Descriptor).ThrowIfBroken();
        var claim = corpus.Revision.FindClaim(request.Name)
            ?? throw Failures.NotFound(Claim.Descriptor.FullName, [request.Name]);
        return Task.FromResult(new ReadMask(request.ReadMask).Apply(claim));
    }

    public override Task<BatchGetClaimsResponse> BatchGetClaims(BatchGetClaimsRequest request, ServerCallContext context)
    {
        new RequestRules()
            .BatchNames(request.Names)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .ThrowIfBroken();
        var revision = corpus.Revision;
        var mask = new ReadMask(request.ReadMask);
        var answer = new BatchGetClaimsResponse { Revision = revision.Id };
        var missing = new List<string>();
        foreach (var name in request.Names)
        {
            if (revision.FindClaim(name) is { } claim) answer.Claims.Add(mask.Apply(claim));
            else if (!missing.Contains(name)) missing.Add(name);
        }

        return missing.Count == 0
            ? Task.FromResult(answer)
            : throw Failures.NotFound(Claim.Descriptor.FullName, missing);
    }

    public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context)
    {
        new RequestRules()
            .Parent(request.Parent)
            .Filter(request.Filter, out var criteria)
            .OrderBy(request.OrderBy, out var order)
            .PageSize(request.PageSize)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .ThrowIfBroken();
        var revision = corpus.Revision;
        var start = Paging.Start(request, request.PageSize, request.PageToken, revision);
        var matches = revision.ListClaims(ParentOf(request.Parent, revision), criteria, order);
        var mask = new ReadMask(request.ReadMask);
        var page = Paging.Cut(matches, start, claim => claim.Name, mask.Apply);
        return Task.FromResult(new ListClaimsResponse
        {
            Claims = { page.Items },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Revision = revision.Id,
        });
    }

    public override Task<SearchClaimsResponse> SearchClaims(SearchClaimsRequest request, ServerCallContext context) =>
        throw Failures.NotImplemented(nameof(SearchClaims));

    public override Task<SummarizeClaimsResponse> SummarizeClaims(SummarizeClaimsRequest request, ServerCallContext context) =>
        throw Failures.NotImplemented(nameof(SummarizeClaims));

    public override Task<TraceClaimResponse> TraceClaim(TraceClaimRequest request, ServerCallContext context) =>
        throw Failures.NotImplemented(nameof(TraceClaim));

    public override Task WatchClaims(
        WatchClaimsRequest request, IServerStreamWriter<WatchClaimsResponse> responseStream, ServerCallContext context) =>
        throw Failures.NotImplemented(nameof(WatchClaims));

    public override Task<Article> GetArticle(GetArticleRequest request, ServerCallContext context)
    {
        new RequestRules().ArticleName("name", request.Name).ThrowIfBroken();
        return Task.FromResult(corpus.Revision.FindArticle(request.Name)
            ?? throw Failures.NotFound(Article.Descriptor.FullName, [request.Name]));
    }

    public override Task<ListArticlesResponse> ListArticles(ListArticlesRequest request, ServerCallContext context)
    {
        new RequestRules().PageSize(request.PageSize).ThrowIfBroken();
        var revision = corpus.Revision;
        var start = Paging.Start(request, request.PageSize, request.PageToken, revision);
        var page = Paging.Cut(revision.Articles, start, article => article.Name, article => article);
        return Task.FromResult(new ListArticlesResponse
        {
            Articles = { page.Items },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Revision = revision.Id,
        });
    }

    public override Task<Source> GetSource(GetSourceRequest request, ServerCallContext context)
    {
        new RequestRules().SourceName("name", request.Name).ThrowIfBroken();
        return Task.FromResult(corpus.Revision.FindSource(request.Name)
            ?? throw Failures.NotFound(Source.Descriptor.FullName, [request.Name]));
    }

    public override Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
    {
        new RequestRules()
            .Enums("kinds", request.Kinds)
            .Names("affiliations", request.Affiliations, ResourceName.IsSource, ResourceName.SourceForm)
            .PageSize(request.PageSize)
            .ThrowIfBroken();
        var revision = corpus.Revision;
        var start = Paging.Start(request, request.PageSize, request.PageToken, revision);
        var matches = revision.ListSources(request.Kinds, request.Affiliations);
        var page = Paging.Cut(matches, start, source => source.Name, source => source);
        return Task.FromResult(new ListSourcesResponse
        {
            Sources = { page.Items },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Revision = revision.Id,
        });
    }

    public override Task<Corpus> GetCorpus(GetCorpusRequest request, ServerCallContext context)
    {
        var revision = corpus.Revision;
        return Task.FromResult(new Corpus
        {
            Revision = revision.Id,
            License = revision.License,
            ClaimCount = revision.Claims.Count,
            ArticleCount = revision.Articles.Count,
            SourceCount = revision.Sources.Count,
            LoadTime = corpus.LoadTime,
        });
    }

    /// <returns>The article, or null for every article.</returns>
    private static Article? ParentOf(string parent, Revision revision) => parent == ResourceName.EveryArticle
        ? null
        : revision.FindArticle(parent) ?? throw Failures.NotFound(Article.Descriptor.FullName, [parent]);
}
