using Claims.Catalog;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Web.Page;

/// <summary>
/// Asks the service's own methods for one page. All are answered from the one revision of the page, whatever is current by
/// then. Not thread-safe.
/// </summary>
public sealed class PageCall
{
    private readonly ClaimsRpc _rpc;
    private readonly WebCall _call;
    private readonly HttpContext _http;

    internal PageCall(ClaimsRpc rpc, HttpContext http)
    {
        _rpc = rpc;
        _http = http;
        _call = new(http);
    }

    /// <summary>The name of the revision.</summary>
    public string Revision => Held.Id;

    /// <summary>The revision, for what no method answers.</summary>
    internal Revision Catalog => Held.Revision;

    private HeldRevision Held => _http.Features.GetRequiredFeature<HeldRevision>();

    public Claim Get(GetClaimRequest request)
    {
        request.Revision = Revision;
        return Ask(() => _rpc.GetClaim(Read(request), _call).ToMessage());
    }

    public ListClaimsResponse List(ListClaimsRequest request)
    {
        // A page token names its revision, and the page becomes one of that.
        if (request.PageToken.Length == 0) request.Revision = Revision;
        return Ask(() => _rpc.ListClaims(Read(request), _call).ToMessage());
    }

    public SearchClaimsResponse Search(SearchClaimsRequest request)
    {
        if (request.PageToken.Length == 0) request.Revision = Revision;
        return Ask(() => _rpc.SearchClaims(Read(request), _call).ToMessage());
    }

    public SummarizeClaimsResponse Summarize(SummarizeClaimsRequest request)
    {
        request.Revision = Revision;
        return Ask(() => _rpc.SummarizeClaims(Read(request), _call).ToMessage());
    }

    /// <summary>The same of the claims that words find; see <see cref="SearchedSummary"/> for how many.</summary>
    public SummarizeClaimsResponse Summarize(SummarizeClaimsRequest request, string words) => words.Length == 0
        ? Summarize(request)
        : Ask(() => SearchedSummary.Of(Catalog, Read(request), words, CallPatience.Of(_call)));

    public TraceClaimResponse Trace(TraceClaimRequest request)
    {
        request.Revision = Revision;
        return Ask(() => _rpc.TraceClaim(Read(request), _call).ToMessage());
    }

    public Article Get(GetArticleRequest request)
    {
        request.Revision = Revision;
        return Ask(() => _rpc.GetArticle(Read(request), _call).ToMessage());
    }

    public ListArticlesResponse List(ListArticlesRequest request)
    {
        if (request.PageToken.Length == 0) request.Revision = Revision;
        return Ask(() => _rpc.ListArticles(Read(request), _call).ToMessage());
    }

    public Source Get(GetSourceRequest request)
    {
        request.Revision = Revision;
        return Ask(() => _rpc.GetSource(Read(request), _call).ToMessage());
    }

    public ListSourcesResponse List(ListSourcesRequest request)
    {
        if (request.PageToken.Length == 0) request.Revision = Revision;
        return Ask(() => _rpc.ListSources(Read(request), _call).ToMessage());
    }

    /// <summary>Goes over to a revision.</summary>
    /// <exception cref="RpcException">It is not held.</exception>
    internal void StayAt(string revision, HeldRevisions held) => CallRevision.Of(_call, held, revision);

    private static T Ask<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (OperationCanceledException e)
        {
            throw new UnfinishedPageException(e);
        }
    }

    // The same checks as of what comes over the wire.
    private static T Read<T>(T request)
        where T : class, IMessage, new() => RequestReader<T>.Read(request.ToByteArray());
}
