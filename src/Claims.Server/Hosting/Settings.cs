using System.Globalization;
using System.Net;
using Claims.Server.Catalog;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
    private const string NoTls =
        "TLS is not served here; give an http:// address, and put a proxy that ends TLS in front of it";

    /// <summary>Every key there is, ours first.</summary>
    public static readonly IReadOnlyList<Setting> Known =
    [
        new("Corpus:Path", "the file or directory to serve; the shipped corpus where none is given", PathOf),
        new("Limits:WaitingBytes", "the most bytes of responses that wait for clients to take them, in all", ByteCount),
        new("Limits:WaitingBytesPerConnection", "the same of one connection", ByteCount),
        new("urls", "where to listen, such as http://localhost:8080", Addresses),
        new("http_ports", "ports to listen on at every address, where no urls are given", Ports),
        new("https_ports", "", _ => NoTls),
        new("environment", "which appsettings.NAME.json is read too"),
        new("preferHostingUrls", "", Boolean),
        new("suppressStatusMessages", "", Boolean),
        new("Logging:LogLevel:*", "from which level on a category is logged, such as Default", Level),
        new("Logging:*:LogLevel:*", "", Level),
        new("Logging:Console:FormatterName", "how log lines are written: simple, json or systemd", Formatter),
        new("Logging:Console:LogToStandardErrorThreshold", "", Level),
        new("Logging:Console:MaxQueueLength", "", QueueLength),
        new("Logging:Console:QueueFullMode", "", QueueFullMode),
        new("Logging:Console:FormatterOptions:ColorBehavior", "", Named<LoggerColorBehavior>),
        new("Logging:Console:FormatterOptions:IncludeScopes", "", Boolean),
        new("Logging:Console:FormatterOptions:SingleLine", "", Boolean),
        new("Logging:Console:FormatterOptions:TimestampFormat", "", TimestampFormat),
        new("Logging:Console:FormatterOptions:UseUtcTimestamp", "", Boolean),
        new("Kestrel:Endpoints:*:Url", "the same by endpoint, each of a name of yours; they replace urls", Addresses),
        new("Kestrel:Endpoints:*:Protocols", "", Protocols),
        new("Kestrel:EndpointDefaults:Protocols", "", Protocols),
    ];

    private const string Environment = "environment: ";

    // Sections that nobody else has: whatever else stands under them is a mistake.
    private static readonly string[] _ours = ["Corpus", "Limits"];

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
        foreach (var (key, value) in entries)
        {
            if (value is null or "" && IsEmptyAllowed(key)) continue;
            var setting = Known.FirstOrDefault(known => known.Is(key));
            if (setting is null && IsOurs(key)) throw Unknown(configuration, key);

            // JSON's null is nothing given.
            if (value is null) continue;

            // Ports count only where no addresses are given.
            if (setting?.Key == "https_ports" && configuration["urls"] is { Length: > 0 }) continue;
            if (setting?.Problem?.Invoke(value) is { } problem)
            {
                var (source, written) = OriginOf(configuration, key);
                throw new SettingException($"{source}{written}: '{Quote.Cut(value)}' cannot be used: {problem}");
            }
        }
    }

    /// <summary>Whether a key of the command line means anything.</summary>
    public static bool IsKnown(string key) => Known.Any(setting => setting.Is(key));

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

    private static string? ByteCount(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            ? null
            : $"expected a whole number of bytes, from 1 to {long.MaxValue}";

    private static string? PathOf(string value) =>
        value.Length > 0 ? null : "expected a file or directory; leave the key out to serve the shipped corpus";

    private static string? Formatter(string value) =>
        value is ConsoleFormatterNames.Simple or ConsoleFormatterNames.Json or ConsoleFormatterNames.Systemd
            ? null
            : "expected simple, json or systemd";

    private static string? QueueLength(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines > 0
            ? null
            : $"expected a whole number of lines, from 1 to {int.MaxValue}";

    // Whoever waits for the log waits for ever, where nobody reads it.
    private static string? QueueFullMode(string value) =>
        Enum.TryParse<ConsoleLoggerQueueFullMode>(value, ignoreCase: true, out var mode)
            && mode == ConsoleLoggerQueueFullMode.DropWrite ? null : "expected DropWrite: no call waits for the log";

    private static string? Addresses(string value) => value.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(Address).FirstOrDefault(problem => problem is not null);

    private static string? Address(string address)
    {
        const string Expected = "expected http://HOST:PORT, or several with ';' between them";
        try
        {
            var parsed = BindingAddress.Parse(address.Trim());
            if (parsed.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase)) return NoTls;
            if (!parsed.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || parsed.PathBase.Length > 0
                || parsed.Port is < 0 or > ushort.MaxValue)
            {
                return Expected;
            }

            if (parsed.Host == "localhost" && parsed.Port == 0) return "no port is chosen for localhost; give http://127.0.0.1:0";
            if (!parsed.IsUnixPipe && parsed.Host is not ("localhost" or "*" or "+") && !IPAddress.TryParse(parsed.Host, out _))
            {
                return $"'{Quote.Cut(parsed.Host)}' would mean every address; expected an address in digits, localhost, or + for "
                    + "every one";
            }

            return null;
        }
        catch (FormatException)
        {
            return Expected;
        }
    }

    private static string? Ports(string value) => value.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .All(port => ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        ? null
        : "expected a port from 0 to 65535, or several with ';' between them";

    private static string? Level(string value) => Named<LogLevel>(value);

    private static string? Protocols(string value) => Named<HttpProtocols>(value);

    private static string? Named<T>(string value)
        where T : struct, Enum
    {
        if (Enum.TryParse<T>(value, ignoreCase: true, out var named) && Enum.IsDefined(named)) return null;
        var names = Enum.GetNames<T>();
        return $"expected {string.Join(", ", names[..^1])} or {names[^1]}{Suggestion.Of(Quote.Cut(value), names)}";
    }

    private static string? Boolean(string value) => bool.TryParse(value, out _) ? null : "expected true or false";

    private static string? TimestampFormat(string value)
    {
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(value, CultureInfo.InvariantCulture);
            return null;
        }
        catch (FormatException)
        {
            return "expected a format of .NET's dates, such as 'yyyy-MM-ddTHH:mm:ssZ '";
        }
    }
}

/// <summary>A setting that cannot be used; the message is one sentence for whoever gave it.</summary>
internal sealed class SettingException(string message) : Exception(message);
