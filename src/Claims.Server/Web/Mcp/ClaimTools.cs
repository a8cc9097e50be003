using System.ComponentModel;
using Claims.Catalog;
using Claims.Server.Limits;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Claims.Server.Web.Mcp;

/// <summary>
/// What an assistant may do with the corpus: search, get, trace and count, and nothing that changes anything. Every answer
/// tells its revision, and of each claim what to cite it by.
/// </summary>
[McpServerToolType]
internal sealed class ClaimTools(ClaimsRpc rpc, HeldRevisions held, McpCall asked)
{
    private const string ArticleForm = "Resource name of an article, articles/{article}; leave it out for all.";
    private const int MostClaims = 50;

    [McpServerTool(Name = "search_claims", Title = "Search claims", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Finds what people and organisations claimed in curated news articles: who said it, how the article knows, when, and "
        + "how certain they were. Nothing here says whether a claim is true.")]
    public Task<ClaimList> SearchAsync(
        [Description("Words, \"phrases\", prefix* and -exclusions, all of which a claim must meet.")] string query,
        [Description(ArticleForm)] string? article = null,
        [Description("Resource name of a source that says it, sources/{source}.")] string? speaker = null,
        [Description("An EDTF date or interval in which what it tells of is, such as 2016-09-05 or 2016-08/2016-09.")] string? about = null,
        [Description("How many claims to answer, up to 50.")] int limit = 10,
        [Description("The next_page_token of the answer before.")] string? page_token = null,
        CancellationToken cancellation = default) => AskAsync(call =>
    {
        var filter = new ClaimFilter { EventDuring = about ?? "" };
        if (!string.IsNullOrEmpty(speaker)) filter.Speakers.Add(speaker);
        var answer = rpc.SearchClaims(
            Checked(new SearchClaimsRequest
            {
                Query = query,
                Parent = ParentOf(article),
                Filter = filter,
                PageSize = Math.Clamp(limit, 1, MostClaims),
                PageToken = page_token ?? "",
            }),
            call).ToMessage();
        return new ClaimList(
            answer.Revision,
            answer.TotalSize,
            [.. answer.Results.Select(result => ToldClaim.Of(result.Claim))],
            answer.NextPageToken.Length > 0 ? answer.NextPageToken : null);
    }, mayTakeLong: true, cancellation);

    [McpServerTool(Name = "get_claim", Title = "Get a claim", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Answers one claim by its name or by a citation of it, as it was in the revision given.")]
    public Task<ClaimList> GetAsync(
        [Description("articles/{article}/claims/{claim}, with or without '@' and a digest behind it.")] string name,
        [Description("The revision that a citation names; leave it out for the current one.")] string? revision = null,
        CancellationToken cancellation = default) => AskAsync(call =>
    {
        var parts = name.Split('@');
        var claim = rpc.GetClaim(Checked(new GetClaimRequest { Name = parts[0], Revision = revision ?? "" }), call).ToMessage();
        if (parts.Length > 1 && parts[1] != claim.Digest)
        {
            throw new McpException($"The claim has changed since: its digest is now {claim.Digest}. Ask for it without the digest, "
                + "or with the revision that was cited.");
        }

        return new ClaimList(call.GetHttpContext().Features.Get<HeldRevision>()!.Id, 1, [ToldClaim.Of(claim)], null);
    }, mayTakeLong: false, cancellation);

    [McpServerTool(Name = "trace_claim", Title = "Trace a claim", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Answers what a claim is related to (corroborates, contradicts, elaborates and so on), and from how many independent "
        + "origins it comes.")]
    public Task<ClaimRelations> TraceAsync(
        [Description("articles/{article}/claims/{claim}.")] string name,
        [Description("How many claims to answer, up to 50.")] int limit = 20,
        CancellationToken cancellation = default) => AskAsync(call =>
    {
        var answer = rpc.TraceClaim(
            Checked(new TraceClaimRequest { Name = name.Split('@')[0], MaxClaims = Math.Clamp(limit, 1, MostClaims) }), call).ToMessage();
        return new ClaimRelations(
            answer.Revision,
            [.. answer.Claims.Select(ToldClaim.Of)],
            [.. answer.Edges.Select(edge => $"{edge.Claim} {EnumNames.WordsOf(edge.Type).ToUpperInvariant()} {edge.RelatedClaim}")],
            [.. answer.IndependentOrigins.Select(origin => string.Join(" and ", origin.Sources))],
            answer.Truncated);
    }, mayTakeLong: true, cancellation);

    [McpServerTool(Name = "summarize_claims", Title = "Count claims", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Counts the claims by speaker, kind of source, topic, place, date and so on.")]
    public Task<ClaimCounts> SummarizeAsync(
        [Description("What to count by.")] Dimension by,
        [Description(ArticleForm)] string? article = null,
        [Description("How many groups to answer, the largest first, up to 1000.")] int limit = 20,
        CancellationToken cancellation = default) => AskAsync(call =>
    {
        var answer = rpc.SummarizeClaims(
            Checked(new SummarizeClaimsRequest { Parent = ParentOf(article), Dimensions = { by }, Top = limit }), call).ToMessage();
        var summary = answer.Summaries[0];
        return new ClaimCounts(
            answer.Revision,
            answer.TotalSize,
            [.. summary.Groups.Select(group => new GroupCount(group.Value, group.DisplayName, group.Count))],
            summary.MoreGroups,
            summary.Without);
    }, mayTakeLong: true, cancellation);

    private static string ParentOf(string? article) => string.IsNullOrEmpty(article) ? ResourceName.EveryArticle : article;

    private static T Checked<T>(T request)
        where T : class, IMessage => RequestReader<T>.Read(request.ToByteArray());

    // From one revision, and with the service's own words where it refuses. In a context of its own: that of the request has
    // begun to be answered.
    private async Task<T> AskAsync<T>(Func<WebCall, T> ask, bool mayTakeLong, CancellationToken cancellation)
    {
        var context = new DefaultHttpContext { RequestAborted = cancellation };
        context.Features.Set(asked.Calls);
        CallDeadline.Begin(context);
        CallRevision.Capture(context, held);
        try
        {
            if (asked.Refuse() is { } refusal) throw refusal.ToRpcException();
            return mayTakeLong
                ? await AnswerMaking.MakeAsync(context, () => ask(new(context)), cancellation)
                : ask(new(context));
        }
        catch (RpcException e)
        {
            throw new McpException(e.Status.Detail, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested
            && context.Features.Get<CallDeadline>() is { } deadline)
        {
            throw new McpException(Failures.TookTooLong(deadline.Allowed).Message, e);
        }
        finally
        {
            CallRevision.End(context);
        }
    }
}
