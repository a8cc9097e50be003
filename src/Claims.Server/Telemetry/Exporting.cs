using Claims.Server.Access;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Claims.Server.Telemetry;

/// <summary>
/// Who gets what is told: a collector by OTLP, as the variables <c>OTEL_*</c> say, and Prometheus where
/// <c>Access:Metrics</c> lets it. Where neither is to, nothing of OpenTelemetry is even loaded.
/// </summary>
internal static class Exporting
{
    /// <summary>Where Prometheus finds the metrics.</summary>
    public const string Path = "/metrics";

    // Kestrel's connections, rejected ones too, and what the runtime tells of memory, its collector and threads.
    private static readonly string[] _meters = [CallTelemetry.Name, "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Whether Prometheus is served.</summary>
    public static bool IsScraped(IConfiguration configuration) =>
        new AccessSettings(configuration).ExposureOf(Surface.Metrics) != Exposure.Off && !IsDisabled(configuration);

    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<CallTelemetry>();
        services.AddSingleton<CorpusMetrics>();
        var signals = new Signals(
            IsSent(configuration, "METRICS"), IsSent(configuration, "TRACES"), IsSent(configuration, "LOGS"),
            IsScraped(configuration));
        if (signals != default) AddExporters(services, configuration, signals);
    }

    /// <summary>Puts the metrics where Prometheus finds them.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint(Path);

    private static void AddExporters(IServiceCollection services, IConfiguration configuration, Signals signals)
    {
        // What the environment says of the service wins.
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.Clear()
            .AddService("claims-service", serviceVersion: ServerVersion.Text)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector());
        if (signals.Metrics || signals.IsScraped)
        {
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter(_meters);
                if (signals.Metrics) metrics.AddOtlpExporter(Own("METRICS"));
                if (signals.IsScraped) metrics.AddPrometheusExporter();
            });
        }

        if (signals.Traces)
        {
            telemetry.WithTracing(traces => traces.AddSource(CallTelemetry.Name).AddOtlpExporter(Own("TRACES")));
        }

        if (signals.Logs)
        {
            telemetry.WithLogging(
                logs => logs.AddOtlpExporter(Own("LOGS")), logger => logger.IncludeFormattedMessage = true);
        }

        // The exporter reads what holds for all signals, and not what is for one.
        Action<OtlpExporterOptions> Own(string signal) => exporter =>
        {
            var own = $"OTEL_EXPORTER_OTLP_{signal}";
            if (configuration[$"{own}_ENDPOINT"] is { Length: > 0 } endpoint) exporter.Endpoint = new(endpoint);
            if (configuration[$"{own}_HEADERS"] is { Length: > 0 } headers) exporter.Headers = headers;
            if (configuration[$"{own}_PROTOCOL"] is { Length: > 0 } protocol)
            {
                exporter.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            }
        };
    }

    private static bool IsSent(IConfiguration configuration, string signal) =>
        !IsDisabled(configuration)
        && (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }
            || configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 })
        && configuration[$"OTEL_{signal}_EXPORTER"] is not "none";

    private static bool IsDisabled(IConfiguration configuration) =>
        "true".Equals(configuration["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase);

    private readonly record struct Signals(bool Metrics, bool Traces, bool Logs, bool IsScraped);
}
