using Claims.Catalog;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace Claims.Server.Web;

/// <summary>
/// Answers the calls of <see cref="WebMethods"/> by HTTP and JSON: the same requests, the same methods and the same errors as
/// by gRPC.
/// </summary>
internal sealed class WebCalls(ClaimsRpc rpc, HeldRevisions held, ILogger<WebCalls> logger)
{
    /// <summary>Puts every rpc where the table has it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var method in WebMethods.All)
        {
            if (method.Get is { } get) routes.MapGet(get.Route, http => AnswerAsync(http, method, get));
            if (method.Post is { } post) routes.MapPost(post.Route, http => AnswerAsync(http, method, post));
        }
    }

    private Task AnswerAsync(HttpContext http, WebMethod method, WebPath path) => ServeAsync(http, async () =>
    {
        var request = await WebRequests.ReadAsync(http, method.Rpc.InputType, path);
        var answer = method.Ask(rpc, request, new WebCall(http));
        if (method.Rpc.InputType != GetCorpusRequest.Descriptor && IsKnown(http)) return;
        await WebAnswers.WriteAsync(http.Response, answer, method.Rpc.OutputType);
    });

    /// <summary>Serves a call from one revision, and tells its errors.</summary>
    private async Task ServeAsync(HttpContext http, Func<Task> answer)
    {
        CallRevision.Capture(http, held);
        try
        {
            await answer();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var status = e is RpcException thrown ? thrown.GetRpcStatus() ?? Failures.Internal() : Failures.Internal();
            if (e is OutOfMemoryException) ServerLog.FoundNoMemory(logger, http.Request.Path);
            else if (e is not RpcException) ServerLog.Failed(logger, http.Request.Path, e);
            if (http.Response.HasStarted) http.Abort();
            else await WebAnswers.WriteAsync(http.Response, status);
        }
        finally
        {
            CallRevision.End(http);
        }
    }

    // What is asked for comes from one revision, whose name tells it: whoever has it already gets nothing anew.
    private static bool IsKnown(HttpContext http)
    {
        var revision = http.Features.Get<HeldRevision>()!;
        var tag = new EntityTagHeaderValue($"\"{revision.Id}-{ServerVersion.Text}\"", isWeak: true);
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;

        // Asked again each time, since what is withdrawn may go at any moment.
        headers.CacheControl = new() { NoCache = true };
        if (!http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
