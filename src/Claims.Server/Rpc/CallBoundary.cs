using Claims.Catalog;
using Claims.Server.Access;
using Claims.Server.Limits;
using Claims.Server.Live;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Claims.Server.Rpc;

/// <summary>
/// What holds for every call, whether or not it reaches a method: its caller is let in, the response's metadata names the
/// revision, an error that gRPC raised by itself gets its details like any other, and only what is a fault of the server is
/// logged as one.
/// </summary>
internal sealed class CallBoundary(
    RequestDelegate next, HeldRevisions held, Admission admission, CallLimits limits, ILogger logger)
{
    /// <summary>
    /// The most bytes of a request. The largest one that breaks no rule, a filter of a thousand values, has half of it.
    /// </summary>
    public const int MaximumRequestSize = 256 * 1024;

    /// <summary>The same of what health and reflection are asked: a name of a service, a file or a symbol.</summary>
    public const int SmallRequestSize = 4 * 1024;

    // The libraries that read a body: gRPC's messages, and base64.
    private const string GrpcServer = "Grpc.AspNetCore.Server";
    private const string GrpcWeb = "Grpc.AspNetCore.Web";

    private const string Health = "/grpc.health.";
    private const string Reflection = "/grpc.reflection.";

    // As it stands in a header.
    private const string DeadlineExceeded = "4";

    // Of a call without a deadline: longer than any connection.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(30);

    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private const string DetailsHeader = "grpc-status-details-bin";

    public Task InvokeAsync(HttpContext context)
    {
        var timeout = context.Request.Headers.GrpcTimeout;
        var left = _longest;
        if (timeout.Count > 0 && CallProtocol.EndOf(timeout, out left) is { } end)
        {
            Refuse(context, end);
            return Task.CompletedTask;
        }

        // Health is told to everybody, and when there is no memory left, too; its messages are a few bytes.
        var path = context.Request.Path.Value ?? "";
        if (IsHealth(path))
        {
            CallProtocol.DropMetadata(context.Request.Headers);
            var asked = RequestArrival.Of(context.Request);
            return asked.IsWhole ? AnswerAsync(context, null) : WaitAsync(null, context, asked, left);
        }

        if (!admission.IsNeeded) return EnterAsync(context, path, left);
        var admitted = admission.AdmitAsync(context, IsReflection(path) ? Surface.Reflection : Surface.Calls);
        if (!admitted.IsCompletedSuccessfully) return AdmitLaterAsync(admitted, context, path, left);
        if (admitted.Result is not { } denial) return EnterAsync(context, path, left);
        Refuse(context, Failures.NotAdmitted(denial));
        return Task.CompletedTask;
    }

    /// <summary>The most bytes of a request of the method at a path.</summary>
    public static int MaximumRequestSizeOf(string path) =>
        IsHealth(path) || IsReflection(path) ? SmallRequestSize : MaximumRequestSize;

    /// <summary>Whether a path is one of reflection, whose requests are a stream.</summary>
    public static bool IsReflection(string? path) => path?.StartsWith(Reflection, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsHealth(string path) => path.StartsWith(Health, StringComparison.OrdinalIgnoreCase);

    private async Task AdmitLaterAsync(ValueTask<Denial?> admitted, HttpContext context, string path, TimeSpan left)
    {
        try
        {
            if (await admitted is not { } denial) await EnterAsync(context, path, left);
            else Refuse(context, Failures.NotAdmitted(denial));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
    }

    private Task EnterAsync(HttpContext context, string path, TimeSpan left)
    {
        if (IsReflection(path)) CallProtocol.DropMetadata(context.Request.Headers);
        if (limits.Rate?.Refuse(context) is { } wait)
        {
            Refuse(context, Failures.TooOften(limits.Rate.PerSecond, wait));
            return Task.CompletedTask;
        }

        var arrival = RequestArrival.Of(context.Request);
        var connection = context.Features.GetRequiredFeature<ConnectionMemory>();
        return arrival is { IsWhole: true, Bytes: { } bytes } && connection.TryReserve(context, bytes) is { } reservation
            ? AnswerAsync(context, reservation)
            : WaitAsync(connection, context, arrival, left);
    }

    // Within the caller's deadline, which gRPC counts only from then on, and the server's.
    private async Task WaitAsync(ConnectionMemory? connection, HttpContext context, RequestArrival arrival, TimeSpan left)
    {
        CallProtocol.DropMetadata(context.Request.Headers);
        var deadline = new CallDeadline(limits.LongestArrival);
        context.Features.Set(deadline);
        using var patience = CallDeadline.Bound(context, context.RequestAborted);
        var isOwn = deadline.Allowed < left;
        if (!isOwn) patience.CancelAfter(left);
        Reservation? reservation = null;
        try
        {
            arrival = await arrival.KnownAsync(context.Request, patience.Token);
            if (connection is not null) reservation = await connection.ReserveAsync(context, arrival.Bytes!.Value, patience.Token);
            await arrival.WholeAsync(context.Request, patience.Token);
        }
        catch (IOException)
        {
            // No request comes any more.
            reservation?.EndMethod();
            return;
        }
        catch (OperationCanceledException)
        {
            reservation?.EndMethod();
            if (context.RequestAborted.IsCancellationRequested) return;
            Refuse(context, isOwn ? Failures.TookTooLong(deadline.Allowed) : CallProtocol.DeadlineExceeded);
            return;
        }

        // It has come in time, and takes as long as it likes.
        if (limits.Deadline is null) context.Features.Set<CallDeadline>(null);
        await AnswerAsync(context, reservation);
    }

    private Task AnswerAsync(HttpContext context, Reservation? reservation)
    {
        if (reservation is not null) context.Features.Set(reservation);
        CallRevision.Capture(context, held);

        // Without a state machine where the call is over at once, as most are.
        var isOver = true;
        try
        {
            var call = next(context);
            isOver = call.IsCompletedSuccessfully;
            if (!isOver) return FinishAsync(call, context);
            Finish(context);
        }
        finally
        {
            if (isOver) EndMethod(context);
        }

        return Task.CompletedTask;
    }

    private async Task FinishAsync(Task call, HttpContext context)
    {
        try
        {
            await call;
            Finish(context);
        }
        finally
        {
            EndMethod(context);
        }
    }

    // What was written is the transport's, and no part of the revision.
    private static void EndMethod(HttpContext context)
    {
        CallRevision.End(context);
        context.Features.Get<Reservation>()?.EndMethod();
    }

    private void Finish(HttpContext context)
    {
        // An error raised before anything was sent stands in the headers, a later one in the trailers.
        var response = context.Response;
        var trailers = response.HasStarted
            ? context.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : response.Headers;
        var isTold = trailers.TryGetValue(StatusHeader, out var code) && (code == "0" || trailers.ContainsKey(DetailsHeader));
        if (isTold) return;

        // What was thrown, and was no status, while the call was read, served or answered.
        var thrown = context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.DebugException;
        var status = thrown is not null ? StatusOf(thrown, code, context)
            : code.Count > 0 ? StatusOf((StatusCode)int.Parse(code!, null), trailers[MessageHeader].ToString(), context)
            : StatusOfNoMethod(context);
        if (status is null) return;
        if (code.Count == 0) Answer(response, status);
        else Write(trailers, status);
    }

    private Google.Rpc.Status? StatusOf(Exception thrown, StringValues code, HttpContext context)
    {
        // The deadline may have passed before, and the caller been told.
        var isOver = code == DeadlineExceeded || context.RequestAborted.IsCancellationRequested
            || (context.Response.HasStarted && context.Response.Headers.ContainsKey(StatusHeader));
        if (!CallProtocol.TryFindMistake(context.Request, out var mistake)) isOver = true;
        if (mistake is not null && !isOver) return mistake;
        if (thrown.Source == GrpcWeb || (thrown is InvalidDataException && thrown.Source == GrpcServer))
        {
            return isOver ? null : Failures.BrokenCall($"its body is none: {thrown.Message.TrimEnd('.')}");
        }

        if (thrown is OutOfMemoryException)
        {
            ServerLog.FoundNoMemory(logger, context.Request.Path);
            return isOver ? null : Failures.OutOfMemory();
        }

        // Reading from and writing to a call that is over throw these.
        if (!isOver || thrown is not (IOException or OperationCanceledException or InvalidOperationException))
        {
            ServerLog.Failed(logger, context.Request.Path, thrown);
        }

        return isOver ? null : Failures.Internal();
    }

    private static Google.Rpc.Status? StatusOf(StatusCode code, string message, HttpContext context)
    {
        var mistake = default(Google.Rpc.Status);
        if (code == StatusCode.Internal) CallProtocol.TryFindMistake(context.Request, out mistake);
        return mistake ?? Failures.OfFramework(code, Uri.UnescapeDataString(message), context.Request.Path);
    }

    // A path of another form than methods have leads nowhere, and so does a call that is not made by POST.
    private static Google.Rpc.Status? StatusOfNoMethod(HttpContext context)
    {
        var request = context.Request;
        if (context.Response.StatusCode is not (StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
            || !CallProtocol.IsCall(request))
        {
            return null;
        }

        return HttpMethods.IsPost(request.Method)
            ? Failures.OfFramework(StatusCode.Unimplemented, "There is no such method.", request.Path)
            : Failures.BrokenCall($"it is made by {Quote.Cut(request.Method)}; expected {HttpMethods.Post}");
    }

    // Of a call that is over before it is served.
    private void Refuse(HttpContext context, Google.Rpc.Status status)
    {
        CallRevision.Name(context, held);
        Answer(context.Response, status);
    }

    // Of a call that nothing was said to yet.
    private static void Answer(HttpResponse response, Google.Rpc.Status status)
    {
        if (response.HasStarted) return;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = CallProtocol.ContentType;
        Write(response.Headers, status);
    }

    private static void Write(IHeaderDictionary trailers, Google.Rpc.Status status)
    {
        trailers[StatusHeader] = status.Code.ToString("D", null);
        trailers[MessageHeader] = Uri.EscapeDataString(status.Message);
        if (status.Details.Count == 0) return;
        trailers[DetailsHeader] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }
}
