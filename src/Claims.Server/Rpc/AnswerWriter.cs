using System.Buffers.Binary;
using System.IO.Pipelines;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// Writes the one message that a call is answered with, as its client takes it.
/// </summary>
internal static class AnswerWriter
{
    // A byte for the compression, which is none, and four for the length.
    private const int PrefixLength = 5;

    // Of an answer that the transport is not waited for: waiting costs a fifth of such a call, and all the calls that a
    // connection may have under way hold no more of it than a few hundred KiB.
    private const int SmallAnswer = 4 * 1024;

    /// <summary>Answers a call.</summary>
    /// <param name="method">Makes the answer; asked again where there was no room for it.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="call">The call.</param>
    public static Task AnswerAsync(Func<IMessage> method, IMessage request, ServerCallContext call)
    {
        // Without a state machine where the method ends at once and the client takes the answer in one piece, as most do.
        try
        {
            var answer = Encoded(method());
            var http = call.GetHttpContext();
            var reservation = http.Features.GetRequiredFeature<Reservation>();
            if (!reservation.TryKeep(request.CalculateSize(), answer))
            {
                return Cancelling(AnswerLaterAsync(answer.KeptBytes, method, request, call), call);
            }

            var written = WriteAsync(answer, http.Response, reservation, call);
            return written.IsCompletedSuccessfully ? Task.CompletedTask : Cancelling(written.AsTask(), call);
        }
        catch (OperationCanceledException)
        {
            throw Failures.NotAwaited(call);
        }
    }

    // The answer is dropped, and made again once there is room for it: what waits holds nothing.
    private static async Task AnswerLaterAsync(
        int keptBytes, Func<IMessage> method, IMessage request, ServerCallContext call)
    {
        var http = call.GetHttpContext();
        var reservation = http.Features.GetRequiredFeature<Reservation>();
        while (true)
        {
            await reservation.AwaitRoomAsync(keptBytes, call.CancellationToken);
            var answer = Encoded(method());
            if (reservation.TryKeep(request.CalculateSize(), answer))
            {
                await WriteAsync(answer, http.Response, reservation, call);
                return;
            }

            // It grew, by a revision that came meanwhile.
            keptBytes = answer.KeptBytes;
        }
    }

    private static ValueTask WriteAsync(
        EncodedMessage answer, HttpResponse response, Reservation reservation, ServerCallContext call)
    {
        // Else gRPC, which wrote nothing itself, takes it that nothing was.
        var started = response.StartAsync();
        if (!started.IsCompletedSuccessfully) return WriteAsync(started, answer, response, reservation, call);
        reservation.MakeProgress();
        WritePrefix(response.BodyWriter, answer.Size);
        var isMore = answer.WriteNext(response.BodyWriter, Reservation.Piece);
        return answer.Size > SmallAnswer ? WriteRestAsync(isMore, answer, response.BodyWriter, reservation, call) : default;
    }

    private static async ValueTask WriteAsync(
        Task started, EncodedMessage answer, HttpResponse response, Reservation reservation, ServerCallContext call)
    {
        await started;
        await WriteAsync(answer, response, reservation, call);
    }

    private static async ValueTask WriteRestAsync(
        bool isMore, EncodedMessage answer, PipeWriter writer, Reservation reservation, ServerCallContext call)
    {
        while (true)
        {
            // Ends when the transport has taken all that was written.
            var flushed = await writer.FlushAsync(call.CancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled) throw new OperationCanceledException();
            reservation.MakeProgress();
            if (!isMore) return;
            isMore = answer.WriteNext(writer, Reservation.Piece);
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

    private static EncodedMessage Encoded(IMessage message) =>
        message is IEncoded { Encoding: EncodedMessage encoding } ? encoding : EncodedMessage.Of(message);

    private static void WritePrefix(PipeWriter writer, int size)
    {
        var prefix = writer.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], size);
        writer.Advance(PrefixLength);
    }
}
