using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Claims.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Claims.Tests.Hosting;

/// <summary>The server as a process, whose standard output nobody takes.</summary>
public sealed partial class UnreadLogTests : IDisposable
{
    // Far more lines than a pipe and the logger's queue hold.
    private const int ManyCalls = 2000;

    private readonly CancellationTokenSource _patience = new(RunningServer.Patience);
    private Process? _process;

    [Fact]
    public async Task Calls_are_answered_and_the_signal_to_stop_is_heard_while_nobody_reads_the_log()
    {
        var address = await StartAsync();
        await CallAsync(address);
        await StopAsync();
    }

    [Fact]
    public async Task What_was_not_written_is_counted_once_somebody_reads_on()
    {
        var address = await StartAsync();
        await CallAsync(address);

        var output = _process!.StandardOutput.ReadToEndAsync(_patience.Token);
        var errors = _process.StandardError.ReadLineAsync(_patience.Token).AsTask();

        // They are counted where the next line is written.
        while (!errors.IsCompleted) await CallAsync(address, calls: 1);
        Assert.Matches(@"^[1-9][0-9]* message\(s\) dropped", await errors);
        await StopAsync();
        await output;
    }

    [Fact]
    public async Task Metrics_tell_meanwhile_how_many_lines_were_dropped()
    {
        var addresses = FreeAddresses(2);
        Start("dotnet", ServerDll, $"--urls={addresses[0]}", $"--Web:Urls={addresses[1]}", "--Access:Metrics=open");
        await CallAsync(addresses[0]);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"{addresses[1]}/metrics", _patience.Token);
        Assert.Matches(@"(?m)^claims_log_dropped_total(\{.*\})? [1-9]", metrics);
        await StopAsync();
    }

    [Theory]
    [InlineData("> /dev/full 2> /dev/full")]
    [InlineData(">&- 2>&-")]
    [InlineData("> >(true) 2>&1")]
    public async Task A_log_that_cannot_be_written_is_no_reason_not_to_serve(string redirection)
    {
        var address = FreeAddresses(1)[0];
        Start("bash", "-c", $"exec dotnet \"$0\" \"$@\" {redirection}", ServerDll, $"--urls={address}");
        await CallAsync(address);
        await StopAsync();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        _patience.Dispose();
    }

    private static string ServerDll => Path.Combine(AppContext.BaseDirectory, "Claims.Server.dll");

    // For whoever cannot read in the log where the server listens.
    private static string[] FreeAddresses(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var addresses = listeners.Select(listener => $"http://{listener.LocalEndpoint}").ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return addresses;
    }

    // Reads the log up to where it says the address, and no further.
    private async Task<string> StartAsync()
    {
        Start("dotnet", ServerDll, "--urls=http://127.0.0.1:0");
        while (await _process!.StandardOutput.ReadLineAsync(_patience.Token) is { } line)
        {
            if (ListeningLine().Match(line) is { Success: true } listening) return listening.Groups[1].Value;
        }

        throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync(_patience.Token));
    }

    private void Start(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A few lines for each call, of which there are none as the server is shipped.
        start.Environment["Logging__LogLevel__Microsoft.AspNetCore"] = "Information";
        start.Environment["Web__Urls"] = "";
        start.Environment["Shutdown__DrainSeconds"] = "0";
        _process = Process.Start(start);
    }

    private async Task CallAsync(string address, int calls = ManyCalls)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var claims = new ClaimsService.ClaimsServiceClient(channel);
        var options = new CallOptions(cancellationToken: _patience.Token).WithWaitForReady();
        for (var i = 0; i < calls; i++) await claims.GetCorpusAsync(new(), options);
    }

    private async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync(_patience.Token);
        Assert.Equal(0, _process.ExitCode);
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
