using System.Buffers.Binary;
using Claims.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// Makes the one message that a call is answered with, and writes it as its client takes it.
/// </summary>
/// <param name="method">Makes the answer, and is over when it returns; asked again where there was no room for it.</param>
internal sealed class AnswerWriter<TService, TRequest, TResponse>(
    Grpc.AspNetCore.Server.Model.UnaryServerMethod<TService, TRequest, TResponse> method)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    /// <summary>Answers a call.</summary>
    public Task AnswerAsync(TService service, TRequest request, ServerCallContext call)
    {
        // Without a state machine where the transport takes the answer at once, as most.
        try
        {
            var answer = Make(service, request, call);
            var http = call.GetHttpContext();
            var reservation = http.Features.Get<Reservation>();
            var written = reservation is null || reservation.TryKeep(answer)
                ? WriteAsync(answer, http.Response, reservation, call)
                : AnswerLaterAsync(Reservation.BytesOf(answer), service, request, reservation, call);
            return written.IsCompletedSuccessfully ? written : Cancelling(written, call);
        }
        catch (OperationCanceledException)
        {
            throw Failures.NotAwaited(call);
        }
    }

    // The answer is dropped, and made again once there is room for it: what waits holds nothing.
    private async Task AnswerLaterAsync(
        int bytes, TService service, TRequest request, Reservation reservation, ServerCallContext call)
    {
        while (true)
        {
            await reservation.AwaitRoomAsync(bytes, call.CancellationToken);
            var answer = Make(service, request, call);
            if (reservation.TryKeep(answer))
            {
                await WriteAsync(answer, call.GetHttpContext().Response, reservation, call);
                return;
            }

            // It grew, by a revision that came meanwhile.
            bytes = Reservation.BytesOf(answer);
        }
    }

    private static Task WriteAsync(
        EncodedMessage answer, HttpResponse response, Reservation? reservation, ServerCallContext call)
    {
        // Else gRPC, which wrote nothing itself, takes it that nothing was. Nobody asked to be told of the start, so that
        // this is over at once.
        response.StartAsync().GetAwaiter().GetResult();
        return WritePiece(answer, response, reservation, isFirst: true)
            ? WriteRestAsync(answer, response, reservation, call)
            : Task.CompletedTask;
    }

    // The last piece is not waited for: the reservation knows of it.
    private static async Task WriteRestAsync(
        EncodedMessage answer, HttpResponse response, Reservation? reservation, ServerCallContext call)
    {
        do
        {
            // Ends when the transport has taken all that was written.
            var flushed = await response.BodyWriter.FlushAsync(call.CancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled) throw new OperationCanceledException();
        }
        while (WritePiece(answer, response, reservation, isFirst: false));
    }

    private static bool WritePiece(EncodedMessage answer, HttpResponse response, Reservation? reservation, bool isFirst)
    {
        var writer = response.BodyWriter;
        TransportPool.RentFor(reservation);
        try
        {
            if (isFirst)
            {
                var header = writer.GetSpan(CallProtocol.FrameHeaderSize);
                header[0] = 0;
                BinaryPrimitives.WriteInt32BigEndian(header[1..], answer.Size);
                writer.Advance(CallProtocol.FrameHeaderSize);
            }

            return answer.WriteNext(writer, reservation?.PieceBytes ?? Reservation.Piece);
        }
        finally
        {
            TransportPool.RentFor(null);
        }
    }

    private static async Task Cancelling(Task answering, ServerCallContext call)
    {
        try
        {
            await answering;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The transport says in more ways than one that the client is gone.
            throw Failures.NotAwaited(call);
        }
    }

    private EncodedMessage Make(TService service, TRequest request, ServerCallContext call)
    {
        var message = (IMessage)method(service, request, call).GetAwaiter().GetResult();
        return message is IEncoded { Encoding: EncodedMessage encoding } ? encoding : EncodedMessage.Of(message);
    }
}
