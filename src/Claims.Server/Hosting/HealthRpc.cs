using Claims.Server.Rpc;
using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Claims.Server.Hosting;

/// <summary>
/// The gRPC health protocol. The corpus is loaded before a port is opened, so that the server serves from its first
/// answer until it drains.
/// </summary>
[BindServiceMethod(typeof(NoBinding), nameof(NoBinding.BindService))]
internal sealed class HealthRpc(Drain drain, IHostApplicationLifetime application)
{
    // The empty name is the server as a whole.
    private static readonly string[] _services = ["", ClaimsService.Descriptor.FullName];

    private HealthCheckResponse Current => new()
    {
        Status = drain.Begun.IsCancellationRequested ? ServingStatus.NotServing : ServingStatus.Serving,
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
        var status = _services.Contains(request.Service) ? Current : new() { Status = ServingStatus.ServiceUnknown };
        await responseStream.WriteAsync(status);
        if (status.Status == ServingStatus.Serving)
        {
            await UntilAsync(context, drain.Begun);
            await responseStream.WriteAsync(Current);
        }

        // Were it ended before, its client would begin another one at once, again and again.
        await UntilAsync(context, application.ApplicationStopping);
    }

    private static async Task UntilAsync(ServerCallContext context, CancellationToken happened)
    {
        // Whoever drains or stops the server does not write the answers too, one watch after the other.
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var happening = happened.Register(() => end.TrySetResult());
        using var cancelling = context.CancellationToken.Register(() => end.TrySetCanceled(context.CancellationToken));
        await end.Task;
    }
}
