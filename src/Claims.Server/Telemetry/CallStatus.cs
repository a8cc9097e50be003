using Google.Protobuf;
using Google.Rpc;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Telemetry;

/// <summary>
/// How a call ended: the code of gRPC's that it has, whatever it came by, and the reason of an error.
/// </summary>
/// <param name="Code">The code, such as <c>NOT_FOUND</c>.</param>
/// <param name="Reason">What the ErrorInfo says; null where there is none.</param>
internal readonly record struct CallStatus(string Code, string? Reason)
{
    public const string Cancelled = "CANCELLED";
    public const string Internal = "INTERNAL";
    public const string Unknown = "UNKNOWN";

    private const string Ok = "OK";

    // As they stand in the .proto, where they are not in the order of their numbers.
    private static readonly string[] _names =
        [.. CodeReflection.Descriptor.EnumTypes[0].Values.OrderBy(code => code.Number).Select(code => code.Name)];

    /// <summary>The errors by which a call is turned away that another time would have been answered.</summary>
    public bool IsRefusal => Code is "RESOURCE_EXHAUSTED" or "UNAUTHENTICATED" or "UNAVAILABLE";

    /// <summary>The errors that the server is to blame for, as the semantic conventions for gRPC have it.</summary>
    public bool IsFault =>
        Code is Unknown or "DEADLINE_EXCEEDED" or "UNIMPLEMENTED" or Internal or "UNAVAILABLE" or "DATA_LOSS";

    /// <summary>The status of a call that is over.</summary>
    /// <param name="http">The call.</param>
    /// <param name="isGrpc">Whether it has one of gRPC's, unless nobody waits for it.</param>
    public static CallStatus Of(HttpContext http, bool isGrpc)
    {
        // An error raised before anything was sent stands in the headers, a later one in the trailers.
        var response = http.Response;
        var headers = response.Headers;
        if (!headers.TryGetValue("grpc-status", out var code)
            && http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers)
        {
            headers = trailers;
            headers.TryGetValue("grpc-status", out code);
        }

        if (code.Count > 0)
        {
            var status = code == "0" ? new(Ok, null) : Of(code.ToString(), headers["grpc-status-details-bin"].ToString());

            // What gRPC made of an error that came of it.
            return status.Code == Unknown && http.RequestAborted.IsCancellationRequested ? new(Cancelled, null) : status;
        }

        if (http.Features.Get<Status>() is { } told) return Of(told);
        return new(isGrpc && http.RequestAborted.IsCancellationRequested ? Cancelled : NameOf(response.StatusCode), null);
    }

    private static CallStatus Of(string code, string details)
    {
        if (!int.TryParse(code, null, out var number)) return new(Unknown, null);
        if (details.Length == 0) return new(NameOfCode(number), null);

        // Base64 on the wire may go without what fills it up.
        var bytes = Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '='));
        return Of(Status.Parser.ParseFrom(bytes));
    }

    private static CallStatus Of(Status status) => new(NameOfCode(status.Code), status.GetDetail<ErrorInfo>()?.Reason);

    private static string NameOfCode(int code) => code >= 0 && code < _names.Length ? _names[code] : Unknown;

    // As google/rpc/code.proto maps them, the other way.
    private static string NameOf(int status) => status switch
    {
        < StatusCodes.Status400BadRequest => Ok,
        StatusCodes.Status401Unauthorized => "UNAUTHENTICATED",
        StatusCodes.Status403Forbidden => "PERMISSION_DENIED",
        StatusCodes.Status404NotFound => "NOT_FOUND",
        StatusCodes.Status405MethodNotAllowed or StatusCodes.Status501NotImplemented => "UNIMPLEMENTED",
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => "RESOURCE_EXHAUSTED",
        StatusCodes.Status499ClientClosedRequest => Cancelled,
        StatusCodes.Status503ServiceUnavailable => "UNAVAILABLE",
        StatusCodes.Status504GatewayTimeout => "DEADLINE_EXCEEDED",
        < StatusCodes.Status500InternalServerError => "INVALID_ARGUMENT",
        _ => Internal,
    };
}
