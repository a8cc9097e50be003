using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using Microsoft.AspNetCore.Http.Features;

namespace Claims.Tests.Interop;

/// <summary>The server's side of gRPC's interoperability cases.</summary>
internal sealed class TestService : Grpc.Testing.TestService.TestServiceBase
{
    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        // Up to .NET 10 GZipStream makes no bytes of no bytes, and a compressed message of no bytes is not gzip: .NET
        // reads it all the same, other implementations end the call.
        context.WriteOptions = Compressed(null);
        return Task.FromResult(new Empty());
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await EchoMetadata(context);
        EchoStatus(request.ResponseStatus);
        CheckCompressed(request.ExpectCompressed, Flags(context).TakeOne());
        context.WriteOptions = Compressed(request.ResponseCompressed);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadata(context);
        await Answer(request, responseStream);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await EchoMetadata(context);
        var flags = Flags(context);
        var size = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            CheckCompressed(request.ExpectCompressed, flags.TakeOne());
            size += request.Payload.Body.Length;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = size };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadata(context);
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await Answer(request, responseStream);
    }

    private static async Task Answer(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream)
    {
        EchoStatus(request.ResponseStatus);
        foreach (var wanted in request.ResponseParameters)
        {
            responseStream.WriteOptions = Compressed(wanted.Compressed);
            await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) });
        }
    }

    private static async Task EchoMetadata(ServerCallContext context)
    {
        if (context.RequestHeaders.Get(InteropCases.EchoTrailing) is { } trailing)
            context.ResponseTrailers.Add(trailing);
        if (context.RequestHeaders.Get(InteropCases.EchoInitial) is { } initial)
            await context.WriteResponseHeadersAsync([initial]);
    }

    private static void EchoStatus(EchoStatus? status)
    {
        if (status is not null)
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }

    private static CompressedFlags Flags(ServerCallContext context) =>
        context.GetHttpContext().Features.GetRequiredFeature<CompressedFlags>();

    private static void CheckCompressed(BoolValue? expected, bool compressed)
    {
        if (expected is not null && expected.Value != compressed)
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"The message came {(compressed ? "compressed" : "uncompressed")}."));
    }

    // The server compresses whatever is not exempt, so what nobody asked to be compressed is exempt.
    private static WriteOptions Compressed(BoolValue? wanted) =>
        wanted is { Value: true } ? WriteOptions.Default : new WriteOptions(WriteFlags.NoCompress);

    private static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };
}
