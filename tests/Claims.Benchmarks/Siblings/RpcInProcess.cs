using System.Buffers;
using Claims.Catalog;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Benchmarks.Siblings;

/// <summary>
/// What the rpcs do for requests that were read, up to the bytes that are sent. Not thread-safe.
/// </summary>
internal sealed class RpcInProcess
{
    private readonly ArrayBufferWriter<byte> _sent = new(1 << 20);
    private readonly ClaimsRpc _rpc;
    private readonly ServerCallContext _call;

    public RpcInProcess(Revision revision)
    {
        var held = new HeldRevisions(revision);
        (_rpc, _call) = (new(held), InProcessCall.Of(held.Current));
    }

    public void Ask(IMessage request)
    {
        var answer = EncodingOf(request);
        _sent.ResetWrittenCount();
        answer.WriteNext(_sent);
    }

    /// <summary>Asks, and reads the answer.</summary>
    public T Answer<T>(IMessage request)
        where T : IMessage, new()
    {
        var answer = new T();
        answer.MergeFrom(EncodingOf(request).ToByteArray());
        return answer;
    }

    private EncodedMessage EncodingOf(IMessage request) => request switch
    {
        ListClaimsRequest list => _rpc.ListClaims(list, _call).Encoding,
        SearchClaimsRequest search => _rpc.SearchClaims(search, _call).Encoding,
        FindSimilarClaimsRequest similar => _rpc.FindSimilarClaims(similar, _call).Encoding,
        SummarizeClaimsRequest summary => _rpc.SummarizeClaims(summary, _call).Encoding,
        ListArticlesRequest articles => _rpc.ListArticles(articles, _call).Encoding,
        _ => throw new ScenarioException($"{request.Descriptor.Name} is not asked here."),
    };
}
