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

    private ServerProcess(string program, string[] args) =>
        Child = ChildProcess.StartOwn(program, new ProcessStartInfo("", [.. args, "--Urls=http://127.0.0.1:0", "--Web:Urls="])
        {
            RedirectStandardOutput = true,
        });

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    public ChildProcess Child { get; }

    /// <summary>Starts a program that lies beside this one, which does not listen yet.</summary>
    public static ServerProcess Begin(string program, params string[] args) => new(program, args);

    /// <summary>Starts a program that lies beside this one, and returns when it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string program, params string[] args)
    {
        var server = Begin(program, args);
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
    public static Task<ServerProcess> ServeAsync(string corpus) =>
        StartAsync("Claims.Server", "serve", $"--Corpus:Path={Path.GetFullPath(corpus)}");

    public ValueTask DisposeAsync() => Child.DisposeAsync();

    /// <summary>Returns when it listens.</summary>
    /// <exception cref="ScenarioException">It ended before.</exception>
    public async Task ListenAsync()
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Child.Process.OutputDataReceived += (_, line) =>
        {
            // The end of the output is a null line.
            if (line.Data is null) address.TrySetException(new ScenarioException("A server ended before it listened."));
            else if (Listening().Match(line.Data) is { Success: true } match) address.TrySetResult(match.Groups[1].Value);
        };
        Child.Process.BeginOutputReadLine();
        Address = await address.Task.WaitAsync(_patience);
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
