using System.Buffers.Binary;
using Claims.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

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
    // A byte for the compression, which is none, and four for the length.
    private const int PrefixLength = 5;

    // Of an answer that the transport is not waited for: waiting costs a fifth of such a call, and all the calls that a
    // connection may have under way hold no more of it than a few hundred KiB.
    private const int SmallAnswer = 4 * 1024;

    /// <summary>Answers a call.</summary>
    public Task AnswerAsync(TService service, TRequest request, ServerCallContext call)
    {
        // Without a state machine where the transport takes the answer at once, as most.
        try
        {
            var answer = Make(service, request, call);
            var http = call.GetHttpContext();
            if (answer.Size <= SmallAnswer) return WriteAsync(answer, http.Response, null, call);
            var reservation = http.Features.GetRequiredFeature<Reservation>();
            var written = reservation.TryKeep(SizeOf(request), answer)
                ? WriteAsync(answer, http.Response, reservation, call)
                : AnswerLaterAsync(answer.KeptBytes, service, request, call);
            return written.IsCompletedSuccessfully ? written : Cancelling(written, call);
        }
        catch (OperationCanceledException)
        {
            throw Failures.NotAwaited(call);
        }
    }

    // The answer is dropped, and made again once there is room for it: what waits holds nothing.
    private async Task AnswerLaterAsync(int keptBytes, TService service, TRequest request, ServerCallContext call)
    {
        var http = call.GetHttpContext();
        var reservation = http.Features.GetRequiredFeature<Reservation>();
        while (true)
        {
            await reservation.AwaitRoomAsync(keptBytes, call.CancellationToken);
            var answer = Make(service, request, call);
            if (reservation.TryKeep(SizeOf(request), answer))
            {
                await WriteAsync(answer, http.Response, reservation, call);
                return;
            }

            // It grew, by a revision that came meanwhile.
            keptBytes = answer.KeptBytes;
        }
    }

    private static Task WriteAsync(
        EncodedMessage answer, HttpResponse response, Reservation? reservation, ServerCallContext call)
    {
        // Else gRPC, which wrote nothing itself, takes it that nothing was. Nobody asked to be told of the start, so that
        // this is over at once.
        response.StartAsync().GetAwaiter().GetResult();
        var prefix = response.BodyWriter.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], answer.Size);
        response.BodyWriter.Advance(PrefixLength);
        reservation?.BeginWriting();
        var isMore = answer.WriteNext(response.BodyWriter, Reservation.Piece);
        return reservation is null ? Task.CompletedTask : WriteRestAsync(isMore, answer, response, reservation, call);
    }

    private static async Task WriteRestAsync(
        bool isMore, EncodedMessage answer, HttpResponse response, Reservation reservation, ServerCallContext call)
    {
        while (true)
        {
            // Ends when the transport has taken all that was written.
            var flushed = await response.BodyWriter.FlushAsync(call.CancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled) throw new OperationCanceledException();
            if (!isMore) return;
            reservation.MakeProgress();
            isMore = answer.WriteNext(response.BodyWriter, Reservation.Piece);
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

    private static int SizeOf(TRequest request) => ((IMessage)request).CalculateSize();
}
