using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Claims.Benchmarks;

/// <summary>
/// A server in a process of its own, on a free loopback port, until it is disposed of or this process is told to end.
/// </summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly PosixSignalRegistration[] _ends;

    private ServerProcess(string program, string[] args)
    {
        _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, program), args)
        {
            ArgumentList = { "--Urls=http://127.0.0.1:0" },
            RedirectStandardOutput = true,
        })!;

        // Left to itself, a child outlives its parent.
        _ends =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => _process.Kill()),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => _process.Kill()),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => _process.Kill()),
        ];
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What all its threads have used of the processors since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program that lies beside this one, and returns when it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string program, params string[] args)
    {
        var server = new ServerProcess(program, args);
        try
        {
            await server.ListenAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in _ends) end.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();

    private async Task ListenAsync()
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            // The end of the output is a null line.
            if (line.Data is null) address.TrySetException(new ScenarioException("A server ended before it listened."));
            else if (Listening().Match(line.Data) is { Success: true } match) address.TrySetResult(match.Groups[1].Value);
        };
        _process.BeginOutputReadLine();
        Address = await address.Task.WaitAsync(_patience);
    }
}
