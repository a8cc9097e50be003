using Claims.Server.Rpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Claims.Server.Web;

/// <summary>
/// How one rpc is reached by HTTP.
/// </summary>
/// <param name="Rpc">The rpc.</param>
/// <param name="Get">Where a GET reaches it, with the request in the query string; null where that cannot hold it.</param>
/// <param name="Post">Where a POST reaches it, with the request as the body; null where a query string holds every one.</param>
/// <param name="Ask">Asks the service's method.</param>
internal sealed record WebMethod(
    MethodDescriptor Rpc, WebPath? Get, WebPath? Post, Func<ClaimsRpc, IMessage, ServerCallContext, EncodedMessage> Ask)
{
    /// <summary>Whether a call of it may take long.</summary>
    public bool MayTakeLong { get; } = AnswerMaking.MayTakeLong(Rpc.Service.FullName, Rpc.Name);

    /// <summary>The rpc of a method, which the type of its requests tells.</summary>
    public static WebMethod Of<TRequest, TResponse>(
        Func<ClaimsRpc, TRequest, ServerCallContext, Answer<TResponse>> method, string? get = null, string? post = null)
        where TRequest : class, IMessage, new()
        where TResponse : class
    {
        var request = new TRequest().Descriptor;
        return new(
            V1.ClaimsService.Descriptor.Methods.Single(rpc => rpc.InputType == request),
            get is null ? null : new(get, request),
            post is null ? null : new(post, request),
            (rpc, message, call) => method(rpc, RequestReader<TRequest>.Read(message.ToByteArray()), call).Encoding);
    }
}
