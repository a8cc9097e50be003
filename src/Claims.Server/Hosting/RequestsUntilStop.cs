using Grpc.Core;

namespace Claims.Server.Hosting;

/// <summary>
/// The requests of a call, of which there are no more once the server stops: clients that keep a call open in case that they
/// have another one would hold it up.
/// </summary>
internal sealed class RequestsUntilStop<T>(IAsyncStreamReader<T> requests, IHostApplicationLifetime application)
    : IAsyncStreamReader<T>
{
    public T Current => requests.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        var stopping = application.ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            return await requests.MoveNext(either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
