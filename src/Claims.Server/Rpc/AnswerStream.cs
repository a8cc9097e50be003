using Claims.Server.Access;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// The answers of a call that gives several, each written as its client takes it and once there is room for it.
/// </summary>
internal sealed class AnswerStream<TResponse>(IServerStreamWriter<TResponse> answers, ServerCallContext call)
    : IServerStreamWriter<TResponse>
{
    public WriteOptions? WriteOptions
    {
        get => answers.WriteOptions;
        set => answers.WriteOptions = value;
    }

    public async Task WriteAsync(TResponse message)
    {
        var http = call.GetHttpContext();
        if (Caller.IsOverOf(http)) throw Failures.NotAdmittedAnyMore();

        // Another one after each rest.
        var reservation = http.Features.GetRequiredFeature<Reservation>();
        var size = ((IMessage)message!).CalculateSize();
        if (size > Reservation.SmallAnswer) await reservation.AwaitRoomAsync(size, call.CancellationToken);
        TransportPool.RentFor(reservation);
        Task written;
        try
        {
            // It is in the transport's memory when this returns, and taken from there when it is over.
            written = answers.WriteAsync(message, call.CancellationToken);
        }
        finally
        {
            TransportPool.RentFor(null);
        }

        await written;
        reservation.GiveAnswerBack();
    }
}
