using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Claims.Server.Rpc;

/// <summary>
/// Binds the methods of a service as generated, but for this. A request that is no protobuf message, or one too large to be
/// put together, is the caller's mistake and told so, where the generated code lets it pass for a fault of the server, with
/// a stack trace in the log each time. And what has one answer gives an <see cref="Answer{TMessage}"/>, which is written
/// piece by piece as its client takes it: see <see cref="AnswerWriter{TService, TRequest, TResponse}"/>.
/// </summary>
/// <param name="bind">The generated method that tells all methods of the service.</param>
internal sealed class MethodBinding<TService>(Action<ServiceBinderBase> bind) : IServiceMethodProvider<TService>
    where TService : class
{
    // Routed by them: what is not made by POST is no call.
    private static readonly object[] _metadata = [new HttpMethodMetadata([HttpMethods.Post])];

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context) => bind(new Binder(context));

    private static Method<TRequest, TAnswer> Guarded<TRequest, TAnswer>(IMethod method, Marshaller<TAnswer> answers)
        where TRequest : class
        where TAnswer : class =>
        new(method.Type, method.ServiceName, method.Name, RequestReader<TRequest>.Marshaller, answers);

    private static TMethod Of<TMethod>(string name, params Type[] parameters)
        where TMethod : Delegate => typeof(TService).GetMethod(name, parameters)!.CreateDelegate<TMethod>();

    // gRPC finds methods by a binder that is given none of the service's own.
    private sealed class Binder(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
    {
        // As a stream of one message, which is the same on the wire: of a stream, the method itself writes the messages.
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, Grpc.Core.UnaryServerMethod<TRequest, TResponse>? handler)
        {
            var writer = new AnswerWriter<TService, TRequest, TResponse>(
                Of<Func<TService, TRequest, ServerCallContext, Answer<TResponse>>>(
                    method.Name, typeof(TRequest), typeof(ServerCallContext)),
                AnswerMaking.MayTakeLong(method.ServiceName, method.Name));
            var answered = Guarded<TRequest, Answer<TResponse>>(method, Answer<TResponse>.Marshaller);
            context.AddServerStreamingMethod(answered, _metadata, writer.AnswerAsync);
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, Grpc.Core.ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var invoker = Of<Grpc.AspNetCore.Server.Model.ServerStreamingServerMethod<TService, TRequest, TResponse>>(
                method.Name, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
            var guarded = Guarded<TRequest, TResponse>(method, method.ResponseMarshaller);
            context.AddServerStreamingMethod(guarded, _metadata, (service, request, responses, call) =>
                LastAsync(watched => invoker(service, request, watched, call), responses, call));
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, Grpc.Core.DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var invoker = Of<Grpc.AspNetCore.Server.Model.DuplexStreamingServerMethod<TService, TRequest, TResponse>>(
                method.Name,
                typeof(IAsyncStreamReader<TRequest>),
                typeof(IServerStreamWriter<TResponse>),
                typeof(ServerCallContext));
            var guarded = Guarded<TRequest, TResponse>(method, method.ResponseMarshaller);
            context.AddDuplexStreamingMethod(guarded, _metadata, (service, requests, responses, call) =>
                LastAsync(watched => invoker(service, requests, watched, call), responses, call));
        }

        // Health's streams take no memory but their own.
        private static async Task LastAsync<TResponse>(
            Func<IServerStreamWriter<TResponse>, Task> answer, IServerStreamWriter<TResponse> responses, ServerCallContext call)
        {
            var http = call.GetHttpContext();
            if (http.Features.Get<Reservation>() is null)
            {
                await answer(responses);
                return;
            }

            using var place = LastingPlace.Take(http);
            await answer(new AnswerStream<TResponse>(responses, call));
        }
    }
}

/// <summary>
/// Takes the place of the binding that gRPC would find through a service's generated base class.
/// </summary>
internal static class NoBinding
{
    public static void BindService(ServiceBinderBase binder, object? service)
    {
    }
}
