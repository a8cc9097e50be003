using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// The memory that one call holds, until its method is over and the transport has nothing of its answer left. Its method
/// uses it on one thread at a time; <see cref="Hold"/>, <see cref="GiveBack"/> and <see cref="IsStalled"/> are
/// thread-safe.
/// </summary>
/// <param name="connection">What the connection holds.</param>
/// <param name="requestBytes">What was taken of <see cref="CallMemory.Calls"/>.</param>
/// <param name="features">Of the call.</param>
internal sealed class Reservation(ConnectionMemory connection, int requestBytes, IFeatureCollection features)
{
    /// <summary>The longest answer, as it is written and kept, that takes no more than every call does.</summary>
    public const int SmallAnswer = 4 * 1024;

    /// <summary>How many bytes of an answer are given to the transport before it is waited for.</summary>
    public const int Piece = 128 * 1024;

    /// <summary>The same where memory is short, so that there is some for every connection: a block of the transport's.</summary>
    private const int SmallPiece = 4 * 1024;

    // HTTP/2's ENHANCE_YOUR_CALM, which gRPC maps to RESOURCE_EXHAUSTED.
    private const int EnhanceYourCalm = 0xb;

    // How many looks, a second apart, may find a call stalled before its end is said to be to no avail.
    private const int Grace = 3;

    // How one block of the answer, and the method, count among what holds the memory.
    private const int Block = 2;
    private const int Method = 1;

    private static readonly long _patience = (long)TimeSpan.FromSeconds(10).TotalMilliseconds;

    private readonly int? _stream = StreamOf(features);

    private int _holders = Method;

    // How many looks have found the call stalled. The first ends it.
    private int _looks;
    private int _answerBytes;

    // When the transport last gave some of the answer back, or was given some.
    private long _progress;

    /// <summary>The call's place among those of its connection, which alone uses it.</summary>
    public LinkedListNode<Reservation>? Place { get; set; }

    /// <summary>How many bytes of an answer that was kept are to be written at a time.</summary>
    public int PieceBytes { get; private set; } = SmallAnswer;

    /// <summary>Keeps what an answer needs, if there is as much.</summary>
    public bool TryKeep(EncodedMessage answer)
    {
        if (answer.Size + answer.KeptBytes <= SmallAnswer) return true;
        PieceBytes = Math.Min(answer.Size, Piece);
        if (TryHold(PieceBytes + answer.KeptBytes, onlySpare: true)) return true;
        PieceBytes = SmallPieceOf(answer);
        return TryHold(PieceBytes + answer.KeptBytes, onlySpare: false);
    }

    /// <summary>The least that an answer needs.</summary>
    public static int BytesOf(EncodedMessage answer) =>
        answer.KeptBytes + SmallPieceOf(answer);

    /// <summary>Takes memory for an answer that there was no room for, once there is.</summary>
    /// <param name="bytes">How much, which <see cref="BytesOf"/> tells.</param>
    /// <param name="cancellation">That the caller does not wait any more.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task AwaitRoomAsync(int bytes, CancellationToken cancellation)
    {
        // As a whole: to hold some of it while waiting for more is how calls come to wait for each other.
        GiveAnswerBack();
        await connection.Memory.Answers.TakeAsync(connection.Answers, bytes, cancellation);
        _answerBytes = bytes;
    }

    /// <summary>Gives back what is held for an answer that the transport has taken, before there is another.</summary>
    public void GiveAnswerBack()
    {
        if (_answerBytes > 0) connection.Memory.Answers.Give(connection.Answers, _answerBytes);
        _answerBytes = 0;
    }

    /// <summary>Tells that a block is rented for the answer.</summary>
    public void Hold()
    {
        // In this order: else what has just begun could pass for stalled.
        Volatile.Write(ref _progress, Environment.TickCount64);
        Interlocked.Add(ref _holders, Block);
    }

    /// <summary>Tells that a block is given back.</summary>
    public void GiveBack()
    {
        var now = Environment.TickCount64;
        Volatile.Write(ref _progress, now);
        connection.Take(now);
        Leave(Block);
    }

    /// <summary>Tells that the method is over.</summary>
    public void EndMethod() => Leave(Method);

    /// <summary>Whether the client has taken nothing for 10 seconds of what there is to take.</summary>
    public bool IsStalled => Volatile.Read(ref _holders) >= Block && IsLongSince(Volatile.Read(ref _progress));

    /// <summary>Whether a time, by the clock of <see cref="Environment.TickCount64"/>, is 10 seconds ago.</summary>
    public static bool IsLongSince(long time) => Environment.TickCount64 - time > _patience;

    /// <summary>Ends the call, which is stalled. Used by one thread at a time, once a second.</summary>
    /// <returns>Whether it was ended before, to no avail: a busy server too has given back by then what it held.</returns>
    public bool End()
    {
        if (_looks++ > 0) return _looks > Grace;

        // The transport serves another call with the same features as soon as it has no blocks of this one.
        if (StreamOf(features) == _stream) features.GetRequiredFeature<IHttpResetFeature>().Reset(EnhanceYourCalm);
        return false;
    }

    // None where a connection has one call at a time, of which the transport rents nothing here.
    private static int? StreamOf(IFeatureCollection features) => features.Get<IHttp2StreamIdFeature>()?.StreamId;

    private static int SmallPieceOf(EncodedMessage answer) =>
        Math.Min(answer.Size, Math.Max(SmallPiece, answer.LongestClaim));

    private bool TryHold(int bytes, bool onlySpare)
    {
        var more = bytes - _answerBytes;
        if (more <= 0) return true;
        if (!connection.Memory.Answers.TryTake(connection.Answers, more, onlySpare)) return false;
        _answerBytes = bytes;
        return true;
    }

    private void Leave(int holder)
    {
        if (Interlocked.Add(ref _holders, -holder) > 0) return;
        connection.Remove(this);
        connection.Memory.Calls.Give(connection.Calls, requestBytes);
        GiveAnswerBack();
    }
}
