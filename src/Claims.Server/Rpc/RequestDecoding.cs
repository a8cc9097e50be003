using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// Binds the service as generated, but for one thing: a request that is no protobuf message is the caller's mistake, and
/// is told so. The generated code would let it pass for a fault of the server, with a stack trace in the log each time.
/// </summary>
internal static class RequestDecoding
{
    /// <summary>Found by gRPC through the attribute on <see cref="ClaimsRpc"/>.</summary>
    public static void BindService(ServiceBinderBase binder, ClaimsService.ClaimsServiceBase? service) =>
        ClaimsService.BindService(new Binder(binder), service!);

    private static Method<TRequest, TResponse> Guarded<TRequest, TResponse>(Method<TRequest, TResponse> method) => new(
        method.Type,
        method.ServiceName,
        method.Name,
        Marshallers.Create(method.RequestMarshaller.ContextualSerializer, context =>
        {
            try
            {
                return method.RequestMarshaller.ContextualDeserializer(context);
            }
            catch (InvalidProtocolBufferException e)
            {
                throw Failures.UndecodableRequest(e.Message);
            }
        }),
        method.ResponseMarshaller);

    private sealed class Binder(ServiceBinderBase inner) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Guarded(method), handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Guarded(method), handler);
    }
}
