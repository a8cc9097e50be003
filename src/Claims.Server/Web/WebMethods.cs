using Claims.V1;

namespace Claims.Server.Web;

/// <summary>
/// The table of what is reached where by HTTP: every rpc that reads, by AIP's rules (AIP-127, AIP-131 and those it names).
/// </summary>
internal static class WebMethods
{
    public static readonly IReadOnlyList<WebMethod> All =
    [
        WebMethod.Of<GetClaimRequest, Claim>(
            (rpc, request, call) => rpc.GetClaim(request, call),
            get: "/v1/{name=articles/*/claims/*}"),
        WebMethod.Of<BatchGetClaimsRequest, BatchGetClaimsResponse>(
            (rpc, request, call) => rpc.BatchGetClaims(request, call),
            get: "/v1/claims:batchGet", post: "/v1/claims:batchGet"),
        WebMethod.Of<ListClaimsRequest, ListClaimsResponse>(
            (rpc, request, call) => rpc.ListClaims(request, call),
            get: "/v1/{parent=articles/*}/claims", post: "/v1/{parent=articles/*}/claims:list"),
        WebMethod.Of<SearchClaimsRequest, SearchClaimsResponse>(
            (rpc, request, call) => rpc.SearchClaims(request, call),
            get: "/v1/{parent=articles/*}/claims:search", post: "/v1/{parent=articles/*}/claims:search"),
        WebMethod.Of<FindSimilarClaimsRequest, FindSimilarClaimsResponse>(
            (rpc, request, call) => rpc.FindSimilarClaims(request, call),
            get: "/v1/{name=articles/*/claims/*}:findSimilar", post: "/v1/{name=articles/*/claims/*}:findSimilar"),
        WebMethod.Of<SummarizeClaimsRequest, SummarizeClaimsResponse>(
            (rpc, request, call) => rpc.SummarizeClaims(request, call),
            get: "/v1/{parent=articles/*}/claims:summarize", post: "/v1/{parent=articles/*}/claims:summarize"),
        WebMethod.Of<TraceClaimRequest, TraceClaimResponse>(
            (rpc, request, call) => rpc.TraceClaim(request, call),
            get: "/v1/{name=articles/*/claims/*}:trace"),
        WebMethod.Of<GetArticleRequest, Article>(
            (rpc, request, call) => rpc.GetArticle(request, call),
            get: "/v1/{name=articles/*}"),
        WebMethod.Of<ListArticlesRequest, ListArticlesResponse>(
            (rpc, request, call) => rpc.ListArticles(request, call),
            get: "/v1/articles"),
        WebMethod.Of<GetSourceRequest, Source>(
            (rpc, request, call) => rpc.GetSource(request, call),
            get: "/v1/{name=sources/*}"),
        WebMethod.Of<ListSourcesRequest, ListSourcesResponse>(
            (rpc, request, call) => rpc.ListSources(request, call),
            get: "/v1/sources"),
        WebMethod.Of<ListTopicsRequest, ListTopicsResponse>(
            (rpc, request, call) => rpc.ListTopics(request, call),
            get: "/v1/topics"),
        WebMethod.Of<ListPlacesRequest, ListPlacesResponse>(
            (rpc, request, call) => rpc.ListPlaces(request, call),
            get: "/v1/places"),
        WebMethod.Of<ReconcileSourcesRequest, ReconcileSourcesResponse>(
            (rpc, request, call) => rpc.ReconcileSources(request, call),
            post: "/v1/sources:reconcile"),
        WebMethod.Of<GetCorpusRequest, Corpus>(
            (rpc, request, call) => rpc.GetCorpus(request, call),
            get: "/v1/corpus"),
    ];
}
