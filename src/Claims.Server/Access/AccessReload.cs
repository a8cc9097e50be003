using System.Runtime.InteropServices;

namespace Claims.Server.Access;

/// <summary>
/// Looks after <see cref="AccessFiles"/> every second, and at once where the process gets SIGHUP; on a thread of its own, since
/// a key that is revoked must not go on for as long as the others are busy.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="wake">Wakes whatever lasts, to see whether its caller is still let in.</param>
/// <param name="logger">Where to tell of it.</param>
internal sealed class AccessReload(AccessFiles files, Action wake, ILogger logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly AutoResetEvent _forced = new(initialState: false);
    private PosixSignalRegistration? _hangUp;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _forced.Set();
        });
        new Thread(Look) { IsBackground = true, Name = "access reload" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        return Task.CompletedTask;
    }

    public void Dispose() => _hangUp?.Dispose();

    private void Look()
    {
        while (WaitHandle.WaitAny([_stop, _forced], _interval) != 0)
        {
            if (files.Look(logger)) wake();
        }
    }
}
