using Claims.Catalog;
using Claims.Catalog.Search;
using Claims.Server.Rpc;
using Claims.V1;

namespace Claims.Server.Web.Page;

/// <summary>
/// Counts the claims that a search finds, by dimensions: what SummarizeClaims does for a filter alone.
/// </summary>
internal static class SearchedSummary
{
    /// <summary>
    /// The most claims that are counted. So many are found and counted while somebody types the next letter.
    /// </summary>
    public const int Most = 20_000;

    /// <summary>Counts.</summary>
    /// <param name="revision">What is searched.</param>
    /// <param name="request">Which claims, and what to group them by.</param>
    /// <param name="words">The words.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <returns>No summaries where there are more than <see cref="Most"/>: of those only the number is told.</returns>
    /// <exception cref="Grpc.Core.RpcException">Something of the request breaks a rule.</exception>
    public static SummarizeClaimsResponse Of(
        Revision revision, SummarizeClaimsRequest request, string words, Patience patience)
    {
        new RequestRules()
            .Query(words, out var query)
            .Parent(request.Parent)
            .Filter(request.Filter, out var criteria)
            .ThrowIfBroken();
        using var selection = new ClaimSelection(revision, patience);
        var within = selection.Select(revision.RunOf(ClaimsRpc.ParentOf(request.Parent, revision)), criteria);
        var hits = revision.Search.Search(revision.Synonyms.Expand(query), within, null, Most, patience);
        var answer = new SummarizeClaimsResponse { TotalSize = hits.Total, Revision = revision.Id };
        if (hits.Total > Most) return answer;
        int[] claims = [.. hits.Best.Select(hit => hit.Claim).Order()];
        var summary = new ClaimSummary(revision, ClaimSet.List(claims, 0, claims.Length), patience);
        answer.Summaries.AddRange(request.Dimensions.Select(
            dimension => summary.By(dimension, AnswerSize.GroupsOf(request.Top), request.Order)));
        answer.Crossed.AddRange(request.Crossings.Select(crossing => summary.By(
            crossing, AnswerSize.GroupsOf(crossing.TopRows), AnswerSize.GroupsOf(crossing.TopColumns), request.Order)));
        return answer;
    }
}
