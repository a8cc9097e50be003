using System.Runtime.InteropServices;

namespace Claims.Server.Hosting;

/// <summary>
/// Ends the process when it is told to. SIGTERM and SIGQUIT come from what runs servers and sends them calls, which takes a
/// while to notice: the server says that it drains, goes on answering for <c>Shutdown:DrainSeconds</c>, and stops then, or at
/// a second signal. SIGINT comes from somebody at a terminal, and stops it at once. Either way calls under way may end.
/// </summary>
internal sealed class ServerLifetime(
    Drain drain, IHostApplicationLifetime application, IConfiguration configuration, ILogger<ServerLifetime> logger)
    : IHostLifetime, IDisposable
{
    private readonly TimeSpan _drainTime = TimeSpan.FromSeconds(configuration.GetValue("Shutdown:DrainSeconds", 3.0));

    private PosixSignalRegistration[] _signals = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, DrainAndStop),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, DrainAndStop),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        ];
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void DrainAndStop(PosixSignalContext signal)
    {
        if (!drain.Begun.IsCancellationRequested)
        {
            ServerLog.Draining(logger, _drainTime.TotalSeconds);
            drain.Begin();

            // The runtime gives each of these signals a thread of its own, so that no other one waits for this, and it waits
            // for no thread of the pool, all of which may be busy.
            application.ApplicationStopping.WaitHandle.WaitOne(_drainTime);
        }

        Stop(signal);
    }

    private void Stop(PosixSignalContext signal)
    {
        // Else the runtime ends the process as soon as this returns.
        signal.Cancel = true;
        application.StopApplication();
    }
}
