using Claims.Catalog;
using Claims.Server.Access;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Logging.Console;

namespace Claims.Server.Hosting;

/// <summary>
/// What can be configured, and what is wrong with a configuration: a key that means nothing is a misspelt one, and
/// whoever gave it would be served something else without a word.
/// </summary>
internal static class Settings
{
    /// <summary>Every key there is, ours first.</summary>
    public static readonly IReadOnlyList<Setting> Known =
    [
        new("Corpus:Path", "the file or directory to serve; the shipped corpus where none is given", SettingValue.PathOf),
        new("Corpus:CachePath", "the directory that keeps compiled corpora between starts; empty: none"),
        new("Corpus:PollSeconds", "how often to look whether its files changed; 0: on SIGHUP only",
            SettingValue.PollSeconds),
        new("Corpus:KeepRevisions", "how many revisions stay readable, the current one included",
            SettingValue.KeptRevisions),
        new("Corpus:KeepBytes", "the most bytes that the indexes of all these take", SettingValue.ByteCount),
        new("Limits:WaitingBytes", "the most bytes of requests and answers that wait for clients, in all", SettingValue.ByteCount),
        new("Limits:WaitingBytesPerConnection", "the same of one connection", SettingValue.ByteCount),
        new("Limits:Connections", "how many connections at once; 1000, or what descriptors and memory bear",
            SettingValue.Connections),
        new("Limits:StreamsPerConnection", "how many calls at a time on one of them, as far as memory bears; 100",
            SettingValue.Streams),
        new("Limits:HeaderBytes", "the most bytes of a call's headers; 8192", SettingValue.HeaderBytes),
        new("Limits:Watches", "how many watches at once, in all; 1000", SettingValue.Count),
        new("Limits:WatchesPerConnection", "the same of one connection; 20", SettingValue.Count),
        new("Limits:CallSeconds", "how long a call may take until it is answered; 5; 0: as long as its client waits",
            SettingValue.CallSeconds),
        new("Limits:HeavyCalls", "how many calls that take long work at once; 2 for each processor",
            SettingValue.Count),
        new("Limits:HeavyAfterSeconds", "of how much work on a processor a call is one of them; 0.001; 0: any", SettingValue.WaitSeconds),
        new("Limits:HeavyWaitSeconds", "how long such a call waits for its turn; 1", SettingValue.WaitSeconds),
        new("Limits:CallsPerSecond", "how many calls a second each client may make; 0, the default: any number",
            SettingValue.CountOrNone),
        new("Limits:Burst", "how many of these at once after a rest; as many as in two seconds", SettingValue.Count),
        new("Web:Urls", "where browsers and plain HTTP are served, http://localhost:8081 by default; empty: nowhere",
            SettingValue.AddressesOrNone),
        new("Web:CorsOrigins", "whose pages may read it there, such as https://example.org, with ';' between them; * for all",
            SettingValue.Origins),
        new(AccessSettings.CertificatePathKey, "the server's certificate and those above it, as PEM: TLS on every port", SettingValue.FilePath),
        new(AccessSettings.KeyPathKey, "the key that belongs to it, as PEM", SettingValue.FilePath),
        new(AccessSettings.ClientCaPathKey, "who signs clients' certificates, as PEM: whoever shows one is let in", SettingValue.FilePath),
        new(AccessSettings.KeysPathKey, "a file of keys: whoever has one is let in", SettingValue.FilePath),
        new(AccessSettings.JwtIssuerKey, "whose tokens are taken, such as https://login.example: whoever has one is let in",
            SettingValue.Issuer),
        new(AccessSettings.JwtAudienceKey, "whom these must be made out to"),
        new(AccessSettings.SurfacePrefix + Surface.Calls, "", SettingValue.NoExposure),
        new(AccessSettings.SurfacePrefix + Surface.Reflection, "who is told of the methods: guarded, open or off",
            SettingValue.Named<Exposure>),
        new(AccessSettings.SurfacePrefix + Surface.Page, "who sees the page: guarded, open or off", SettingValue.Named<Exposure>),
        new(AccessSettings.SurfacePrefix + Surface.Mcp, "whom /mcp serves, for assistants: off, guarded or open",
            SettingValue.Named<Exposure>),
        new(AccessSettings.SurfacePrefix + Surface.Metrics, "who finds metrics at /metrics, for Prometheus: off, guarded or open",
            SettingValue.Named<Exposure>),
        new("Proxy:Addresses", "whose X-Forwarded-For and X-Forwarded-Proto are taken, such as 10.0.0.0/8, with ';' between them",
            SettingValue.Networks),
        new("Shutdown:DrainSeconds", "how long calls are answered after SIGTERM, while others take over", SettingValue.DrainSeconds),
        new("Telemetry:SlowCallSeconds", "from how many seconds on a call is logged as slow, 1 by default",
            SettingValue.SlowCallSeconds),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", "the collector that gets metrics, traces and logs, such as http://localhost:4317",
            SettingValue.Collector),
        new("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "", SettingValue.Collector),
        new("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", SettingValue.Collector),
        new("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "", SettingValue.Collector),
        new("urls", "where to listen, such as http://localhost:8080", SettingValue.Addresses),
        new("http_ports", "ports to listen on at every address, where no urls are given", SettingValue.Ports),
        new("https_ports", "the same with TLS", SettingValue.Ports),
        new("environment", "which appsettings.NAME.json is read too"),
        new("preferHostingUrls", "", SettingValue.Boolean),
        new("suppressStatusMessages", "", SettingValue.Boolean),
        new("Logging:LogLevel:*", "from which level on a category is logged, such as Default", SettingValue.Level),
        new("Logging:*:LogLevel:*", "", SettingValue.Level),
        new("Logging:Console:FormatterName", "how log lines are written: simple, json or systemd", SettingValue.Formatter),
        new("Logging:Console:LogToStandardErrorThreshold", "", SettingValue.Level),
        new("Logging:Console:MaxQueueLength", "", SettingValue.QueueLength),
        new("Logging:Console:QueueFullMode", "", SettingValue.QueueFullMode),
        new("Logging:Console:FormatterOptions:ColorBehavior", "", SettingValue.Named<LoggerColorBehavior>),
        new("Logging:Console:FormatterOptions:IncludeScopes", "", SettingValue.Boolean),
        new("Logging:Console:FormatterOptions:SingleLine", "", SettingValue.Boolean),
        new("Logging:Console:FormatterOptions:TimestampFormat", "", SettingValue.TimestampFormat),
        new("Logging:Console:FormatterOptions:UseUtcTimestamp", "", SettingValue.Boolean),
        new("Kestrel:Endpoints:*:Url", "the same by endpoint, each of a name of yours; they replace urls", SettingValue.Addresses),
        new("Kestrel:Endpoints:*:Protocols", "", SettingValue.Protocols),
        new("Kestrel:EndpointDefaults:Protocols", "", SettingValue.Protocols),
        new("Kestrel:Endpoints:*:Certificate:*", "", SettingValue.OtherCertificate),
        new("Kestrel:Certificates:*:*", "", SettingValue.OtherCertificate),
    ];

    private const string Environment = "environment: ";

    // Sections that nobody else has: whatever else stands under them is a mistake.
    private static readonly string[] _ours = ["Corpus", "Limits", "Web", "Tls", "Keys", "Jwt", "Access", "Proxy", "Shutdown", "Telemetry"];

    // Of these, nothing given and an empty value are two.
    private static readonly string[] _meaningfulEmpty = ["Corpus:CachePath", "Web:Urls"];

    private static readonly string[] _sections = [.. _ours, "Logging", "Kestrel"];

    /// <summary>
    /// Checks a configuration as it was read, whatever it came from: that no unknown key stands under a section of
    /// ours, and that each value is of its type.
    /// </summary>
    /// <exception cref="SettingException">Something is wrong.</exception>
    public static void Check(IConfigurationRoot configuration)
    {
        var entries = _sections.SelectMany(section => configuration.GetSection(section).AsEnumerable())
            .Concat(Known.Where(setting => !setting.Key.Contains(':'))
                .Select(setting => KeyValuePair.Create(setting.Key, configuration[setting.Key])));
        var access = new AccessSettings(configuration);
        foreach (var (key, value) in entries)
        {
            if (value is null or "" && IsEmptyAllowed(key)) continue;
            var setting = Known.FirstOrDefault(known => known.Is(key));
            if (setting is null && IsOurs(key)) throw Unknown(configuration, key);

            // JSON's null is nothing given.
            if (value is null) continue;

            if ((SchemeProblem(setting) ?? setting?.Problem?.Invoke(value)) is { } problem)
            {
                var (source, written) = OriginOf(configuration, key);
                var given = SettingValue.MayBeSecret(key, value) ? "its value" : $"'{Quote.Cut(value)}'";
                throw new SettingException($"{source}{written}: {given} cannot be used: {problem}");
            }

            string? SchemeProblem(Setting? setting) => setting?.Key switch
            {
                "urls" or "Web:Urls" or "Kestrel:Endpoints:*:Url" => SettingValue.Scheme(value, access.HasTls),

                // Ports count only where no addresses are given.
                "http_ports" or "https_ports" when configuration["urls"] is null or "" =>
                    SettingValue.Scheme(setting.Key[..^"_ports".Length] + ":", access.HasTls),
                _ => null,
            };
        }

        if (access.Problem() is { } half) throw new SettingException(half);

        foreach (var endpoint in configuration.GetSection(Listening.Section).GetChildren())
        {
            if (endpoint["Url"] is { Length: > 0 }) continue;
            var (source, written) = OriginOf(configuration, endpoint.AsEnumerable().Last().Key);
            throw new SettingException($"{source}{written}: the endpoint has no address; expected {endpoint.Path}:Url too");
        }
    }

    /// <summary>Whether a key of the command line means anything.</summary>
    public static bool IsKnown(string key) => Known.Any(setting => setting.Is(key));

    /// <summary>Whether a key says something where it has no value.</summary>
    public static bool MayBeEmpty(string key) => _meaningfulEmpty.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The key that an unknown one may have meant, or null.</summary>
    public static string? NearestTo(string key) =>
        Suggestion.Nearest(
            Quote.Cut(key), Known.Select(setting => setting.Nearest(key)).Where(near => !near.Contains('*')))

        // Half a key is far from all of it.
        ?? Known.FirstOrDefault(setting => setting.Key.Split(':').Contains(key, StringComparer.OrdinalIgnoreCase))?.Key;

    private static SettingException Unknown(IConfigurationRoot configuration, string key)
    {
        var section = $"{key.Split(':')[0]}:";
        var expected = NearestTo(key) is { } near
            ? $"did you mean '{near}'?"
            : "expected " + string.Join(" or ", Known.Select(known => known.Key)
                .Where(known => known.StartsWith(section, StringComparison.OrdinalIgnoreCase)));
        var (source, written) = OriginOf(configuration, key);
        if (source == Environment) expected = expected.Replace(":", "__", StringComparison.Ordinal);
        return new($"{source}unknown key '{Quote.Cut(written)}'; {expected}");
    }

    // A section may be a variable of somebody else's; a key of ours that is empty would be passed over without a word.
    private static bool IsEmptyAllowed(string key) => !IsOurs(key) || !key.Contains(':');

    private static bool IsOurs(string key) => _ours.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    // Where a key comes from, and how it is written there.
    private static (string Source, string Key) OriginOf(IConfigurationRoot configuration, string key) =>
        configuration.Providers.LastOrDefault(provider => provider.TryGet(key, out _)) switch
        {
            JsonConfigurationProvider file => ($"{file.Source.Path}: ", key),
            CommandLineConfigurationProvider => ("", $"--{key}"),
            _ => (Environment, key.Replace(":", "__", StringComparison.Ordinal)),
        };
}
