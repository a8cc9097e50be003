using Claims.Server.Limits;
using Claims.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// A heavy call's turn to work, of those that <see cref="HeavyCalls"/> has: from when it has a thread until its answer is made,
/// or until it waits for something else. Given back when it is disposed of.
/// </summary>
internal readonly struct Turn : IDisposable
{
    // What a method is called that finds one thing by its name.
    private const string Get = "Get";

    private readonly ConnectionCalls? _calls;

    private Turn(ConnectionCalls? calls) => _calls = calls;

    /// <summary>The turn of a call that is not heavy.</summary>
    public static Turn NotNeeded => default;

    /// <summary>Whether the calls of a method are heavy: all that walk the corpus.</summary>
    public static bool IsNeeded(string service, string method) =>
        service == ClaimsService.Descriptor.FullName && !method.StartsWith(Get, StringComparison.Ordinal);

    /// <summary>A turn, if there is one.</summary>
    public static Turn? TryTake(HttpContext call)
    {
        var calls = call.Features.GetRequiredFeature<ConnectionCalls>();
        return calls.Limits.Heavy.TryEnter(calls.Turns) ? new Turn(calls) : null;
    }

    /// <summary>A turn, once there is one; at once for a call that needs none.</summary>
    /// <exception cref="RpcException">There is none soon enough.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the call any more.</exception>
    public static async ValueTask<Turn> TakeAsync(HttpContext call, bool isNeeded, CancellationToken cancellation)
    {
        if (!isNeeded) return NotNeeded;
        if (TryTake(call) is { } now) return now;
        var calls = call.Features.GetRequiredFeature<ConnectionCalls>();
        using var bound = CallDeadline.Bound(call, cancellation);
        return await calls.Limits.Heavy.TryEnterAsync(calls.Turns, bound.Token)
            ? new Turn(calls)
            : throw Failures.NoTurn(calls.Limits.Heavy.Most).ToRpcException();
    }

    public void Dispose() => _calls?.Limits.Heavy.Leave(_calls.Turns);
}
