using Claims.Server.Catalog;
using Claims.Server.Live;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// What holds for every call of the service, whether or not it reaches a method: one revision is captured when it
/// starts, the response's metadata names it, and an error that gRPC raised by itself gets its details like any other.
/// </summary>
internal sealed class CallBoundary(RequestDelegate next, CurrentCorpus corpus)
{
    /// <summary>
    /// The most bytes of a request. The largest one that breaks no rule, a filter of a thousand values, has a tenth of it.
    /// </summary>
    public const int MaximumRequestSize = 1024 * 1024;

    private const string RevisionHeader = "claims-revision";
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";
    private const string DetailsHeader = "grpc-status-details-bin";

    /// <summary>The revision that a call was given when it started.</summary>
    public static Revision RevisionOf(ServerCallContext context) =>
        context.GetHttpContext().Features.GetRequiredFeature<Revision>();

    public async Task InvokeAsync(HttpContext context)
    {
        var revision = corpus.Revision;
        context.Features.Set(revision);
        context.Response.Headers[RevisionHeader] = revision.Id;
        await next(context);
        AddMissingDetails(context.Response);
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
