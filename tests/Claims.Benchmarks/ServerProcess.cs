using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Claims.Benchmarks;

/// <summary>
/// A server in a process of its own, on a free loopback port.
/// </summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    // A large corpus takes its time.
    private static readonly TimeSpan _patience = TimeSpan.FromHours(1);

    private ServerProcess(string program, string[] args, string scheme) =>
        Child = ChildProcess.StartOwn(program, new ProcessStartInfo("", [.. args, $"--Urls={scheme}://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        });

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>; for gRPC, if it is the server.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Where the server listens for HTTP as browsers speak it; empty where it was not to.</summary>
    public string WebAddress { get; private set; } = "";

    public ChildProcess Child { get; }

    /// <summary>Starts a program that lies beside this one, which does not listen yet.</summary>
    public static ServerProcess Begin(string program, params string[] args) => new(program, args, "http");

    /// <summary>Starts a program that lies beside this one, and returns when it listens.</summary>
    public static Task<ServerProcess> StartAsync(string program, params string[] args) => StartAsync(Begin(program, args));

    /// <summary>The same by TLS, with a certificate that is among its settings.</summary>
    public static Task<ServerProcess> StartWithTlsAsync(string program, params string[] args) =>
        StartAsync(new ServerProcess(program, args, "https"));

    private static async Task<ServerProcess> StartAsync(ServerProcess server)
    {
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

    /// <summary>Starts the server on a corpus, and returns when it listens.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="web">Whether it listens for HTTP too.</param>
    public static async Task<ServerProcess> ServeAsync(string corpus, bool web = false)
    {
        var urls = web ? "http://127.0.0.1:0" : "";
        var server = Begin("Claims.Server", "serve", $"--Corpus:Path={Path.GetFullPath(corpus)}", $"--Web:Urls={urls}");
        try
        {
            await server.ListenAsync(web);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Child.DisposeAsync();

    /// <summary>Returns when it listens.</summary>
    /// <param name="web">Whether it does for HTTP too.</param>
    /// <exception cref="ScenarioException">It ended before.</exception>
    public async Task ListenAsync(bool web = false)
    {
        var told = await ListenAsync(web ? 2 : 1);
        if (web) WebAddress = told[1];
    }

    // Where it listens, in the order in which it says so.
    private async Task<IReadOnlyList<string>> ListenAsync(int addresses)
    {
        var told = new List<string>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Child.Process.OutputDataReceived += (_, line) =>
        {
            // The end of the output is a null line.
            if (line.Data is null) all.TrySetException(new ScenarioException("A server ended before it listened."));
            else if (Listening().Match(line.Data) is { Success: true } match) told.Add(match.Groups[1].Value);
            if (told.Count == addresses) all.TrySetResult();
        };
        Child.Process.BeginOutputReadLine();
        await all.Task.WaitAsync(_patience);
        Address = told[0];
        return told;
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
