using System.Diagnostics;

namespace Claims.Tests.Verbs;

/// <summary>
/// The server as it is started from a command line, run to its end.
/// </summary>
internal sealed record ServerProcess(int ExitCode, string Output, string Errors)
{
    // Nothing here takes a second; a server that should not have started is not waited for.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public static async Task<ServerProcess> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Claims.Server.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
