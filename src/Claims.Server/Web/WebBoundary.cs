using Claims.Server.Access;
using Claims.Server.Limits;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Web;

/// <summary>
/// What holds for every call that is answered by HTTP from the corpus: its caller is let in, it has one revision, which a header
/// names, memory for its request is taken before that is read, and an error is told as one.
/// </summary>
internal sealed class WebBoundary(
    HeldRevisions held, Admission admission, CallLimits limits, ILogger<WebBoundary> logger)
{
    /// <summary>Serves a call.</summary>
    /// <param name="http">The call.</param>
    /// <param name="answer">Answers it.</param>
    /// <param name="surface">What it is for.</param>
    /// <param name="tell">Tells an error; null for JSON.</param>
    public Task ServeAsync(
        HttpContext http, Func<Task> answer, Surface surface = Surface.Calls, Func<Google.Rpc.Status, Task>? tell = null)
    {
        CallDeadline.Begin(http);
        return ServeLastingAsync(http, answer, surface, tell);
    }

    /// <summary>Serves a call that takes as long as its client: a file, or a watch.</summary>
    /// <param name="http">The call.</param>
    /// <param name="answer">Answers it.</param>
    /// <param name="surface">What it is for.</param>
    /// <param name="tell">Tells an error; null for JSON.</param>
    public async Task ServeLastingAsync(
        HttpContext http, Func<Task> answer, Surface surface = Surface.Calls, Func<Google.Rpc.Status, Task>? tell = null)
    {
        var response = http.Response;
        try
        {
            CallRevision.Name(http, held);
            await AdmitAsync(http, surface);
            if (limits.Rate?.Refuse(http) is { } wait) throw Failures.TooOften(limits.Rate.PerSecond, wait).ToRpcException();
            http.Features.Set(await ReserveAsync(http));
            CallRevision.Capture(http, held);
            await answer();
        }
        catch (Exception e) when ((e is OperationCanceledException && !IsGivenUp(http))
            || (e is IOException && http.RequestAborted.IsCancellationRequested))
        {
            // Nobody waits for an answer, and what has begun is not to look whole.
            http.Features.Set(new Google.Rpc.Status { Code = (int)StatusCode.Cancelled });
            http.Abort();
        }
        catch (Exception e)
        {
            var status = StatusOf(http, e);
            if (response.HasStarted) http.Abort();
            else if (tell is not null) await tell(status);
            else await WebAnswers.WriteAsync(response, status);
        }
        finally
        {
            CallRevision.End(http);
            http.Features.Get<Reservation>()?.EndMethod();
        }
    }

    /// <summary>
    /// The error that a client is told of what was thrown, a feature of the call from then on; what is a fault of the server is
    /// logged.
    /// </summary>
    public Google.Rpc.Status StatusOf(HttpContext http, Exception thrown)
    {
        var status = ToldOf(http, thrown);
        http.Features.Set(status);
        return status;
    }

    private Google.Rpc.Status ToldOf(HttpContext http, Exception thrown)
    {
        switch (thrown)
        {
            case RpcException failure:
                return failure.GetRpcStatus() ?? new() { Code = (int)failure.StatusCode, Message = failure.Status.Detail };
            case BadHttpRequestException broken:
                return Failures.UndecodableRequest(broken.Message).GetRpcStatus()!;
            case OperationCanceledException when http.Features.Get<CallDeadline>() is { } deadline:
                return Failures.TookTooLong(deadline.Allowed);
            case OutOfMemoryException:
                ServerLog.FoundNoMemory(logger, http.Request.Path);
                return Failures.OutOfMemory();
            default:
                ServerLog.Failed(logger, http.Request.Path, thrown);
                return Failures.Internal();
        }
    }

    /// <summary>Lets a call in.</summary>
    /// <exception cref="RpcException">Its caller is not let in.</exception>
    public async ValueTask AdmitAsync(HttpContext http, Surface surface)
    {
        if (await admission.AdmitAsync(http, surface) is not { } denial) return;

        // As RFC 9110, 11.6.1, demands.
        if (!denial.IsTemporary) http.Response.Headers.WWWAuthenticate = "Bearer";
        throw Failures.NotAdmitted(denial).ToRpcException();
    }

    /// <summary>Lets in whoever calls what answers by itself.</summary>
    public void Guard(IEndpointConventionBuilder endpoint, Surface surface) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        try
        {
            await AdmitAsync(http, surface);
        }
        catch (RpcException denied)
        {
            await WebAnswers.WriteAsync(http.Response, StatusOf(http, denied));
            return Results.Empty;
        }

        return await next(context);
    });

    // By the server, where its client still waits.
    private static bool IsGivenUp(HttpContext http) =>
        !http.RequestAborted.IsCancellationRequested && http.Features.Get<CallDeadline>() is not null;

    private static async Task<Reservation> ReserveAsync(HttpContext http)
    {
        var isPost = HttpMethods.IsPost(http.Request.Method);
        if (isPost && http.Request.ContentLength > CallBoundary.MaximumRequestSize)
        {
            throw Failures.TooLarge(CallBoundary.MaximumRequestSize).ToRpcException();
        }

        using var bound = CallDeadline.Bound(http, http.RequestAborted);
        return await http.Features.GetRequiredFeature<ConnectionMemory>().ReserveAsync(
            http, isPost ? RequestMemory.OfBody(http.Request.ContentLength) : RequestMemory.Least, bound.Token);
    }
}
