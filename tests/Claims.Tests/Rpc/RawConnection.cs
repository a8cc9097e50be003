using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Claims.Tests.Rpc;

/// <summary>
/// One connection of cleartext HTTP/2, frame by frame, for what no client library lets a test send: a scheme that is not
/// the connection's, or a call that is broken off within its message.
/// </summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private const int FrameHeaderSize = 9;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;
    private const byte Acknowledges = 1;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _patience = new(RunningServer.Patience);
    private readonly string _authority;
    private NetworkStream? _stream;
    private int _lastCall = -1;

    private RawConnection(Uri server) => _authority = server.Authority;

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

    /// <param name="server">The server.</param>
    /// <param name="window">How many bytes of each answer the server may send before the client asks for more.</param>
    public static async Task<RawConnection> OpenAsync(RunningServer server, int window = 65_535)
    {
        var address = new Uri(server.Address);
        var connection = new RawConnection(address);
        await connection._socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port, connection._patience.Token);
        connection._stream = new(connection._socket);
        await connection._stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), connection._patience.Token);
        var settings = new byte[6];
        settings[1] = 4; // SETTINGS_INITIAL_WINDOW_SIZE
        BinaryPrimitives.WriteInt32BigEndian(settings.AsSpan(2), window);
        await connection.SendAsync(FrameType.Settings, 0, 0, settings);
        return connection;
    }

    /// <summary>Begins a call of gRPC, and leaves it open.</summary>
    /// <param name="method">Such as <c>claims.v1.ClaimsService/GetClaim</c>.</param>
    /// <param name="body">The first bytes of the body.</param>
    /// <param name="ends">Whether they are the last ones too.</param>
    /// <param name="scheme">What is said to be the scheme.</param>
    /// <param name="more">Fields beside those of every call.</param>
    /// <returns>The call's stream.</returns>
    public async Task<int> CallAsync(
        string method, byte[] body, bool ends = true, string scheme = "http", params (string Name, string Value)[] more)
    {
        _lastCall += 2;
        await SendAsync(FrameType.Headers, EndHeaders, _lastCall, HeadersOf("POST", $"/{method}", scheme, more));
        await SendAsync(FrameType.Data, ends ? EndStream : (byte)0, _lastCall, body);
        return _lastCall;
    }

    /// <summary>Begins a call and breaks it off, in one packet.</summary>
    public async Task AbandonAsync(string method)
    {
        _lastCall += 2;
        byte[] frames =
        [
            .. FrameOf(FrameType.Headers, EndHeaders, _lastCall, HeadersOf("POST", $"/{method}")),
            .. FrameOf(FrameType.Reset, 0, _lastCall, [0, 0, 0, 8]),
        ];
        await _stream!.WriteAsync(frames, _patience.Token);
    }

    /// <summary>Makes a request of HTTP that is no call, and has no body.</summary>
    public async Task<int> RequestAsync(string verb, string path, params (string Name, string Value)[] more)
    {
        _lastCall += 2;
        await SendAsync(FrameType.Headers, EndHeaders | EndStream, _lastCall, HeadersOf(verb, path, more: more));
        return _lastCall;
    }

    /// <summary>Breaks a call off, as a client does that has no more use for it.</summary>
    public Task ResetAsync(int call) => SendAsync(FrameType.Reset, 0, call, [0, 0, 0, 8]);

    /// <summary>Lets the server send so many bytes more, of one call or, of call 0, of all together.</summary>
    public Task TakeMoreAsync(int call, int bytes)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, bytes);
        return SendAsync(FrameType.WindowUpdate, 0, call, payload);
    }

    /// <summary>What comes back of a call, up to its end.</summary>
    public async Task<RawEnd> EndOfAsync(int call)
    {
        var fields = new StringBuilder();
        var data = new MemoryStream();
        while (true)
        {
            var (type, flags, stream, payload) = await ReceiveAsync();
            switch (type)
            {
                case FrameType.Settings when flags != Acknowledges:
                    await SendAsync(FrameType.Settings, Acknowledges, 0, []);
                    break;
                case FrameType.Ping when flags != Acknowledges:
                    await SendAsync(FrameType.Ping, Acknowledges, 0, payload);
                    break;
                case FrameType.GoAway:
                    throw new IOException($"the server ended the connection: {Encoding.ASCII.GetString(payload)}");
                case FrameType.Reset when stream == call:
                    return new(BinaryPrimitives.ReadInt32BigEndian(payload), fields.ToString(), data.ToArray());
                case FrameType.Headers when stream == call:
                    fields.Append(Encoding.Latin1.GetString(payload));
                    break;
                case FrameType.Data when stream == call:
                    data.Write(payload);
                    break;
            }

            if (stream == call && type is FrameType.Headers or FrameType.Data && (flags & EndStream) != 0)
            {
                return new(null, fields.ToString(), data.ToArray());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
        _socket.Dispose();
        _patience.Dispose();
    }

    private byte[] HeadersOf(string verb, string path, string scheme = "http", params (string Name, string Value)[] more)
    {
        var block = new MemoryStream();
        (string Name, string Value)[] fields =
        [
            (":method", verb), (":scheme", scheme), (":path", path), (":authority", _authority),
            ("te", "trailers"), ("content-type", "application/grpc"), .. more,
        ];
        foreach (var (name, value) in fields)
        {
            // A literal, its name too, that goes into no table.
            block.WriteByte(0);
            WriteText(block, name);
            WriteText(block, value);
        }

        return block.ToArray();
    }

    private static void WriteText(MemoryStream block, string text)
    {
        block.WriteByte(checked((byte)text.Length));
        block.Write(Encoding.ASCII.GetBytes(text));
    }

    private async Task SendAsync(FrameType type, byte flags, int stream, byte[] payload) =>
        await _stream!.WriteAsync(FrameOf(type, flags, stream, payload), _patience.Token);

    private static byte[] FrameOf(FrameType type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[FrameHeaderSize + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, FrameHeaderSize);
        return frame;
    }

    private async Task<(FrameType Type, byte Flags, int Stream, byte[] Payload)> ReceiveAsync()
    {
        var header = new byte[FrameHeaderSize];
        await _stream!.ReadExactlyAsync(header, _patience.Token);
        var payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(header) >> 8];
        await _stream.ReadExactlyAsync(payload, _patience.Token);
        return ((FrameType)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
    }
}

/// <summary>How a call ended.</summary>
/// <param name="Reset">The error that it was broken off with, or null where the server ended it.</param>
/// <param name="Fields">The header blocks, as they came: Kestrel writes most fields' text into them as it is.</param>
/// <param name="Data">The messages, with their frames.</param>
internal sealed record RawEnd(int? Reset, string Fields, byte[] Data);
