using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Claims.Benchmarks;

/// <summary>
/// One connection of cleartext HTTP/2 that makes recorded calls, so many at a time, as fast as the answers come, and does
/// no more for each than it must: a generator that works hard takes the processors from the server it measures. An answer
/// is one whose message is as long as it must be, which an error's, having none, is not.
/// </summary>
internal sealed class Http2Caller
{
    private const int FrameHeaderSize = 9;
    private const int MessageHeaderSize = 5;
    private const int InitialWindow = 65_535;

    private readonly RecordedCalls _calls;
    private readonly Random _random;
    private readonly CancellationToken _enough;
    private readonly byte[] _firstHeaders;
    private readonly Dictionary<int, Stream> _open = [];
    private readonly List<double> _latencies = [];
    private byte[] _input = new byte[256 * 1024];
    private byte[] _output = new byte[64 * 1024];
    private int _inputCount;
    private int _outputCount;
    private int _nextStream = 1;
    private int _unsent;
    private int _unacknowledged;

    private Http2Caller(Uri address, RecordedCalls calls, int seed, int count, CancellationToken enough)
    {
        _calls = calls;
        _enough = enough;
        _random = new(seed);
        _unsent = count;
        _firstHeaders = HeadersOf(address, calls.Path);
    }

    // After the first ones, names and values are in the connection's table: one byte each, the latest is 62.
    private static ReadOnlySpan<byte> LaterHeaders => [0x83, 0x86, 0xC1, 0xC0, 0xBF, 0xBE];

    /// <summary>Makes so many calls, chosen at random, or fewer once it is enough.</summary>
    /// <returns>How long each answer took, in microseconds.</returns>
    /// <exception cref="ScenarioException">An answer was not what it must be.</exception>
    public static async Task<IReadOnlyList<double>> RunAsync(
        Uri address, RecordedCalls calls, int seed, int count, int atATime, CancellationToken enough)
    {
        var caller = new Http2Caller(address, calls, seed, count, enough);
        await caller.RunAsync(address, atATime);
        return caller._latencies;
    }

    private async Task RunAsync(Uri address, int atATime)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        Append("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);

        // No push (2), and windows (4) that never close.
        AppendFrame(FrameType.Settings, 0, 0, [0, 2, 0, 0, 0, 0, 0, 4, 0x7F, 0xFF, 0xFF, 0xFF]);
        AppendWindow(int.MaxValue - InitialWindow);
        for (var i = 0; i < atATime; i++) AppendCall();
        while (_open.Count > 0)
        {
            await socket.SendAsync(_output.AsMemory(0, _outputCount));
            _outputCount = 0;
            if (_inputCount == _input.Length) Array.Resize(ref _input, _input.Length * 2);
            var received = await socket.ReceiveAsync(_input.AsMemory(_inputCount));
            if (received == 0) throw new ScenarioException($"{address} closed a connection.");
            _inputCount += received;
            TakeFrames();
        }
    }

    private void TakeFrames()
    {
        var at = 0;
        while (_inputCount - at >= FrameHeaderSize)
        {
            var header = _input.AsSpan(at, FrameHeaderSize);
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(header) >> 8);
            if (_inputCount - at < FrameHeaderSize + length) break;
            var stream = (int)(BinaryPrimitives.ReadUInt32BigEndian(header[5..]) & int.MaxValue);
            Take((FrameType)header[3], header[4], stream, _input.AsSpan(at + FrameHeaderSize, length));
            at += FrameHeaderSize + length;
        }

        _inputCount -= at;
        _input.AsSpan(at, _inputCount).CopyTo(_input);
        if (_unacknowledged > int.MaxValue / 2)
        {
            AppendWindow(_unacknowledged);
            _unacknowledged = 0;
        }
    }

    private void Take(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        const byte Acknowledges = 1;
        const byte EndsStream = 1;
        switch (type)
        {
            case FrameType.Data:
                _unacknowledged += payload.Length;
                _open[stream].Received += payload.Length;
                break;
            case FrameType.Settings when flags != Acknowledges:
                AppendFrame(FrameType.Settings, Acknowledges, 0, []);
                break;
            case FrameType.Ping when flags != Acknowledges:
                AppendFrame(FrameType.Ping, Acknowledges, 0, payload);
                break;
            case FrameType.GoAway:
            case FrameType.Reset when _open.ContainsKey(stream):
                throw new ScenarioException(
                    $"{_calls.Path}: the server broke off with {type} {Convert.ToHexString(payload)}.");
        }

        if (type is FrameType.Data or FrameType.Headers && (flags & EndsStream) != 0) Finish(stream);
    }

    private void Finish(int number)
    {
        _open.Remove(number, out var stream);
        var size = _calls.Calls[stream!.Call].ResponseSize;
        if (stream.Received != MessageHeaderSize + size)
        {
            throw new ScenarioException(
                $"{_calls.Path} answered {stream.Received - MessageHeaderSize} bytes instead of {size}.");
        }

        _latencies.Add(Stopwatch.GetElapsedTime(stream.Started).TotalMicroseconds);
        AppendCall();
    }

    private void AppendCall()
    {
        const byte EndsHeaders = 4;
        const byte EndsStream = 1;
        if (_unsent == 0 || _enough.IsCancellationRequested) return;
        _unsent--;
        var call = _random.Next(_calls.Calls.Count);
        var request = _calls.Calls[call].Request;
        AppendFrame(FrameType.Headers, EndsHeaders, _nextStream, _nextStream == 1 ? _firstHeaders : LaterHeaders);
        AppendFrameHeader(FrameType.Data, EndsStream, _nextStream, MessageHeaderSize + request.Length);
        Append([0]);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, request.Length);
        Append(length);
        Append(request);
        _open.Add(_nextStream, new(call, Stopwatch.GetTimestamp()));
        _nextStream += 2;
    }

    private void AppendWindow(int increment)
    {
        Span<byte> payload = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(payload, increment);
        AppendFrame(FrameType.WindowUpdate, 0, 0, payload);
    }

    private void AppendFrame(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        AppendFrameHeader(type, flags, stream, payload.Length);
        Append(payload);
    }

    private void AppendFrameHeader(FrameType type, byte flags, int stream, int length)
    {
        Span<byte> header = stackalloc byte[FrameHeaderSize];
        BinaryPrimitives.WriteInt32BigEndian(header, length << 8);
        header[3] = (byte)type;
        header[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
        Append(header);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_outputCount + bytes.Length > _output.Length) Array.Resize(ref _output, (_output.Length * 2) + bytes.Length);
        bytes.CopyTo(_output.AsSpan(_outputCount));
        _outputCount += bytes.Length;
    }

    // HPACK: method POST and scheme http by their number; the rest as texts to be put into the connection's table, the
    // name by its number or as a text too.
    private static byte[] HeadersOf(Uri address, string path)
    {
        return [0x83, 0x86, 0x44, .. Text(path), 0x41, .. Text(address.Authority),
            0x5F, .. Text("application/grpc"), 0x40, .. Text("te"), .. Text("trailers")];

        static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
    }

    private enum FrameType : byte
    {
        Data = 0,
        Headers = 1,
        Reset = 3,
        Settings = 4,
        Ping = 6,
        GoAway = 7,
        WindowUpdate = 8,
    }

    private sealed class Stream(int call, long started)
    {
        public int Call => call;

        public long Started => started;

        public int Received { get; set; }
    }
}
