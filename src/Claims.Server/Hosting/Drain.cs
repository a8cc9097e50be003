namespace Claims.Server.Hosting;

/// <summary>
/// Whether calls are to be sent to other servers: from when this one is told to end, while it still answers all that come,
/// and in any case once it stops. Thread-safe.
/// </summary>
internal sealed class Drain(IHostApplicationLifetime application) : IDisposable
{
    private readonly CancellationTokenSource _begun =
        CancellationTokenSource.CreateLinkedTokenSource(application.ApplicationStopping);

    /// <summary>Is cancelled when it begins.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Begins it, once and for all.</summary>
    public void Begin() => _begun.Cancel();

    public void Dispose() => _begun.Dispose();
}
