using Claims.Server.Live;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// What holds for every call, whether or not it reaches a method: the response's metadata names the revision, and an error
/// that gRPC raised by itself gets its details like any other.
/// </summary>
internal sealed class CallBoundary(RequestDelegate next, CurrentCorpus corpus)
{
    /// <summary>
    /// The most bytes of a request. The largest one that breaks no rule, a filter of a thousand values, has half of it.
    /// </summary>
    public const int MaximumRequestSize = 256 * 1024;

    private const string Reflection = "/grpc.reflection.";

    private const string RevisionHeader = "claims-revision";
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private const string DetailsHeader = "grpc-status-details-bin";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[RevisionHeader] = corpus.Revision.Id;

        // Not for reflection, whose streams may last and whose requests are a few bytes.
        if (!context.Request.Path.Value!.StartsWith(Reflection, StringComparison.Ordinal))
        {
            var connection = context.Features.GetRequiredFeature<ConnectionMemory>();
            if (connection.TryReserve(context) is not { } reservation) return WaitAsync(connection, context);
            context.Features.Set(reservation);
        }

        return AnswerAsync(context);
    }

    private async Task WaitAsync(ConnectionMemory connection, HttpContext context)
    {
        try
        {
            context.Features.Set(await connection.ReserveAsync(context, context.RequestAborted));
        }
        catch (OperationCanceledException)
        {
            // Nobody is there to be told.
            return;
        }

        await AnswerAsync(context);
    }

    private Task AnswerAsync(HttpContext context)
    {
        // Without a state machine where the call is over at once, as most are.
        var call = next(context);
        if (!call.IsCompletedSuccessfully) return FinishAsync(call, context.Response);
        AddMissingDetails(context.Response);
        return Task.CompletedTask;
    }

    private static async Task FinishAsync(Task call, HttpResponse response)
    {
        await call;
        AddMissingDetails(response);
    }

    private static void AddMissingDetails(HttpResponse response)
    {
        // An error raised before anything was sent stands in the headers, a later one in the trailers.
        var trailers = response.HasStarted
            ? response.HttpContext.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : response.Headers;
        if (!trailers.TryGetValue(StatusHeader, out var code) || code == "0" || trailers.ContainsKey(DetailsHeader)) return;
        var message = Uri.UnescapeDataString(trailers[MessageHeader].ToString());
        if (Failures.OfFramework((StatusCode)int.Parse(code!, null), message, response.HttpContext.Request.Path) is not { } status) return;
        trailers[StatusHeader] = status.Code.ToString("D", null);
        trailers[MessageHeader] = Uri.EscapeDataString(status.Message);
        trailers[DetailsHeader] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }
}
