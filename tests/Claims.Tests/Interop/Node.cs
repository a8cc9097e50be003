using System.ComponentModel;
using System.Diagnostics;

namespace Claims.Tests.Interop;

/// <summary>
/// Runs the programs in tests/clients and tests/schema, which bring their packages along by a lock file.
/// </summary>
internal static class Node
{
    // Once for all the test classes, which run side by side.
    private static readonly Lazy<Task> _clients = new(() => Install("tests/clients"));
    private static readonly Lazy<Task> _schema = new(() => Install("tests/schema"));

    /// <summary>Starts a program, by its path under tests/clients, with its three streams redirected.</summary>
    public static async Task<Process> Start(string program, params IEnumerable<string> arguments)
    {
        await _clients.Value;
        return Run("tests/clients", "node", [program, .. arguments]);
    }

    /// <summary>The same of a program under tests/schema.</summary>
    public static async Task<Process> StartSchema(string program)
    {
        await _schema.Value;
        return Run("tests/schema", "node", [program]);
    }

    // npm writes the inner file last, so that it also tells of an installation that was cut short, or of an older one.
    private static async Task Install(string directory)
    {
        var installed = new FileInfo(SourceTree.PathOf($"{directory}/node_modules/.package-lock.json"));
        var wanted = new FileInfo(SourceTree.PathOf($"{directory}/package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= wanted.LastWriteTimeUtc)
            return;

        using var npm = Run(
            directory, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.StandardInput.Close();
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException(
                $"`npm ci` in {directory} ended with {npm.ExitCode}:\n{await output}{await errors}");
    }

    private static Process Run(string directory, string command, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = SourceTree.PathOf(directory),
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
                $"`{command}` does not start. Some tests play gRPC's cases against grpc-js, the implementation for Node.js, or ask "
                + "its validator of JSON Schema: install Node.js 20 or later with npm, and have both on the PATH.",
                missing);
        }
    }
}
