using Claims.Server.Live;
using Claims.Server.Web;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Claims.Benchmarks;

/// <summary>
/// Calls that come over no wire, and are waited for without end.
/// </summary>
internal static class InProcessCall
{
    /// <summary>A call that is answered from a revision.</summary>
    public static ServerCallContext Of(HeldRevision revision)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(revision);
        return new WebCall(http);
    }
}
