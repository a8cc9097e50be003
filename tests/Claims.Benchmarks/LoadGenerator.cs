using System.Diagnostics;
using System.Globalization;

namespace Claims.Benchmarks;

/// <summary>
/// A process that makes recorded calls over and over, at random, on several connections: <c>calls FILE CONNECTIONS
/// AT-A-TIME</c>. It stays, so that no measurement has its warming up in it.
/// </summary>
internal sealed class LoadGenerator : IAsyncDisposable
{
    private const string Stop = "stop";

    private readonly ChildProcess _child;
    private readonly string _file;

    /// <param name="calls">What it will call.</param>
    /// <param name="connections">On how many connections.</param>
    /// <param name="atATime">How many calls on each at a time.</param>
    public LoadGenerator(RecordedCalls calls, int connections, int atATime)
    {
        _file = Path.GetTempFileName();
        calls.Write(_file);
        string[] args = ["calls", _file, $"{connections}", $"{atATime}"];
        _child = ChildProcess.StartOwn("Claims.Benchmarks", new ProcessStartInfo("", args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        File.Delete(_file);
    }

    /// <summary>Makes so many calls of a server.</summary>
    /// <param name="address">The server.</param>
    /// <param name="count">How many calls.</param>
    /// <param name="seed">Which ones: the same of the same calls for the same number.</param>
    /// <exception cref="ScenarioException">An answer was not what it must be.</exception>
    public async Task<Load> RunAsync(string address, int count, int seed)
    {
        await _child.Process.StandardInput.WriteLineAsync($"{address} {count} {seed}");
        return await ReadAsync();
    }

    /// <summary>Makes calls of a server until something else has ended.</summary>
    /// <exception cref="ScenarioException">An answer was not what it must be.</exception>
    public async Task<Load> RunUntilAsync(string address, Task end, int seed)
    {
        await _child.Process.StandardInput.WriteLineAsync($"{address} {int.MaxValue} {seed}");
        await end;
        await _child.Process.StandardInput.WriteLineAsync(Stop);
        return await ReadAsync();
    }

    /// <summary>What the process does: for each line of input, one of output.</summary>
    public static async Task<int> ServeAsync(string file, int connections, int atATime)
    {
        var calls = RecordedCalls.Read(file);
        var next = Next();
        while (await next is { } line)
        {
            var words = line.Split(' ');
            var (address, count) = (new Uri(words[0]), int.Parse(words[1], null));
            var seed = int.Parse(words[2], null) * connections;
            using var enough = new CancellationTokenSource();
            var start = Stopwatch.GetTimestamp();
            var run = Task.WhenAll(Enumerable.Range(seed, connections).Select(connection => Task.Run(() =>
                Http2Caller.RunAsync(address, calls, connection, count / connections, atATime, enough.Token))));
            next = Next();
            if (await Task.WhenAny(run, next) == next)
            {
                await enough.CancelAsync();
                if (await next == Stop) next = Next();
            }

            var latencies = await run;
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var sorted = latencies.SelectMany(each => each).Order().ToArray();
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{sorted.Length / seconds:F1} {sorted[sorted.Length / 2]:F1} {sorted[sorted.Length * 99 / 100]:F1}"));
        }

        return 0;

        static Task<string?> Next() => Task.Run(Console.In.ReadLine);
    }

    private async Task<Load> ReadAsync()
    {
        var line = await _child.Process.StandardOutput.ReadLineAsync();
        if (line?.Split(' ') is not [var rate, var median, var late])
        {
            throw new ScenarioException("The load generator ended.");
        }

        return new(Number(rate), Number(median), Number(late));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}

/// <summary>How fast a server answered.</summary>
/// <param name="CallsPerSecond">On all connections together.</param>
/// <param name="Median">How long an answer took, in microseconds.</param>
/// <param name="Late">How long all but one in a hundred took at most.</param>
internal readonly record struct Load(double CallsPerSecond, double Median, double Late);
