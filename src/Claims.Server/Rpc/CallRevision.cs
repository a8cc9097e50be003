using Claims.Server.Live;
using Claims.Server.Telemetry;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// The one revision that a call is answered from: leased at the boundary, named by the response's metadata, and let go
/// when the answer is written. The lease is a feature of the call.
/// </summary>
internal static class CallRevision
{
    private const string Header = CallTelemetry.RevisionHeader;

    /// <summary>Leases the current revision for a call.</summary>
    public static void Capture(HttpContext call, HeldRevisions held)
    {
        var current = held.LeaseCurrent();
        call.Features.Set(current);
        call.Response.Headers[Header] = current.Id;
    }

    /// <summary>Names the current revision in a response that is made without asking it.</summary>
    public static void Name(HttpContext call, HeldRevisions held) => call.Response.Headers[Header] = held.Current.Id;

    /// <summary>Ends the call's lease.</summary>
    public static void End(HttpContext call)
    {
        call.Features.Get<HeldRevision>()?.EndLease();
        call.Features.Set<HeldRevision>(null);
    }

    /// <summary>The revision that was captured, or else the one that a request asks for, if it is held.</summary>
    /// <param name="call">The call.</param>
    /// <param name="held">What is held.</param>
    /// <param name="given">The request's own field; empty for none.</param>
    /// <param name="token">Its page token; null for none.</param>
    /// <exception cref="RpcException">It is not held, or the two ask for different ones.</exception>
    public static HeldRevision Of(ServerCallContext call, HeldRevisions held, string given, PageToken? token = null)
    {
        var http = call.GetHttpContext();
        var captured = http.Features.Get<HeldRevision>()!;
        var wanted = token?.Revision ?? given;
        if (given.Length > 0 && given != wanted)
        {
            throw Failures.InvalidRequest([new("revision",
                $"'{given}' is not the revision of page_token, which is '{wanted}'; leave one of the two out")]);
        }

        if (wanted.Length > 0 && wanted != captured.Id)
        {
            var chosen = held.TryLease(wanted) ?? throw Failures.RevisionNotHeld(wanted, held.Current.Id);
            End(http);
            http.Features.Set(chosen);
            http.Response.Headers[Header] = chosen.Id;
            captured = chosen;
        }

        // Whoever walks will come back.
        if (token is not null) captured.Name();
        return captured;
    }
}
