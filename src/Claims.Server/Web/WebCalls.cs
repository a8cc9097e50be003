using Claims.Server.Limits;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.Server.Telemetry;
using Claims.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Claims.Server.Web;

/// <summary>
/// Answers the calls of <see cref="WebMethods"/> by HTTP and JSON: the same requests, the same methods and the same errors as
/// by gRPC.
/// </summary>
internal sealed class WebCalls(ClaimsRpc rpc, WebBoundary boundary)
{
    /// <summary>The methods of HTTP by which something is read.</summary>
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Puts every rpc where the table has it.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var method in WebMethods.All)
        {
            var named = routes.MapGroup("").WithMetadata(method.Rpc);
            if (method.Get is { } get) named.MapMethods(get.Route, Reading, http => AnswerAsync(http, method, get));
            if (method.Post is { } post) named.MapPost(post.Route, http => AnswerAsync(http, method, post));
        }

        routes.Map("/v1/{**path}", http => boundary.ServeAsync(
            http, () => throw Failures.UnknownMethod($"{http.Request.Method} {http.Request.Path}")));
    }

    private Task AnswerAsync(HttpContext http, WebMethod method, WebPath path) => boundary.ServeAsync(http, async () =>
    {
        var request = await WebRequests.ReadAsync(http, method.Rpc.InputType, path);
        var call = new WebCall(http);
        var answer = await AskAsync(http, method, request, call);
        if (method.Rpc.InputType != GetCorpusRequest.Descriptor && IsKnown(http)) return;

        // Made again once there is room for it: what waits holds nothing.
        var reservation = http.Features.GetRequiredFeature<Reservation>();
        while (!reservation.TryKeep(answer))
        {
            using (var bound = CallDeadline.Bound(http, http.RequestAborted))
            {
                await reservation.AwaitRoomAsync(Reservation.BytesOf(answer), bound.Token);
            }

            answer = await AskAsync(http, method, request, call);
        }

        await WebAnswers.WriteAsync(http.Response, answer, method.Rpc.OutputType);
    });

    private ValueTask<EncodedMessage> AskAsync(HttpContext http, WebMethod method, IMessage request, WebCall call) =>
        method.MayTakeLong
            ? AnswerMaking.MakeAsync(http, () => Ask(method, request, call), http.RequestAborted)
            : new(Ask(method, request, call));

    private EncodedMessage Ask(WebMethod method, IMessage request, WebCall call)
    {
        var answer = method.Ask(rpc, request, call);
        if (CallSpan.Current is { } span) CallSpan.Note(span, answer.ToByteArray(), method.Rpc.OutputType);
        return answer;
    }

    /// <summary>
    /// Names the answer after its revision, which with the address tells all of it, and says that it has not changed where the
    /// client has it already.
    /// </summary>
    /// <returns>Whether that was all there is to say.</returns>
    public static bool IsKnown(HttpContext http)
    {
        var revision = http.Features.Get<HeldRevision>()!;
        var tag = new EntityTagHeaderValue($"\"{revision.Id}-{ServerVersion.Text}\"", isWeak: true);
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;

        // Asked again each time, since what is withdrawn may go at any moment.
        headers.CacheControl = new() { NoCache = true };
        var isKnown = http.Request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known == EntityTagHeaderValue.Any || known.Compare(tag, useStrongComparison: false));
        if (!isKnown) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
