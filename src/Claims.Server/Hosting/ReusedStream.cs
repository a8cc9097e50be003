using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Claims.Server.Hosting;

/// <summary>
/// Mends what Kestrel leaves behind in a stream that it uses again: the mark that its answer is scheduled to be sent. Where a
/// window grows just as an answer ends, the mark can stay, and nothing of the next answer is ever sent
/// (dotnet/aspnetcore#53736). Seen of one answer of several windows in some thousands. Nothing public reaches the mark.
/// </summary>
internal static class ReusedStream
{
    private static readonly Action<object>? _clear = MakeClear();

    /// <summary>Whether this Kestrel has the mark; where it has not, nothing is mended, and may not have to be.</summary>
    public static bool HasMark => _clear is not null;

    /// <summary>Clears the mark. To be called as a call begins, before anything of its answer is written.</summary>
    public static void Begin(HttpContext call)
    {
        // Kestrel's own stream. Nothing of the new answer can be marked yet, so that no lock is needed: but that its client has
        // reset it already, which is then looked at twice.
        if (call.Features.Get<IHttp2StreamIdFeature>() is { } stream) _clear?.Invoke(stream);
    }

    private static Action<object>? MakeClear()
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic;
        var type = typeof(KestrelServer).Assembly.GetType("Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http2.Http2Stream");
        var output = type?.GetField("_http2Output", Own);
        var mark = output?.FieldType.GetField("_isScheduled", Own);
        if (type is null || output is null || mark?.FieldType != typeof(bool)) return null;
        var stream = Expression.Parameter(typeof(object));
        var marked = Expression.Field(Expression.Field(Expression.Convert(stream, type), output), mark);
        return Expression.Lambda<Action<object>>(Expression.Assign(marked, Expression.Constant(false)), stream).Compile();
    }
}
