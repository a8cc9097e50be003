using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Claims.Benchmarks;

/// <summary>
/// A program that runs beside this one, until it is disposed of or this process is told to end.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly PosixSignalRegistration[] _ends;

    private ChildProcess(Process process)
    {
        Process = process;

        // Left to itself, a child outlives its parent.
        _ends =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => process.Kill()),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => process.Kill()),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => process.Kill()),
        ];
    }

    public Process Process { get; }

    /// <summary>What all its threads have used of the processors since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            Process.Refresh();
            return Process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="start">How.</param>
    /// <param name="package">Debian's package that has it.</param>
    /// <exception cref="ScenarioException">There is no such program.</exception>
    public static ChildProcess Start(ProcessStartInfo start, string package)
    {
        try
        {
            return new(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            throw new ScenarioException($"{start.FileName} is missing. On Debian: apt-get install {package}");
        }
    }

    /// <summary>Starts a program that lies beside this one.</summary>
    public static ChildProcess StartOwn(string program, ProcessStartInfo start)
    {
        start.FileName = Path.Combine(AppContext.BaseDirectory, program);
        return new(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in _ends) end.Dispose();
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
