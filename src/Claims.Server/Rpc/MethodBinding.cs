using System.Buffers;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;

namespace Claims.Server.Rpc;

/// <summary>
/// Binds the methods of a service as generated, but for two things. A request that is no protobuf message is the caller's
/// mistake and told so, where the generated code lets it pass for a fault of the server, with a stack trace in the log
/// each time. And a claim that has its encoding is answered with a copy of that, since encoding it anew is the dearest
/// thing done here for a call.
/// </summary>
internal static class MethodBinding
{
    private static readonly Marshaller<Claim> _claimMarshaller = new(Write, _ => throw new NotSupportedException());

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
            _claimMarshaller as Marshaller<TResponse> ?? method.ResponseMarshaller);

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

    private static void Write(Claim claim, SerializationContext context)
    {
        if (claim.Encoding is { } encoding)
        {
            context.SetPayloadLength(encoding.Length);
            context.GetBufferWriter().Write(encoding);
        }
        else
        {
            context.SetPayloadLength(claim.CalculateSize());
            claim.WriteTo(context.GetBufferWriter());
        }

        context.Complete();
    }

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
