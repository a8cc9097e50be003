using System.Net;
using Claims.Server.Access;

namespace Claims.Server.Hosting;

/// <summary>
/// Where the server listens: for gRPC, and for HTTP as browsers speak it, since without TLS no connection can do both.
/// </summary>
internal static class Listening
{
    /// <summary>The section in which Kestrel finds its endpoints, each with a name.</summary>
    public const string Section = "Kestrel:Endpoints";

    private const string DefaultHost = "://localhost:8080";
    private const string DefaultWebHost = "://localhost:8081";

    // Behind any name that a user would choose, since Kestrel tells its addresses in the order of names.
    private const string Web = "~web-";

    /// <summary>
    /// Puts every address where Kestrel reads what is to be spoken there: those of <c>urls</c> or <c>http_ports</c>, which
    /// endpoints of the user's replace, and those of <c>Web:Urls</c>.
    /// </summary>
    public static void Configure(ConfigurationManager configuration)
    {
        var scheme = new AccessSettings(configuration).HasTls ? "https" : "http";
        var endpoints = new Dictionary<string, string?>();
        if (!configuration.GetSection(Section).GetChildren().Any()) Add("grpc-", Given(configuration, scheme));
        Add(Web, SettingValue.Several(configuration["Web:Urls"] ?? scheme + DefaultWebHost));

        // Kestrel would warn that they are overridden. No addresses, but a value: where there is none, the host falls back to
        // what it began with.
        (endpoints["urls"], endpoints["http_ports"], endpoints["https_ports"]) = (";", "", "");
        configuration.AddInMemoryCollection(endpoints);

        void Add(string name, IEnumerable<string> urls)
        {
            foreach (var (i, url) in urls.Index()) endpoints[$"{Section}:{name}{i}:Url"] = url;
        }
    }

    /// <summary>The names of the endpoints for gRPC, or of those for browsers.</summary>
    public static IEnumerable<string> NamesIn(IConfiguration configuration, bool isWeb) =>
        configuration.GetSection(Section).GetChildren().Select(endpoint => endpoint.Key).Where(name => IsWeb(name) == isWeb);

    /// <summary>The addresses of the endpoints for gRPC, or of those for browsers.</summary>
    public static IEnumerable<string> AddressesIn(IConfiguration configuration, bool isWeb) =>
        NamesIn(configuration, isWeb).Select(name => configuration[$"{Section}:{name}:Url"]!);

    /// <summary>The addresses of all endpoints, in the order in which Kestrel begins to listen.</summary>
    public static IReadOnlyList<string> AllAddressesIn(IConfiguration configuration) =>
        [.. AddressesIn(configuration, isWeb: false), .. AddressesIn(configuration, isWeb: true)];

    /// <summary>Whether an address is reached from this machine alone.</summary>
    public static bool IsOfThisMachine(string address)
    {
        var host = BindingAddress.Parse(address).Host.Trim('[', ']');
        return host == "localhost" || host.StartsWith("unix:", StringComparison.Ordinal)
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }

    private static bool IsWeb(string name) => name.StartsWith(Web, StringComparison.Ordinal);

    private static IEnumerable<string> Given(ConfigurationManager configuration, string scheme) =>
        configuration["urls"] is { Length: > 0 } urls ? SettingValue.Several(urls)
        : configuration[$"{scheme}_ports"] is { Length: > 0 } ports ? SettingValue.Several(ports).Select(port => $"{scheme}://*:{port}")
        : [scheme + DefaultHost];
}
