using Microsoft.AspNetCore.Http.Features;

namespace Claims.Server.Rpc;

/// <summary>
/// The memory that one call holds, until it is over: when the transport has taken its answer.
/// </summary>
internal sealed class Reservation(ConnectionMemory connection, HttpContext call)
{
    /// <summary>How many bytes of an answer are given to the transport before it is waited for.</summary>
    public const int Piece = 128 * 1024;

    /// <summary>What every call takes before its request is read: that, a piece, and a list of a page's claims.</summary>
    public const int CallBytes = CallBoundary.MaximumRequestSize + Piece + (32 * 1024);

    private const int StreamBytes = 4 * 1024;

    // HTTP/2's ENHANCE_YOUR_CALM, which gRPC maps to RESOURCE_EXHAUSTED.
    private const int EnhanceYourCalm = 0xb;

    private static readonly long _patience = (long)TimeSpan.FromSeconds(10).TotalMilliseconds;

    // What is held of either part of the memory.
    private int _call = CallBytes;
    private int _answer;

    // When the transport last took a piece, or was given the first one.
    private long _progress;
    private IHttpResetFeature? _stream;

    private readonly Lock _ending = new();
    private bool _isOver;

    /// <summary>Whether the client has taken nothing of the answer for 10 seconds. Only of one that is being written.</summary>
    public bool IsStalled => Environment.TickCount64 - Volatile.Read(ref _progress) > _patience;

    /// <summary>Keeps what an answer needs, and gives back the rest, if there is as much.</summary>
    /// <param name="requestSize">How long the request was.</param>
    /// <param name="answer">The answer.</param>
    public bool TryKeep(int requestSize, EncodedMessage answer)
    {
        // Of a request nearly all is text, which takes two bytes in memory for one on the wire.
        var call = (2 * requestSize) + Math.Min(answer.Size, Piece);
        if (call + answer.KeptBytes <= CallBytes)
        {
            Shrink(call + answer.KeptBytes);
            return true;
        }

        if (_answer < answer.KeptBytes)
        {
            if (!connection.Memory.Answers.TryTake(connection.Answers, answer.KeptBytes - _answer)) return false;
            _answer = answer.KeptBytes;
        }

        Shrink(Math.Min(call, CallBytes));
        return true;
    }

    /// <summary>Keeps what a stream needs, whose messages are small and written as its client takes them.</summary>
    public void KeepForStream(int requestSize) => Shrink((2 * requestSize) + StreamBytes);

    /// <summary>Takes memory for an answer of so many bytes, once there is as much.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task AwaitRoomAsync(int bytes, CancellationToken cancellation)
    {
        // As a whole: to hold some of it while waiting for more is how calls come to wait for each other.
        if (_answer > 0) connection.Memory.Answers.Give(connection.Answers, _answer);
        _answer = 0;
        await connection.Memory.Answers.TakeAsync(connection.Answers, bytes, cancellation);
        _answer = bytes;
    }

    /// <summary>Tells that writing begins: from now on the client has to take something every 10 seconds.</summary>
    public void BeginWriting()
    {
        _stream = call.Features.Get<IHttpResetFeature>();
        MakeProgress();
        connection.Watch(this);
    }

    /// <summary>Tells that the transport has taken a piece.</summary>
    public void MakeProgress() => Volatile.Write(ref _progress, Environment.TickCount64);

    /// <summary>Ends the call, if it is not over.</summary>
    public void EndCall()
    {
        lock (_ending)
        {
            // Its stream may serve another call then.
            if (!_isOver) _stream?.Reset(EnhanceYourCalm);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_stream is not null)
        {
            lock (_ending)
            {
                _isOver = true;
            }

            connection.Unwatch(this);
        }

        connection.Memory.Calls.Give(connection.Calls, _call);
        if (_answer > 0) connection.Memory.Answers.Give(connection.Answers, _answer);
    }

    private void Shrink(int bytes)
    {
        if (bytes >= _call) return;
        connection.Memory.Calls.Give(connection.Calls, _call - bytes);
        _call = bytes;
    }
}
