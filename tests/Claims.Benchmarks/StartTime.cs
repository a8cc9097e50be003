using System.Diagnostics;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>start</c>: the time from start to serving the shipped corpus, as a multiple of what the bare service takes, both
/// published as they are for users.
/// </summary>
internal static class StartTime
{
    private const double MostTimes = 1.3;
    private const int Starts = 21;

    public static async Task<int> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("claims-start-").FullName;
        try
        {
            var server = await PublishAsync("src/Claims.Server", directory);
            var bare = await PublishAsync("tests/Claims.Benchmarks", directory);

            // Once to warm up: the files' cache, and the client here.
            await TimeAsync(() => Starting.ServeAsync(server));
            await TimeAsync(() => Starting.ServeBareAsync(bare));
            var (ours, bares) = (new List<double>(), new List<double>());
            for (var start = 0; start < Starts; start++)
            {
                ours.Add(await TimeAsync(() => Starting.ServeAsync(server)));
                bares.Add(await TimeAsync(() => Starting.ServeBareAsync(bare)));
            }

            var ratio = Quantile.Median(ours.Zip(bares, (our, other) => our / other));
            var table = new Table($"start to serving, {Starts} times", "median ms", "least", "most");
            table.Row(["ours", .. Cells(ours)]);
            table.Row(["bare", .. Cells(bares)]);
            return Bar.AtMost("median of ours ÷ bare", ratio, MostTimes) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static IEnumerable<string> Cells(List<double> times) =>
        [Invariant($"{Quantile.Median(times):F0}"), Invariant($"{times.Min():F0}"), Invariant($"{times.Max():F0}")];

    private static async Task<double> TimeAsync(Func<Task<(ServerProcess Server, TimeSpan Time)>> start)
    {
        var (server, time) = await start();
        await server.DisposeAsync();
        return time.TotalMilliseconds;
    }

    // By the project's own settings, and beside the tree, which is left as it is.
    private static async Task<string> PublishAsync(string project, string directory)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ClaimsService.sln"))) root = root.Parent;
        if (root is null) throw new ScenarioException("Run this from within the repository, whose projects it publishes.");
        var name = Path.GetFileName(project);
        var output = Path.Combine(directory, name);
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            "publish", Path.Combine(root.FullName, project), "--configuration", "Release", "--output", output,
            "--artifacts-path", Path.Combine(directory, "artifacts"), "-v", "quiet", "--nologo",
        ]))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Path.Combine(output, name)
            : throw new ScenarioException($"{project} was not published.");
    }
}
