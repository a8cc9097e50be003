using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using TestServiceClient = Grpc.Testing.TestService.TestServiceClient;
using UnimplementedServiceClient = Grpc.Testing.UnimplementedService.UnimplementedServiceClient;

namespace Claims.Tests.Interop;

/// <summary>
/// The cases that gRPC publishes for implementations to prove themselves against each other, played by our client.
/// Names, sizes and strings are the published ones.
/// </summary>
public sealed class InteropCases
{
    internal const string EchoInitial = "x-grpc-test-echo-initial";
    internal const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    private const string InitialValue = "test_initial_metadata_value";
    private const int LargeRequest = 271828;
    private const int LargeResponse = 314159;

    private static readonly byte[] _trailingValue = [0xab, 0xab, 0xab];
    private static readonly WriteOptions _noCompress = new(WriteFlags.NoCompress);
    private static readonly int[] _requestSizes = [27182, 8, 1828, 45904];
    private static readonly int[] _responseSizes = [31415, 9, 2653, 58979];

    private static readonly Dictionary<string, Func<InteropCases, Task>> _cases = new()
    {
        ["empty_unary"] = it => it.EmptyUnary(),
        ["large_unary"] = it => it.LargeUnary(),
        ["client_compressed_unary"] = it => it.ClientCompressedUnary(),
        ["server_compressed_unary"] = it => it.ServerCompressedUnary(),
        ["client_streaming"] = it => it.ClientStreaming(),
        ["client_compressed_streaming"] = it => it.ClientCompressedStreaming(),
        ["server_streaming"] = it => it.ServerStreaming(),
        ["server_compressed_streaming"] = it => it.ServerCompressedStreaming(),
        ["ping_pong"] = it => it.PingPong(),
        ["empty_stream"] = it => it.EmptyStream(),
        ["custom_metadata"] = it => it.CustomMetadata(),
        ["status_code_and_message"] = it => it.StatusCodeAndMessage(),
        ["special_status_message"] = it => it.SpecialStatusMessage(),
        ["unimplemented_method"] = it => it.UnimplementedMethod(),
        ["unimplemented_service"] = it => it.UnimplementedService(),
        ["cancel_after_begin"] = it => it.CancelAfterBegin(),
        ["cancel_after_first_response"] = it => it.CancelAfterFirstResponse(),
        ["timeout_on_sleeping_server"] = it => it.TimeoutOnSleepingServer(),
    };

    private readonly GrpcChannel _channel;
    private readonly TestServiceClient _client;
    private readonly ResponseFlags _responses;
    private readonly CancellationToken _guard;

    private InteropCases(GrpcChannel channel, ResponseFlags responses, CancellationToken guard)
    {
        _channel = channel;
        _client = new TestServiceClient(channel);
        _responses = responses;
        _guard = guard;
    }

    /// <summary>The cases by their published names.</summary>
    public static TheoryData<string> Names => [.. _cases.Keys];

