using System.Diagnostics;

namespace Claims.Tests.Verbs;

/// <summary>
/// The server as it is started from a command line, run to its end.
/// </summary>
internal sealed record ServerProcess(int ExitCode, string Output, string Errors)
{
    /// <summary>The program.</summary>
    public static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "Claims.Server.dll");

    // Nothing here takes a second; a server that should not have started is not waited for.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public static Task<ServerProcess> RunAsync(params string[] args) => RunAsync([], args);

    /// <summary>Runs it with variables of the environment.</summary>
    public static Task<ServerProcess> RunAsync((string Name, string Value)[] environment, params string[] args) =>
        RunAsync(new ProcessStartInfo("dotnet", [Path, .. args]), environment);

    /// <summary>Runs it with so many file descriptors at most.</summary>
    public static Task<ServerProcess> RunWithDescriptorsAsync(int limit, params string[] args) =>
        RunAsync(new ProcessStartInfo("sh", ["-c", $"ulimit -n {limit} && exec dotnet \"$@\"", "sh", Path, .. args]), []);

    private static async Task<ServerProcess> RunAsync(ProcessStartInfo start, (string Name, string Value)[] environment)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);

        // Of the many servers that run at once here, one would get the port that is for browsers where none is given.
        start.Environment["Web__Urls"] = "";
        foreach (var (name, value) in environment) start.Environment[name] = value;
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
