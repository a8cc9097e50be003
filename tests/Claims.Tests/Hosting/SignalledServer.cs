using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Claims.Tests.Verbs;

namespace Claims.Tests.Hosting;

/// <summary>The server as a process of its own, which can be sent signals.</summary>
internal sealed partial class SignalledServer : IDisposable
{
    private readonly CancellationTokenSource _patience = new(RunningServer.Patience);
    private readonly StringBuilder _log = new();
    private readonly Process _process;
    private Task _reading = Task.CompletedTask;

    private SignalledServer(string[] settings)
    {
        // Of what a shell runs in the background, SIGINT and SIGQUIT are ignored, and of all that comes of it.
        string[] args =
        [
            "--default-signal=INT,QUIT", "dotnet", ServerProcess.Path, "serve", "--urls=http://127.0.0.1:0",
            "--Web:Urls=http://127.0.0.1:0", .. settings,
        ];
        _process = Process.Start(new ProcessStartInfo("env", args) { RedirectStandardOutput = true })!;
    }

    /// <summary>Where it listens for gRPC.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Where it listens for HTTP.</summary>
    public string WebAddress { get; private set; } = "";

    /// <summary>Starts one with settings, and waits until it listens.</summary>
    public static async Task<SignalledServer> StartAsync(params string[] settings)
    {
        var server = new SignalledServer(settings);
        server.Address = await server.NextAddressAsync();
        server.WebAddress = await server.NextAddressAsync();
        server._reading = server.ReadAsync();
        return server;
    }

    /// <summary>Sends a signal, such as <c>TERM</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>What with, and what it logged.</returns>
    public async Task<(int ExitCode, string Log)> EndAsync()
    {
        await _process.WaitForExitAsync(_patience.Token);
        await _reading;
        return (_process.ExitCode, _log.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _patience.Dispose();
    }

    private async Task<string> NextAddressAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(_patience.Token) is { } line)
        {
            _log.AppendLine(line);
            if (ListeningLine().Match(line) is { Success: true } listening) return listening.Groups[1].Value;
        }

        throw new InvalidOperationException(_log.ToString());
    }

    private async Task ReadAsync() => _log.Append(await _process.StandardOutput.ReadToEndAsync(_patience.Token));

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