    /// <summary>Plays one case against a server, over a connection of its own.</summary>
    public static async Task Play(string name, Uri server, CancellationToken guard)
    {
        using var responses = new ResponseFlags(new SocketsHttpHandler { UseProxy = false });
        using var channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { HttpHandler = responses });
        await _cases[name](new InteropCases(channel, responses, guard));
    }

    private async Task EmptyUnary() => Assert.Equal(new Empty(), await _client.EmptyCallAsync(new Empty(), Options()));

    private async Task LargeUnary() => IsLarge(await _client.UnaryCallAsync(Large(), Options()));

    private async Task ClientCompressedUnary()
    {
        var compressed = Large();
        compressed.ExpectCompressed = new BoolValue { Value = true };
        var uncompressed = Large();
        uncompressed.ExpectCompressed = new BoolValue { Value = false };

        // The probe names an encoding and sends a message without it: the flag tells, not the header.
        await Fails(StatusCode.InvalidArgument, _client.UnaryCallAsync(compressed, Gzip(_noCompress)).ResponseAsync);
        IsLarge(await _client.UnaryCallAsync(compressed, Gzip()));
        IsLarge(await _client.UnaryCallAsync(uncompressed, Gzip(_noCompress)));
    }

    private async Task ServerCompressedUnary()
    {
        foreach (var compressed in (bool[])[true, false])
        {
            var request = Large();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            IsLarge(await _client.UnaryCallAsync(request, Options()));
            Assert.Equal([compressed], _responses.Take());
        }
    }

    private async Task ClientStreaming()
    {
        using var call = _client.StreamingInputCall(Options());
        foreach (var size in _requestSizes)
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) }, _guard);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call.ResponseAsync).AggregatedPayloadSize);
    }

    private async Task ClientCompressedStreaming()
    {
        var compressed = new StreamingInputCallRequest
        {
            Payload = Zeros(27182),
            ExpectCompressed = new BoolValue { Value = true },
        };
        var uncompressed = new StreamingInputCallRequest
        {
            Payload = Zeros(45904),
            ExpectCompressed = new BoolValue { Value = false },
        };

        using (var probe = _client.StreamingInputCall(Gzip()))
        {
            probe.RequestStream.WriteOptions = _noCompress;
            await Whatever(probe.RequestStream.WriteAsync(compressed, _guard));
            await Whatever(probe.RequestStream.CompleteAsync());
            await Fails(StatusCode.InvalidArgument, probe.ResponseAsync);
        }

        using var call = _client.StreamingInputCall(Gzip());
        await call.RequestStream.WriteAsync(compressed, _guard);
        call.RequestStream.WriteOptions = _noCompress;
        await call.RequestStream.WriteAsync(uncompressed, _guard);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(73086, (await call.ResponseAsync).AggregatedPayloadSize);
    }

    private async Task ServerStreaming()
    {
        using var call = _client.StreamingOutputCall(Wanting(_responseSizes), Options());
        Assert.Equal(_responseSizes, await Sizes(call.ResponseStream));
    }

    private async Task ServerCompressedStreaming()
    {
        var request = new StreamingOutputCallRequest
        {
            ResponseParameters =
            {
                new ResponseParameters { Size = 31415, Compressed = new BoolValue { Value = true } },
                new ResponseParameters { Size = 92653, Compressed = new BoolValue { Value = false } },
            },
        };
        using var call = _client.StreamingOutputCall(request, Options());
        Assert.Equal((int[])[31415, 92653], await Sizes(call.ResponseStream));
        Assert.Equal([true, false], _responses.Take());
    }

    private async Task PingPong()
    {
        using var call = _client.FullDuplexCall(Options());
        foreach (var (request, response) in _requestSizes.Zip(_responseSizes))
        {
            await call.RequestStream.WriteAsync(Wanting([response], payload: request), _guard);
            Assert.True(await call.ResponseStream.MoveNext(_guard));
            Assert.Equal(response, call.ResponseStream.Current.Payload.Body.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(_guard));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private async Task EmptyStream()
    {
        using var call = _client.FullDuplexCall(Options());
        await call.RequestStream.CompleteAsync();
        Assert.Empty(await Sizes(call.ResponseStream));
    }

    private async Task CustomMetadata()
    {
        using var unary = _client.UnaryCallAsync(Large(), Options(Echoed()));
        var initial = await unary.ResponseHeadersAsync;
        IsLarge(await unary);
        IsEchoed(initial, unary.GetTrailers());

        using var duplex = _client.FullDuplexCall(Options(Echoed()));
        await duplex.RequestStream.WriteAsync(Wanting([LargeResponse], payload: LargeRequest), _guard);
        await duplex.RequestStream.CompleteAsync();
        initial = await duplex.ResponseHeadersAsync;
        Assert.Equal(LargeResponse, Assert.Single(await Sizes(duplex.ResponseStream)));
        IsEchoed(initial, duplex.GetTrailers());

        static Metadata Echoed() => new() { { EchoInitial, InitialValue }, { EchoTrailing, _trailingValue } };

        static void IsEchoed(Metadata initial, Metadata trailing)
        {
            Assert.Equal([InitialValue], initial.GetAll(EchoInitial).Select(entry => entry.Value));
            Assert.Equal([_trailingValue], trailing.GetAll(EchoTrailing).Select(entry => entry.ValueBytes));
        }
    }

    private async Task StatusCodeAndMessage()
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Message = "test status message" };
        var request = new SimpleRequest { ResponseStatus = status };
        await IsStatus(status, _client.UnaryCallAsync(request, Options()).ResponseAsync);

        using var duplex = _client.FullDuplexCall(Options());
        await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status }, _guard);
        await Whatever(duplex.RequestStream.CompleteAsync());
        await IsStatus(status, duplex.ResponseStream.MoveNext(_guard));
    }

    private async Task SpecialStatusMessage()
    {
        var status = new EchoStatus
        {
            Code = (int)StatusCode.Unknown,
            Message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n",
        };
        var request = new SimpleRequest { ResponseStatus = status };
        await IsStatus(status, _client.UnaryCallAsync(request, Options()).ResponseAsync);
    }

    private async Task UnimplementedMethod() =>
        await Fails(StatusCode.Unimplemented, _client.UnimplementedCallAsync(new Empty(), Options()).ResponseAsync);

    private async Task UnimplementedService()
    {
        var client = new UnimplementedServiceClient(_channel);
        await Fails(StatusCode.Unimplemented, client.UnimplementedCallAsync(new Empty(), Options()).ResponseAsync);
    }

    private async Task CancelAfterBegin()
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(_guard);
        var headers = new Metadata { { EchoInitial, InitialValue } };
        using var call = _client.StreamingInputCall(headers, cancellationToken: cancelling.Token);
        // The echo says that the server has our metadata. It has no payload yet.
        await call.ResponseHeadersAsync;
        // Grpc.Net.Client calls it Internal if the cancellation falls between the headers and the wait for a message.
        await _responses.Reading.WaitAsync(_guard);
        await cancelling.CancelAsync();
        await Fails(StatusCode.Cancelled, call.ResponseAsync);
    }

    private async Task CancelAfterFirstResponse()
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(_guard);
        using var call = _client.FullDuplexCall(cancellationToken: cancelling.Token);
        await call.RequestStream.WriteAsync(Wanting([31415], payload: 27182), _guard);
        Assert.True(await call.ResponseStream.MoveNext(_guard));
        Assert.Equal(31415, call.ResponseStream.Current.Payload.Body.Length);
        await cancelling.CancelAsync();
        await Fails(StatusCode.Cancelled, call.ResponseStream.MoveNext(_guard));
    }

    private async Task TimeoutOnSleepingServer()
    {
        var deadline = DateTime.UtcNow.AddMilliseconds(1);
        using var call = _client.FullDuplexCall(deadline: deadline, cancellationToken: _guard);
        await Whatever(call.RequestStream.WriteAsync(Wanting([], payload: 27182), _guard));
        await Fails(StatusCode.DeadlineExceeded, call.ResponseStream.MoveNext(_guard));
    }

    private CallOptions Options(Metadata? headers = null) => new(headers, cancellationToken: _guard);

    // The metadata is Grpc.Net.Client's way to be told a call's encoding, and does not reach the wire.
    private CallOptions Gzip(WriteOptions? writeOptions = null) =>
        new(new Metadata { { "grpc-internal-encoding-request", "gzip" } }, null, _guard, writeOptions);

    private static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    private static SimpleRequest Large() => new() { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) };

    private static void IsLarge(SimpleResponse response) => Assert.Equal(Zeros(LargeResponse), response.Payload);

    private static StreamingOutputCallRequest Wanting(IEnumerable<int> sizes, int? payload = null)
    {
        var request = new StreamingOutputCallRequest
        {
            ResponseParameters = { sizes.Select(size => new ResponseParameters { Size = size }) },
        };
        if (payload is { } size)
            request.Payload = Zeros(size);
        return request;
    }

    private async Task<int[]> Sizes(IAsyncStreamReader<StreamingOutputCallResponse> responses)
    {
        var sizes = new List<int>();
        await foreach (var response in responses.ReadAllAsync(_guard))
            sizes.Add(response.Payload.Body.Length);
        return [.. sizes];
    }

    private static async Task<Status> Fails(StatusCode code, Task call)
    {
        var status = (await Assert.ThrowsAsync<RpcException>(() => call)).Status;
        Assert.True(code == status.StatusCode, $"{code} was expected, and the call ended with {status}");
        return status;
    }

    private static async Task IsStatus(EchoStatus expected, Task call) =>
        Assert.Equal(expected.Message, (await Fails((StatusCode)expected.Code, call)).Detail);

    // A write can find the call over already. How the call ended is asked of its responses.
    private static async Task Whatever(Task write) =>
        await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
