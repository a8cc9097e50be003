using Claims.Server.Limits;
using Claims.Server.Telemetry;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// Makes the one message that a call is answered with, and writes it as its client takes it.
/// </summary>
/// <param name="method">Makes the answer, and is over when it returns; asked again where there was no room for it.</param>
/// <param name="mayTakeLong">Whether it may be one of <see cref="HeavyCalls"/>.</param>
internal sealed class AnswerWriter<TService, TRequest, TResponse>(
    Func<TService, TRequest, ServerCallContext, Answer<TResponse>> method, bool mayTakeLong)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    // The transport sends what it has once the call is over, and between pieces it is waited for here.
    private static readonly WriteOptions _unflushed = new(WriteFlags.BufferHint);

    /// <summary>Answers a call.</summary>
    /// <param name="service">Whose method it is.</param>
    /// <param name="request">What it is asked.</param>
    /// <param name="answers">Where the answer goes, by way of whoever stands between.</param>
    /// <param name="call">The call.</param>
    public Task AnswerAsync(
        TService service, TRequest request, IServerStreamWriter<Answer<TResponse>> answers, ServerCallContext call)
    {
        // Without a state machine where the transport takes the answer at once, as most.
        try
        {
            if (mayTakeLong) CallDeadline.Begin(call.GetHttpContext());
            var made = MakeAsync(service, request, call);
            var written = made.IsCompletedSuccessfully
                ? WriteAsync(made.Result, service, request, answers, call)
                : WriteAsync(made, service, request, answers, call);
            return written.IsCompletedSuccessfully ? written : Cancelling(written, call);
        }
        catch (OperationCanceledException)
        {
            throw Failures.NotAwaited(call);
        }
    }

    private ValueTask<Answer<TResponse>> MakeAsync(TService service, TRequest request, ServerCallContext call) =>
        mayTakeLong ? MakeInTimeAsync(service, request, call) : new(Make(service, request, call));

    // By itself: what never takes long makes no closure.
    private ValueTask<Answer<TResponse>> MakeInTimeAsync(TService service, TRequest request, ServerCallContext call) =>
        AnswerMaking.MakeAsync(call.GetHttpContext(), () => Make(service, request, call), call.CancellationToken);

    private Answer<TResponse> Make(TService service, TRequest request, ServerCallContext call)
    {
        var answer = method(service, request, call);
        if (CallSpan.Current is { } span) CallSpan.Note(span, answer.Encoding.ToByteArray(), Answer<TResponse>.Type);
        return answer;
    }

    private async Task WriteAsync(
        ValueTask<Answer<TResponse>> made,
        TService service,
        TRequest request,
        IServerStreamWriter<Answer<TResponse>> answers,
        ServerCallContext call) => await WriteAsync(await made, service, request, answers, call);

    private Task WriteAsync(
        Answer<TResponse> answer,
        TService service,
        TRequest request,
        IServerStreamWriter<Answer<TResponse>> answers,
        ServerCallContext call)
    {
        var http = call.GetHttpContext();
        var reservation = http.Features.Get<Reservation>();
        return reservation is null || reservation.TryKeep(answer.Encoding)
            ? WriteAsync(answer, answers, http.Response, reservation, call)
            : AnswerLaterAsync(Reservation.BytesOf(answer.Encoding), service, request, answers, reservation, call);
    }

    // The answer is dropped, and made again once there is room for it: what waits holds nothing.
    private async Task AnswerLaterAsync(
        int bytes,
        TService service,
        TRequest request,
        IServerStreamWriter<Answer<TResponse>> answers,
        Reservation reservation,
        ServerCallContext call)
    {
        var http = call.GetHttpContext();
        CallDeadline.Begin(http);
        while (true)
        {
            using (var bound = CallDeadline.Bound(http, call.CancellationToken)) await reservation.AwaitRoomAsync(bytes, bound.Token);
            var answer = await MakeAsync(service, request, call);
            if (reservation.TryKeep(answer.Encoding))
            {
                await WriteAsync(answer, answers, http.Response, reservation, call);
                return;
            }

            // It grew, where it tells of more than its revision.
            bytes = Reservation.BytesOf(answer.Encoding);
        }
    }

    private static Task WriteAsync(
        Answer<TResponse> answer,
        IServerStreamWriter<Answer<TResponse>> answers,
        HttpResponse response,
        Reservation? reservation,
        ServerCallContext call)
    {
        var encoding = answer.Encoding;
        encoding.PieceBytes = reservation?.PieceBytes ?? Reservation.Piece;
        call.WriteOptions = _unflushed;
        TransportPool.RentFor(reservation);
        Task written;
        try
        {
            written = answers.WriteAsync(answer);
        }
        finally
        {
            TransportPool.RentFor(null);
        }

        return written.IsCompletedSuccessfully && !encoding.HasMore
            ? Task.CompletedTask
            : WriteRestAsync(written, encoding, response, reservation, call);
    }

    // The last piece is not waited for: the reservation knows of it.
    private static async Task WriteRestAsync(
        Task first, EncodedMessage answer, HttpResponse response, Reservation? reservation, ServerCallContext call)
    {
        await first;

        // Whoever stands between may have put another in its place.
        if (answer.IsUnwritten) return;
        while (answer.HasMore)
        {
            // Ends when the transport has taken all that was written.
            var flushed = await response.BodyWriter.FlushAsync(call.CancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled) throw new OperationCanceledException();
            TransportPool.RentFor(reservation);
            try
            {
                answer.WriteNext(response.BodyWriter);
            }
            finally
            {
                TransportPool.RentFor(null);
            }
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
}
