using Claims.Catalog;
using Claims.Catalog.Search;
using Claims.Server.Access;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.Server.Telemetry;
using Claims.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Web.Exports;

/// <summary>
/// Streams every claim that matches, as a file: in the corpus's order, or where words are searched, the best first. It takes
/// what SearchClaims does, <c>query</c> or none, without pages.
/// </summary>
internal sealed class ClaimExport(HeldRevisions held, WebBoundary boundary)
{
    /// <summary>The parameter that names the format.</summary>
    public const string FormatName = "format";

    /// <summary>Where it is.</summary>
    public static readonly WebPath Path = new("/v1/{parent=articles/*}/claims:export", SearchClaimsRequest.Descriptor);

    // In bytes, what a batch of claims becomes, before that is known.
    private const int Piece = 256 * 1024;

    // Searched for at once: it costs as much to find ten.
    private const int HitsAtOnce = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path.Route, WebCalls.Reading, http => boundary.ServeLastingAsync(http, () => ExportAsync(http)));
        routes.MapPost(Path.Route, http => boundary.ServeLastingAsync(http, () => ExportAsync(http)));
    }

    private async Task ExportAsync(HttpContext http)
    {
        var format = FormatOf(http.Request);
        var given = await WebRequests.ReadAsync(http, SearchClaimsRequest.Descriptor, Path, besides: FormatName);
        var request = RequestReader<SearchClaimsRequest>.Read(given.ToByteArray());
        var rules = new RequestRules()
            .Parent(request.Parent)
            .Filter(request.Filter, out var criteria)
            .ReadMask(request.ReadMask, Claim.Descriptor)
            .Revision(request.Revision)
            .NoPage(request.PageSize, request.PageToken);
        if (!format.TakesMask) rules.NoMask(request.ReadMask);
        var query = default(SearchQuery);
        if (request.Query.Length > 0) rules.Query(request.Query, out query);
        rules.ThrowIfBroken();
        var call = new WebCall(http);
        var leased = CallRevision.Of(call, held, request.Revision);
        var revision = leased.Revision;
        var patience = new Patience(call.Deadline, call.CancellationToken);
        var run = revision.RunOf(ClaimsRpc.ParentOf(request.Parent, revision));
        http.Response.ContentType = format.MediaType;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"claims-{revision.Id[..8]}.{format.Name}\"";
        http.Response.Headers.CacheControl = "no-cache";
        if (HttpMethods.IsHead(http.Request.Method)) return;
        var reservation = http.Features.GetRequiredFeature<Reservation>();
        using var memory = new MemoryStream();
        await using var writer = await format.Open(revision, new(request.ReadMask), memory);
        using var batches = (query is null ? Matches() : Hits(revision.Synonyms.Expand(query))).GetEnumerator();
        var count = 0;
        for (var isEnd = false; !isEnd;)
        {
            await reservation.AwaitRoomAsync(Math.Max(memory.Capacity, Piece), http.RequestAborted);
            await Pace.EnterAsync(http.RequestAborted);
            try
            {
                isEnd = !batches.MoveNext();
                await (isEnd ? writer.EndAsync() : writer.WriteAsync(batches.Current));
                if (!isEnd) count += batches.Current.Count;
            }
            finally
            {
                Pace.Leave();
            }

            // What was withdrawn meanwhile goes nowhere any more: whoever reads learns that the file is not whole.
            if (leased.IsWithheld) throw Failures.RevisionNotHeld(revision.Id, held.Current.Id);
            if (Caller.IsOverOf(http)) throw Failures.NotAdmittedAnyMore();
            await http.Response.Body.WriteAsync(memory.GetBuffer().AsMemory(0, (int)memory.Length), http.RequestAborted);
            memory.SetLength(0);
        }

        CallSpan.Current?.SetTag(CallSpan.CountTag, count);

        IEnumerable<IReadOnlyList<int>> Matches()
        {
            for (var next = 0; ;)
            {
                var claims = MatchesFrom(revision, run, criteria, next, writer.Batch, patience);
                if (claims.Count == 0) yield break;
                yield return claims;
                next = claims[^1] + 1;
            }
        }

        IEnumerable<IReadOnlyList<int>> Hits(SearchQuery expanded)
        {
            for (var after = default(SearchKey?); ;)
            {
                var hits = HitsAfter(revision, run, criteria, expanded, after, patience);
                if (hits.Count == 0) yield break;
                foreach (var some in hits.Select(hit => hit.Claim).Chunk(writer.Batch)) yield return some;
                after = hits[^1];
            }
        }
    }

    // Looked for anew for each batch: nothing of it is kept while a client takes its time.
    private static List<int> MatchesFrom(
        Revision revision, ClaimSet run, ClaimCriteria criteria, int next, int batch, Patience patience)
    {
        using var selection = new ClaimSelection(revision, patience);
        var walk = new ClaimWalk(selection.Select(run, criteria), next);
        var claims = new List<int>(batch);
        while (claims.Count < batch && walk.MoveNext()) claims.Add(walk.Current);
        return claims;
    }

    private static IReadOnlyList<SearchKey> HitsAfter(
        Revision revision, ClaimSet run, ClaimCriteria criteria, SearchQuery query, SearchKey? after, Patience patience)
    {
        using var selection = new ClaimSelection(revision, patience);
        return revision.Search.Search(query, selection.Select(run, criteria), after, HitsAtOnce, patience).Best;
    }

    private static ExportFormat FormatOf(HttpRequest request)
    {
        var names = ExportFormat.All.Select(format => format.Name).ToList();
        var given = request.Query[FormatName].ToString();
        return ExportFormat.All.FirstOrDefault(format => format.Name == given)
            ?? throw Failures.InvalidRequest([new(FormatName,
                (given.Length == 0 ? "it is missing" : $"'{Quote.Cut(given)}' is none") + $"; expected {string.Join(", ", names[..^1])} or {names[^1]}"
                + Suggestion.Of(Quote.Cut(given), names))]);
    }
}
