using System.Diagnostics;
using Claims.Browser;
using Claims.Tests.Live;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Claims.Browser;

/// <summary>
/// Servers that tests share and leave as they are; each is started when it is first asked for.
/// </summary>
public sealed class Servers : IAsyncDisposable
{
    /// <summary>The size of the large corpus.</summary>
    public const int Many = 100_000;

    private readonly Lazy<Task<RunningServer>> _shipped = new(() => RunningServer.StartAsync(RunningServer.ShippedCorpus));
    private readonly Lazy<Task<RunningServer>> _invented = new(() => RunningServer.StartAsync(RunningServer.InventedCorpus));
    private readonly Lazy<Task<RunningServer>> _lone = new(StartLoneAsync);
    private readonly Lazy<Task<RunningServer>> _large = new(StartLargeAsync);

    /// <summary>The article that comes with the server: 84 claims.</summary>
    public Task<RunningServer> Shipped => _shipped.Value;

    /// <summary>The corpus that has everything.</summary>
    public Task<RunningServer> Invented => _invented.Value;

    /// <summary>One claim.</summary>
    public Task<RunningServer> Lone => _lone.Value;

    /// <summary>As many claims as <see cref="Many"/>.</summary>
    public Task<RunningServer> Large => _large.Value;

    /// <summary>The server of a corpus.</summary>
    internal Task<RunningServer> Of(Corpus corpus) => corpus == Corpus.Shipped ? Shipped : Invented;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _shipped, _invented, _lone, _large }.Where(server => server.IsValueCreated))
        {
            await (await server.Value).DisposeAsync();
        }
    }

    private static async Task<RunningServer> StartLoneAsync()
    {
        var directory = Directory.CreateTempSubdirectory("lone-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "sources.json"), Made.Text([Made.Source(Made.Publisher)], [], []));
        await File.WriteAllTextAsync(Path.Combine(directory, "port.json"), LiveCorpus.TextOf("port", "The port is closed to tankers."));
        return await StartAndDeleteAsync(directory);
    }

    private static async Task<RunningServer> StartLargeAsync()
    {
        var directory = Directory.CreateTempSubdirectory("large-").FullName;
        var program = Directory
            .EnumerateFiles(SourceTree.PathOf("tests/Claims.Benchmarks/bin"), "Claims.Benchmarks.dll", SearchOption.AllDirectories)
            .MaxBy(File.GetLastWriteTimeUtc)!;
        using var generator = Process.Start(new ProcessStartInfo("dotnet", [program, "generate", $"{Many}", directory])
        {
            RedirectStandardOutput = true,
        })!;
        await generator.StandardOutput.ReadToEndAsync();
        await generator.WaitForExitAsync();
        Assert.Equal(0, generator.ExitCode);
        return await StartAndDeleteAsync(directory);
    }

    // What is loaded needs its files no more.
    private static async Task<RunningServer> StartAndDeleteAsync(string directory)
    {
        var server = await RunningServer.StartAsync(directory);
        Directory.Delete(directory, recursive: true);
        return server;
    }
}
