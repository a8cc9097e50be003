using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// How fast all claims come as a file, in each format, and what the server holds meanwhile; beside a bare server that copies
/// the very bytes of the JSON lines from a file.
/// </summary>
internal static class Exports
{
    private const int Times = 3;

    public static async Task<int> RunAsync(string corpus)
    {
        var lines = Path.GetTempFileName();
        try
        {
            await using var server = await ServerProcess.ServeAsync(corpus, web: true);
            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            await using (var file = File.Create(lines))
            {
                await (await client.GetStreamAsync(UrlOf(server, "jsonl"))).CopyToAsync(file);
            }

            await using var copying = await ServerProcess.StartAsync("Claims.Benchmarks", "bare-file", lines);
            var before = Memory.Of(server.Child);
            var ratios = new List<double>();
            for (var i = 0; i < Times; i++)
            {
                var copied = await TakeAsync(client, copying.Address);
                var exported = await TakeAsync(client, UrlOf(server, "jsonl"));
                if (copied.Bytes != exported.Bytes) throw new ScenarioException("The two servers sent different files.");
                Console.Out.WriteLine(Invariant(
                    $"JSON lines: {exported.Bytes >> 20} MiB, {Speed(exported):F0} MiB/s; copied: {Speed(copied):F0} MiB/s"));
                ratios.Add(Speed(exported) / Speed(copied));
            }

            foreach (var format in (string[])["csv", "parquet"])
            {
                var taken = await TakeAsync(client, UrlOf(server, format));
                Console.Out.WriteLine(Invariant($"{format}: {taken.Bytes >> 20} MiB, {taken.Time.TotalSeconds:F1} s"));
            }

            var grown = Memory.Of(server.Child).Private - before.Private;
            Console.Out.WriteLine(Invariant($"private memory grew by {grown >> 20} MiB"));
            ratios.Sort();
            return Bars.Export.Judge("speed of JSON lines to that of copying them", ratios[ratios.Count / 2]) ? 0 : 1;
        }
        finally
        {
            File.Delete(lines);
        }
    }

    /// <summary>Serves a file, whatever is asked for.</summary>
    public static async Task<int> ServeFileAsync(string path, string[] settings)
    {
        await using var app = WebApplication.CreateSlimBuilder(settings).Build();
        app.Run(http => http.Response.SendFileAsync(path));
        await app.RunAsync();
        return 0;
    }

    private static string UrlOf(ServerProcess server, string format) =>
        $"{server.WebAddress}/v1/articles/-/claims:export?format={format}";

    private static double Speed((long Bytes, TimeSpan Time) taken) => taken.Bytes / taken.Time.TotalSeconds / (1 << 20);

    private static async Task<(long Bytes, TimeSpan Time)> TakeAsync(HttpClient client, string url)
    {
        var buffer = new byte[1 << 20];
        var start = Stopwatch.GetTimestamp();
        await using var stream = await client.GetStreamAsync(url);
        var bytes = 0L;
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;) bytes += read;
        return (bytes, Stopwatch.GetElapsedTime(start));
    }
}
