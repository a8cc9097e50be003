using Claims.Server.Rpc;
using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Claims.Server.Hosting;

/// <summary>
/// The gRPC health protocol. The corpus is loaded before a port is opened, so that the server serves from its first
/// answer until it is told to stop.
/// </summary>
[BindServiceMethod(typeof(NoBinding), nameof(NoBinding.BindService))]
internal sealed class HealthRpc(IHostApplicationLifetime lifetime)
{
    // The empty name is the server as a whole.
    private static readonly string[] _services = ["", ClaimsService.Descriptor.FullName];

    private HealthCheckResponse Current => new()
    {
        Status = lifetime.ApplicationStopping.IsCancellationRequested ? ServingStatus.NotServing : ServingStatus.Serving,
    };

    public Answer<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        _services.Contains(request.Service)
            ? new(EncodedMessage.Of(Current))
            : throw Failures.UnknownService(request.Service);

    public Answer<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var answer = new HealthListResponse();
        foreach (var service in _services) answer.Statuses[service] = Current;
        return new(EncodedMessage.Of(answer));
    }

    public async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var known = _services.Contains(request.Service);
        await responseStream.WriteAsync(known ? Current : new() { Status = ServingStatus.ServiceUnknown });

        // Whoever stops the server does not write the answers too, one watch after the other.
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        using var cancel = context.CancellationToken.Register(() => stopping.TrySetCanceled(context.CancellationToken));
        await stopping.Task;
        if (known) await responseStream.WriteAsync(Current);
    }
}
