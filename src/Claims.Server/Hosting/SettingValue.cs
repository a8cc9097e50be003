using System.Globalization;
using System.Net;
using Claims.Catalog;
using Claims.Server.Limits;
using Claims.Server.Live;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace Claims.Server.Hosting;

/// <summary>
/// What the values of settings may be: each rule tells what is wrong with one, or null.
/// </summary>
internal static class SettingValue
{
    private const string NoTls = "it needs Tls:CertificatePath and Tls:KeyPath; without TLS give an http:// address";
    private const string OnlyTls = "what Tls:CertificatePath configures is for every address; give an https:// one";
    private const string PemBegin = "-----BEGIN";

    // A window of each on its connection is announced to clients, which takes 31 bits.
    private const int MostStreams = 1000;

    private const int LeastHeaderBytes = 1024;
    private const int MostHeaderBytes = 64 * 1024;

    // A bucket is filled by one at a time, once in so many of the clock's ticks.
    private const int MostCallsPerSecond = 1_000_000;

    private const string ExpectedAddress = "expected http://HOST:PORT, or several with ';' between them";

    public static string? ByteCount(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            ? null
            : $"expected a whole number of bytes, from 1 to {long.MaxValue}";

    public static string? Connections(string value) => Count(value) is { } problem
        ? problem
        : ConnectionLimit.Problem(int.Parse(value, CultureInfo.InvariantCulture));

    public static string? Streams(string value) =>
        IsWhole(value, StreamLimit.Least, MostStreams) ? null : $"expected a whole number from {StreamLimit.Least} to {MostStreams}";

    public static string? HeaderBytes(string value) =>
        IsWhole(value, LeastHeaderBytes, MostHeaderBytes)
            ? null
            : $"expected a whole number of bytes, from {LeastHeaderBytes} to {MostHeaderBytes}";

    public static string? Count(string value) =>
        IsWhole(value, 1, int.MaxValue) ? null : $"expected a whole number from 1 to {int.MaxValue}";

    public static string? CountOrNone(string value) =>
        IsWhole(value, 0, MostCallsPerSecond) ? null : $"expected a whole number from 1 to {MostCallsPerSecond}, or 0 for no limit";

    public static string? CallSeconds(string value) =>
        IsNumber(value, 0.1, 86_400) || IsNumber(value, 0, 0)
            ? null
            : "expected seconds from 0.1 to 86400, such as 5 or 0.5, or 0 for no limit";

    public static string? WaitSeconds(string value) =>
        IsNumber(value, 0, 3600) ? null : "expected seconds from 0 to 3600, such as 1 or 0.5";

    public static string? PathOf(string value) =>
        value.Length > 0 ? null : "expected a file or directory; leave the key out to serve the shipped corpus";

    public static string? PollSeconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is 0 or (>= 0.05 and <= 86_400)
            ? null
            : "expected seconds from 0.05 to 86400, such as 2 or 0.5, or 0 to look only on SIGHUP";

    public static string? DrainSeconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 3600
            ? null
            : "expected seconds from 0 to 3600, such as 3 or 0.5";

    public static string? SlowCallSeconds(string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0.001 and <= 86_400
            ? null
            : "expected seconds from 0.001 to 86400, such as 1 or 0.25";

    public static string? Collector(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null
            : "expected http://HOST:PORT or https://HOST:PORT of a collector that takes OTLP";

    public static string? KeptRevisions(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= HeldRevisions.Most
            ? null
            : $"expected a whole number from 1 to {HeldRevisions.Most}";

    public static string? Formatter(string value) =>
        value is ConsoleFormatterNames.Simple or ConsoleFormatterNames.Json or ConsoleFormatterNames.Systemd
            ? null
            : "expected simple, json or systemd";

    public static string? QueueLength(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines > 0
            ? null
            : $"expected a whole number of lines, from 1 to {int.MaxValue}";

    // Whoever waits for the log waits for ever, where nobody reads it.
    public static string? QueueFullMode(string value) =>
        Enum.TryParse<ConsoleLoggerQueueFullMode>(value, ignoreCase: true, out var mode)
            && mode == ConsoleLoggerQueueFullMode.DropWrite ? null : "expected DropWrite: no call waits for the log";

    public static string? Addresses(string value) => Several(value) is { Length: > 0 } addresses
        ? addresses.Select(Address).FirstOrDefault(problem => problem is not null)
        : ExpectedAddress;

    public static string? AddressesOrNone(string value) => value.Length == 0 ? null : Addresses(value);

    /// <summary>What is wrong with the scheme of one of several addresses, where TLS is configured, or is not.</summary>
    public static string? Scheme(string value, bool hasTls) =>
        Several(value).All(address => IsTls(address) == hasTls) ? null : hasTls ? OnlyTls : NoTls;

    public static string? FilePath(string value) =>
        value.Contains(PemBegin, StringComparison.Ordinal) ? "expected the path of a file, not what is in it"
        : value.Length > 0 ? null
        : "expected the path of a file";

    public static string? NoExposure(string value) =>
        "they are guarded by whatever is configured that asks callers who they are";

    public static string? OtherCertificate(string value) =>
        "certificates are not configured there; expected Tls:CertificatePath and Tls:KeyPath";

    /// <summary>Whether a value may be something secret: a password, or a key that stands where its path belongs.</summary>
    public static bool MayBeSecret(string key, string value) =>
        value.Contains(PemBegin, StringComparison.Ordinal) || key.EndsWith(":Password", StringComparison.OrdinalIgnoreCase);

    public static string? Issuer(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            ? null
            : "expected the issuer's https:// address, as it stands in its tokens";

    public static string? Networks(string value) => Several(value) is { Length: > 0 } networks
        && networks.All(network => IPNetwork.TryParse(network, out _) || IPAddress.TryParse(network, out _))
        ? null
        : "expected addresses or networks, such as 10.0.0.7 or 10.0.0.0/8, with ';' between them";

    public static string? Origins(string value) => Several(value) is { Length: > 0 } origins
        && origins.All(origin => origin == "*" || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == origin))
        ? null
        : "expected origins, such as https://example.org, with ';' between them, or *";

    /// <summary>The values in one, with ';' between them.</summary>
    public static string[] Several(string value) => value.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsTls(string address) => address.TrimStart().StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static bool IsWhole(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    private static bool IsNumber(string value, double least, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most;

    private static string? Address(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address.Trim());
            if (parsed.Scheme.ToLowerInvariant() is not ("http" or "https") || parsed.PathBase.Length > 0 || parsed.Port is < 0 or > ushort.MaxValue)
            {
                return ExpectedAddress;
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
            return ExpectedAddress;
        }
    }

    public static string? Ports(string value) => Several(value) is { Length: > 0 } ports
        && ports.All(port => ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        ? null
        : "expected a port from 0 to 65535, or several with ';' between them";

    public static string? Level(string value) => Named<LogLevel>(value);

    public static string? Protocols(string value) => value.Equals(nameof(HttpProtocols.Http2), StringComparison.OrdinalIgnoreCase)
        ? null
        : "expected Http2: gRPC speaks nothing else, and without TLS it cannot be negotiated";

    public static string? Named<T>(string value)
        where T : struct, Enum
    {
        if (Enum.TryParse<T>(value, ignoreCase: true, out var named) && Enum.IsDefined(named)) return null;
        var names = Enum.GetNames<T>();
        return $"expected {string.Join(", ", names[..^1])} or {names[^1]}{Suggestion.Of(Quote.Cut(value), names)}";
    }

    public static string? Boolean(string value) => bool.TryParse(value, out _) ? null : "expected true or false";

    public static string? TimestampFormat(string value)
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
