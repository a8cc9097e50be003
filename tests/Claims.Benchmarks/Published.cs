using System.Diagnostics;

namespace Claims.Benchmarks;

/// <summary>
/// The programs as users have them: published by the projects' own settings, in a directory of their own, gone
/// afterwards.
/// </summary>
internal sealed class Published : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("claims-published-").FullName;

    private Published()
    {
    }

    /// <summary>The server's program.</summary>
    public string Server => Output("Claims.Server");

    /// <summary>The program that the bare service is in.</summary>
    public string Bare => Output("Claims.Benchmarks");

    public static async Task<Published> MakeAsync()
    {
        var published = new Published();
        try
        {
            await published.PublishAsync("src/Claims.Server");
            await published.PublishAsync("tests/Claims.Benchmarks");
            return published;
        }
        catch
        {
            published.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Output(string name) => Path.Combine(_directory, name, name);

    // Beside the tree, which is left as it is.
    private async Task PublishAsync(string project)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ClaimsService.sln"))) root = root.Parent;
        if (root is null)
        {
            throw new ScenarioException("Run this from within the repository, whose projects it publishes.");
        }

        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "publish", Path.Combine(root.FullName, project), "--configuration", "Release",
            "--output", Path.Combine(_directory, Path.GetFileName(project)),
            "--artifacts-path", Path.Combine(_directory, "artifacts"), "-v", "quiet", "--nologo",
        ]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new ScenarioException($"{project} was not published.");
    }
}
