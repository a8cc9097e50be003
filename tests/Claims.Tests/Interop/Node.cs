using System.ComponentModel;
using System.Diagnostics;

namespace Claims.Tests.Interop;

/// <summary>Runs the programs in tests/clients, which bring their packages along by a lock file.</summary>
internal static class Node
{
    private static readonly string _clients = Path.Combine(Root(), "tests", "clients");

    // Once for all the test classes, which run side by side.
    private static readonly Lazy<Task> _packages = new(Install);

    /// <summary>Starts a program, by its path under tests/clients, with its three streams redirected.</summary>
    public static async Task<Process> Start(string program, params IEnumerable<string> arguments)
    {
        await _packages.Value;
        return Run("node", [program, .. arguments]);
    }

    // npm writes the inner file last, so that it also tells of an installation that was cut short, or of an older one.
    private static async Task Install()
    {
        var installed = new FileInfo(Path.Combine(_clients, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(_clients, "package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc)
            return;

        using var npm = Run(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.StandardInput.Close();
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException(
                $"`npm ci` in {_clients} ended with {npm.ExitCode}:\n{await output}{await errors}");
    }

    private static Process Run(string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = _clients,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"`{command}` does not start. The interoperability tests play gRPC's cases against grpc-js, the "
                + "implementation for Node.js: install Node.js 20 or later with npm, and have both on the PATH.",
                missing);
        }
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ClaimsService.sln")))
            directory = directory.Parent;
        return directory?.FullName
            ?? throw new DirectoryNotFoundException($"ClaimsService.sln is not above {AppContext.BaseDirectory}.");
    }
}
