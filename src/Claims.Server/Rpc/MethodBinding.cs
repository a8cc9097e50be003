using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;

namespace Claims.Server.Rpc;

/// <summary>
/// Binds the methods of a service as generated, but for two things. A request that is no protobuf message is the caller's
/// mistake and told so, where the generated code lets it pass for a fault of the server, with a stack trace in the log
/// each time. And a response whose encoding is known is answered with a copy of that, since encoding claims anew is the
/// dearest thing done here for a call.
/// </summary>
internal static class MethodBinding
{
    /// <summary>Found by gRPC through the attribute on <see cref="ClaimsRpc"/>.</summary>
    public static void BindService(ServiceBinderBase binder, ClaimsService.ClaimsServiceBase? service) =>
        ClaimsService.BindService(new Binder(binder), service);

    /// <summary>Found by gRPC through the attribute on <see cref="Claims.Server.Hosting.HealthRpc"/>.</summary>
    public static void BindService(ServiceBinderBase binder, Health.HealthBase? service) =>
        Health.BindService(new Binder(binder), service);

    private static Method<TRequest, TResponse> Bound<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class => new(
            method.Type,
            method.ServiceName,
            method.Name,
            Guarded(method.RequestMarshaller),
            typeof(IEncoded).IsAssignableFrom(typeof(TResponse)) ? Copying(method.ResponseMarshaller) : method.ResponseMarshaller);

    private static Marshaller<T> Guarded<T>(Marshaller<T> marshaller) => new(
        marshaller.ContextualSerializer,
        context =>
        {
            try
            {
                return marshaller.ContextualDeserializer(context);
            }
            catch (InvalidProtocolBufferException e)
            {
                throw Failures.UndecodableRequest(e.Message);
            }
        });

    private static Marshaller<T> Copying<T>(Marshaller<T> marshaller) => new(
        (message, context) =>
        {
            if (((IEncoded)message!).Encoding is not { } encoding)
            {
                marshaller.ContextualSerializer(message, context);
                return;
            }

            context.SetPayloadLength(encoding.Size);
            encoding.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        marshaller.ContextualDeserializer);

    private sealed class Binder(ServiceBinderBase inner) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Bound(method), handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Bound(method), handler);
    }
}
