using Claims.Server.Limits;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// The place of a call that lasts, of those that <see cref="WatchLimit"/> has. Given back when it is disposed of.
/// </summary>
internal readonly struct LastingPlace : IDisposable
{
    private readonly ConnectionCalls _calls;

    private LastingPlace(ConnectionCalls calls) => _calls = calls;

    /// <exception cref="RpcException">There is none.</exception>
    public static LastingPlace Take(HttpContext call)
    {
        var calls = call.Features.GetRequiredFeature<ConnectionCalls>();
        if (calls.Limits.Watches.Enter(calls) is { } full) throw Failures.TooManyStreams(full.Maximum, full.Per);
        return new(calls);
    }

    public void Dispose() => _calls.Limits.Watches.Leave(_calls);
}
