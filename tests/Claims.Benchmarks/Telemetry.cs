using Claims.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>telemetry CORPUS [BEFORE]</c>: GetClaim under load by h2load, with what is told of calls and without; and without beside
/// another version of the server, a published program.
/// </summary>
internal static class Telemetry
{
    private const int Rounds = 15;
    private const int Count = 100_000;

    public static async Task<int> RunAsync(string corpus, string? before)
    {
        await using var collector = await CollectAsync();
        await using var plain = await ServeAsync("Claims.Server", corpus);
        await using var measured = await ServeAsync("Claims.Server", corpus, web: true, "--Access:Metrics=open");

        // Beyond what the command line has.
        Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
        Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER_ARG", "0.01");
        var endpoint = $"--OTEL_EXPORTER_OTLP_TRACES_ENDPOINT={collector.Urls.First()}";
        await using var traced = await ServeAsync("Claims.Server", corpus, web: false, endpoint);
        using var end = new CancellationTokenSource();
        var scraping = ScrapeAsync(measured.WebAddress, end.Token);
        var table = new Table($"{"GetClaim, one claim",-32}", "calls/s", "÷ none");
        var isMet = await CompareAsync(
            table, ("metrics, scraped each second", measured), ("none", plain), corpus, Bars.MetricsOverNone);
        isMet &= await CompareAsync(table, ("1 % of calls traced", traced), ("none", plain), corpus, Bars.TracesOverNone);
        if (before is not null)
        {
            await using var earlier = await ServeAsync(Path.GetFullPath(before), corpus);
            isMet &= await CompareAsync(table, ("none", plain), ("before", earlier), corpus, Bars.NoTelemetryOverBefore);
        }

        await end.CancelAsync();
        await scraping;
        return isMet ? 0 : 1;
    }

    private static async Task<ServerProcess> ServeAsync(
        string program, string corpus, bool web = false, params string[] settings)
    {
        var urls = web ? "http://127.0.0.1:0" : "";
        var server = ServerProcess.Begin(
            program, ["serve", $"--Corpus:Path={Path.GetFullPath(corpus)}", $"--Web:Urls={urls}", .. settings]);
        await server.ListenAsync(web);
        return server;
    }

    private static async Task<bool> CompareAsync(
        Table table, (string Name, ServerProcess Server) ours, (string Name, ServerProcess Server) peer, string corpus, Bar bar)
    {
        var request = new GetClaimRequest { Name = CorpusFiles.RandomClaimNames(corpus, 1)[0] }.ToByteArray();
        var recorded = await RecordedCalls.RecordAsync(ours.Server.Address, "claims.v1.ClaimsService", "GetClaim", [request]);
        var calls = new[] { ours, peer }.Select(one => new UnaryCall(
            one.Server.Address, recorded.Service, recorded.Method, request, recorded.Calls[0].ResponseSize)).ToArray();
        var rates = await calls[0].MeasureBesideAsync(calls[1], Rounds, Count);
        var ratio = Quantile.Median(rates.Select(pair => pair.Ours / pair.Peer));
        var rate = Quantile.Median(rates.Select(pair => pair.Ours));
        table.Row(ours.Name.PadRight(32), Invariant($"{rate:F0}"), Invariant($"{ratio:F3}"));
        return bar.Judge(Invariant($"{ours.Name} ÷ {peer.Name}, median of {Rounds} pairs of {Count} calls"), ratio);
    }

    private static async Task ScrapeAsync(string address, CancellationToken end)
    {
        using var prometheus = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(end)) await prometheus.GetByteArrayAsync($"{address}/metrics", end);
        }
        catch (OperationCanceledException)
        {
        }
    }

    // Takes whatever is sent by OTLP over gRPC.
    private static async Task<WebApplication> CollectAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async call =>
        {
            await call.Request.Body.CopyToAsync(Stream.Null);
            call.Response.ContentType = "application/grpc";
            await call.Response.Body.WriteAsync(new byte[5]);
            call.Response.AppendTrailer("grpc-status", "0");
        });
        await app.StartAsync();
        return app;
    }
}
