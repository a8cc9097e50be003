using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Claims.Server.Telemetry;

/// <summary>
/// The span of a call, for who traces: named after the rpc, a child of the caller's own by W3C's <c>traceparent</c>. It says
/// nothing of what was asked, which is what somebody looks into.
/// </summary>
/// <remarks>
/// Made here, and not by ASP.NET Core's instrumentation, which has an activity made of every request and looks into each with
/// reflection, to name it after a path.
/// </remarks>
internal static class CallSpan
{
    /// <summary>How many claims an answer has.</summary>
    public const string CountTag = "claims.answer.count";

    public static readonly ActivitySource Source = new(CallTelemetry.Name);

    /// <summary>The span that is recorded of the call which runs here; null for none.</summary>
    public static Activity? Current =>
        Source.HasListeners() && Activity.Current is { IsAllDataRequested: true } span && span.Source == Source ? span : null;

    /// <summary>Begins the span of a call, where somebody traces.</summary>
    public static Activity? Begin(HttpContext http)
    {
        if (!Source.HasListeners()) return null;

        // Of the caller's context no more than who its parent is: the rest of it is a header like any other.
        ActivityContext.TryParse(http.Request.Headers.TraceParent, traceState: null, isRemote: true, out var parent);
        return Source.StartActivity(CallName.Unknown, ActivityKind.Server, parent);
    }

    /// <summary>Notes how many claims an answer has, and of how many.</summary>
    /// <param name="span">The span.</param>
    /// <param name="answer">The encoded answer.</param>
    /// <param name="type">What it is.</param>
    public static void Note(Activity span, byte[] answer, MessageDescriptor type)
    {
        var claims = (type.FindFieldByName("claims") ?? type.FindFieldByName("results")) is { IsRepeated: true } list
            ? list.FieldNumber
            : 0;
        var total = type.FindFieldByName("total_size")?.FieldNumber ?? 0;
        if (claims == 0) return;
        var (count, all) = (0, 0);
        var reader = new CodedInputStream(answer);
        while (reader.ReadTag() is > 0 and var tag)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            if (field == claims) count++;
            if (field == total) all = reader.ReadInt32();
            else reader.SkipLastField();
        }

        span.SetTag(CountTag, count);
        if (total > 0) span.SetTag("claims.answer.total", all);
    }

    /// <summary>Ends it.</summary>
    public static void End(Activity span, CallName name, CallStatus status, string revision)
    {
        if (span.IsAllDataRequested)
        {
            span.DisplayName = name.Method;
            span.SetTag("rpc.method", name.Method);
            span.SetTag("rpc.response.status_code", status.Code);
            span.SetTag("claims.surface", name.Surface.Name);
            if (name.Surface.IsGrpc) span.SetTag("rpc.system.name", "grpc");
            if (revision.Length > 0) span.SetTag("claims.revision", revision);
            if (status.Reason is not null) span.SetTag("claims.reason", status.Reason);
            if (status.IsFault) span.SetTag("error.type", status.Code).SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }
}
