using Claims.Catalog;
using Claims.Server.Limits;
using Claims.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// Makes the answers of calls that may take long. What is over in a <see cref="TimeSlice"/>, as most is, waits for nothing; what
/// is not is dropped, and begun again once it is the call's turn among <see cref="HeavyCalls"/>. So no number of them keeps
/// those waiting that ask for little.
/// </summary>
internal static class AnswerMaking
{
    // What a method is called that finds one thing by its name.
    private const string Get = "Get";

    /// <summary>Whether the calls of a method may take long: all that walk the corpus.</summary>
    public static bool MayTakeLong(string service, string method) =>
        service == ClaimsService.Descriptor.FullName && !method.StartsWith(Get, StringComparison.Ordinal);

    /// <summary>Makes an answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="make">
    /// Makes it, with the patience that <see cref="CallPatience"/> has; run a second time, on another thread, where the first
    /// took too long.
    /// </param>
    /// <param name="cancellation">That nobody waits for the call any more.</param>
    /// <exception cref="RpcException">It is not the call's turn soon enough.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the call any more.</exception>
    public static ValueTask<T> MakeAsync<T>(HttpContext call, Func<T> make, CancellationToken cancellation)
    {
        var slice = call.Features.GetRequiredFeature<ConnectionCalls>().Limits.Heavy.Slice;
        if (slice > TimeSpan.Zero)
        {
            call.Features.Set(new TimeSlice(slice));
            try
            {
                return new(make());
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // If it is the deadline that is past, its turn will not be waited for.
            }
            finally
            {
                call.Features.Set<TimeSlice>(null);
            }
        }

        return MakeInTurnAsync(call, make, cancellation);
    }

    private static async ValueTask<T> MakeInTurnAsync<T>(HttpContext call, Func<T> make, CancellationToken cancellation)
    {
        var connection = call.Features.GetRequiredFeature<ConnectionCalls>();
        var heavy = connection.Limits.Heavy;
        using (var bound = CallDeadline.Bound(call, cancellation))
        {
            if (!await heavy.TryEnterAsync(connection.Turns, bound.Token)) throw Failures.NoTurn(heavy.Most).ToRpcException();
        }

        try
        {
            return await heavy.RunAsync(make);
        }
        finally
        {
            heavy.Leave(connection.Turns);
        }
    }
}
