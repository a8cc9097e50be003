using Claims.Catalog;
using Claims.Server.Limits;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// How long a call with one answer is worked for: as long as its caller waits, and the server lets it; and while
/// <see cref="AnswerMaking"/> tries whether it takes long, for a <see cref="TimeSlice"/>.
/// </summary>
internal static class CallPatience
{
    /// <summary>The patience with a call.</summary>
    public static Patience Of(ServerCallContext call) =>
        new(EndOf(call)?.End ?? call.Deadline, call.CancellationToken, call.GetHttpContext().Features.Get<TimeSlice>());

    /// <summary>The server's own deadline, if it is what ends the call; null where its caller's comes first.</summary>
    public static CallDeadline? EndOf(ServerCallContext call) =>
        call.GetHttpContext().Features.Get<CallDeadline>() is { } own && own.End < call.Deadline ? own : null;
}
