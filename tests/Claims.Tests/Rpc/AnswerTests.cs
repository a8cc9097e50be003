using Claims.Server.Rpc;
using Claims.Tests.Curated;
using Claims.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Claims.Tests.Rpc;

public class AnswerTests
{
    private const string All = "articles/-";

    [Fact]
    public async Task Whoever_stands_between_sees_the_claims_that_the_client_gets()
    {
        var seen = new List<IMessage>();
        await using var server = await ServeAsync(new Between(answer =>
        {
            seen.Add(answer);
            return null;
        }));
        IMessage[] got =
        [
            server.Claims.ListClaims(new() { Parent = All }),
            server.Claims.ListClaims(new() { Parent = All, ReadMask = new() { Paths = { "text" } } }),
            server.Claims.SearchClaims(new() { Parent = All, Query = "harbour OR fire" }),
            server.Claims.ListSources(new()),
            server.Claims.GetCorpus(new()),
        ];
        Assert.Equal(got, seen);
        Assert.NotEmpty(((ListClaimsResponse)got[0]).Claims);
        Assert.NotEmpty(((SearchClaimsResponse)got[2]).Results);
    }

    [Fact]
    public async Task Whoever_stands_between_may_answer_otherwise()
    {
        await using var server = await ServeAsync(new Between(answer => answer is Corpus corpus
            ? new Corpus(corpus) { ServerVersion = new('x', 500_000) }
            : null));
        Assert.Equal(new('x', 500_000), server.Claims.GetCorpus(new()).ServerVersion);
    }

    [Fact]
    public void An_answer_that_was_written_in_part_is_still_the_whole_message()
    {
        var revision = CorpusFiles.RevisionOf(Some.Corpus);
        var encoding = new EncodedMessage(revision.Encodings, 3) { PieceBytes = 1 };
        for (var claim = 0; claim < 3; claim++) encoding.AddFramedClaim(claim, revision.Encodings.SizeOf(claim));
        encoding.Add(new ListClaimsResponse { Revision = revision.Id }.ToByteArray());
        var answer = new Answer<ListClaimsResponse>(encoding);
        var expected = new ListClaimsResponse { Claims = { revision.Claims }, Revision = revision.Id };
        var written = new System.Buffers.ArrayBufferWriter<byte>();
        for (; encoding.HasMore; encoding.WriteNext(written)) Assert.Equal(expected, answer.ToMessage());
        Assert.Equal(expected, ListClaimsResponse.Parser.ParseFrom(written.WrittenSpan));
        Assert.Equal(encoding.Size, written.WrittenCount);
    }

    private static Task<RunningServer> ServeAsync(Between between) => RunningServer.StartAsync(
        RunningServer.InventedCorpus,
        builder => builder.Services.AddSingleton(between)
            .Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<Between>()));

    // Methods with one answer are bound as those with several: an interceptor meets them there.
    private sealed class Between(Func<IMessage, IMessage?> meet) : Interceptor
    {
        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            continuation(request, new Writer<TResponse>(responseStream, meet), context);

        private sealed class Writer<T>(IServerStreamWriter<T> inner, Func<IMessage, IMessage?> meet) : IServerStreamWriter<T>
        {
            public WriteOptions? WriteOptions
            {
                get => inner.WriteOptions;
                set => inner.WriteOptions = value;
            }

            public Task WriteAsync(T message)
            {
                var answer = (IMessage)message!.GetType().GetMethod("ToMessage")!.Invoke(message, null)!;
                return inner.WriteAsync(meet(answer) is Corpus other
                    ? (T)(object)new Answer<Corpus>(EncodedMessage.Of(other))
                    : message);
            }
        }
    }
}
