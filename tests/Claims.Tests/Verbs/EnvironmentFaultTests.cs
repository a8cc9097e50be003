using System.Net.Sockets;
using Claims.Server.Hosting;
using Claims.Server.Verbs;
using Claims.Tests.Curated;
using Claims.Tests.Rpc;
using Microsoft.Extensions.Configuration;

namespace Claims.Tests.Verbs;

/// <summary>
/// What the environment is to blame for is told in one sentence, and ends the process with 1.
/// </summary>
public class EnvironmentFaultTests
{
    [Theory]
    [InlineData("Corpus__Pth", "mine", "environment: unknown key 'Corpus__Pth'; did you mean 'Corpus__Path'?")]
    [InlineData("DOTNET_Corpus__Pth", "mine", "environment: unknown key 'Corpus__Pth'; did you mean 'Corpus__Path'?")]
    [InlineData("Corpus__Pth", "", "environment: unknown key 'Corpus__Pth'; did you mean 'Corpus__Path'?")]
    [InlineData("Corpus", "mine", "environment: unknown key 'Corpus'; did you mean 'Corpus__Path'?")]
    [InlineData("Corpus__Path__0", "mine", "environment: unknown key 'Corpus__Path__0'; did you mean 'Corpus__Path'?")]
    [InlineData("Corpus__PollSeconds", "2s",
        "environment: Corpus__PollSeconds: '2s' cannot be used: expected seconds from 0.05 to 86400, such as 2 or 0.5, or 0 to look only "
            + "on SIGHUP")]
    [InlineData("Corpus__PollSeconds", "-1",
        "environment: Corpus__PollSeconds: '-1' cannot be used: expected seconds from 0.05 to 86400, such as 2 or 0.5, or 0 to look only "
            + "on SIGHUP")]
    [InlineData("Corpus__KeepRevisions", "33",
        "environment: Corpus__KeepRevisions: '33' cannot be used: expected a whole number from 1 to 32")]
    [InlineData("Corpus__KeepRevisions", "0",
        "environment: Corpus__KeepRevisions: '0' cannot be used: expected a whole number from 1 to 32")]
    [InlineData("Corpus__KeepBytes", "4G",
        "environment: Corpus__KeepBytes: '4G' cannot be used: expected a whole number of bytes, from 1 to 9223372036854775807")]
    [InlineData("Telemetry__SlowCallSeconds", "0",
        "environment: Telemetry__SlowCallSeconds: '0' cannot be used: expected seconds from 0.001 to 86400, such as 1 or 0.25")]
    [InlineData("Access__Metrics", "yes", "environment: Access__Metrics: 'yes' cannot be used: expected Off, Open or Guarded")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317",
        "environment: OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' cannot be used: expected http://HOST:PORT or https://HOST:PORT of a "
            + "collector that takes OTLP")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "collector",
        "environment: OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'collector' cannot be used: expected http://HOST:PORT or https://HOST:PORT of a "
            + "collector that takes OTLP")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector",
        "environment: OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'collector' cannot be used: expected http://HOST:PORT or https://HOST:PORT of a "
            + "collector that takes OTLP")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "collector",
        "environment: OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'collector' cannot be used: expected http://HOST:PORT or https://HOST:PORT of a "
            + "collector that takes OTLP")]
    [InlineData("Limits__Clients", "5",
        "environment: unknown key 'Limits__Clients'; expected Limits__WaitingBytes or Limits__WaitingBytesPerConnection or "
            + "Limits__Connections or Limits__StreamsPerConnection or Limits__HeaderBytes or Limits__Watches or "
            + "Limits__WatchesPerConnection or Limits__CallSeconds or Limits__HeavyCalls or Limits__HeavyAfterSeconds or "
            + "Limits__HeavyWaitSeconds or Limits__CallsPerSecond or Limits__Burst")]
    [InlineData("Limits__WaitingBytes", "64M",
        "environment: Limits__WaitingBytes: '64M' cannot be used: expected a whole number of bytes, from 1 to 9223372036854775807")]
    [InlineData("Limits__WaitingBytesPerConnection", "0",
        "environment: Limits__WaitingBytesPerConnection: '0' cannot be used: expected a whole number of bytes, from 1 to "
            + "9223372036854775807")]
    [InlineData("Shutdown__DrainSecond", "1", "environment: unknown key 'Shutdown__DrainSecond'; did you mean 'Shutdown__DrainSeconds'?")]
    [InlineData("Shutdown__DrainSeconds", "3s",
        "environment: Shutdown__DrainSeconds: '3s' cannot be used: expected seconds from 0 to 3600, such as 3 or 0.5")]
    [InlineData("Shutdown__DrainSeconds", "-1",
        "environment: Shutdown__DrainSeconds: '-1' cannot be used: expected seconds from 0 to 3600, such as 3 or 0.5")]
    [InlineData("Shutdown__DrainSeconds", "3601",
        "environment: Shutdown__DrainSeconds: '3601' cannot be used: expected seconds from 0 to 3600, such as 3 or 0.5")]
    [InlineData("Logging__LogLevel__Default", "Loud",
        "environment: Logging__LogLevel__Default: 'Loud' cannot be used: expected Trace, Debug, Information, Warning, Error, Critical "
            + "or None")]
    [InlineData("Logging__Console__LogLevel__Grpc", "Informaton",
        "environment: Logging__Console__LogLevel__Grpc: 'Informaton' cannot be used: expected Trace, Debug, Information, Warning, "
            + "Error, Critical or None; did you mean 'Information'?")]
    [InlineData("Logging__Console__FormatterOptions__SingleLine", "maybe",
        "environment: Logging__Console__FormatterOptions__SingleLine: 'maybe' cannot be used: expected true or false")]
    [InlineData("Urls", "https://localhost:8443",
        "environment: urls: 'https://localhost:8443' cannot be used: it needs Tls:CertificatePath and Tls:KeyPath; "
            + "without TLS give an http:// address")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:5080;https://localhost:0",
        "environment: urls: 'http://localhost:5080;https://localhost:0' cannot be used: it needs Tls:CertificatePath and "
            + "Tls:KeyPath; without TLS give an http:// address")]
    [InlineData("ASPNETCORE_HTTPS_PORTS", "8443",
        "environment: https_ports: '8443' cannot be used: it needs Tls:CertificatePath and Tls:KeyPath; without TLS give an "
            + "http:// address")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "http",
        "environment: http_ports: 'http' cannot be used: expected a port from 0 to 65535, or several with ';' between them")]
    [InlineData("ASPNETCORE_HTTP_PORTS", ";",
        "environment: http_ports: ';' cannot be used: expected a port from 0 to 65535, or several with ';' between them")]
    [InlineData("Kestrel__Endpoints__More__Url", "https://localhost:0",
        "environment: Kestrel__Endpoints__More__Url: 'https://localhost:0' cannot be used: it needs Tls:CertificatePath and "
            + "Tls:KeyPath; without TLS give an http:// address")]
    [InlineData("Corpus__Path", "",
        "environment: Corpus__Path: '' cannot be used: expected a file or directory; leave the key out to serve the shipped corpus")]
    [InlineData("Urls", "http://locahost:8080",
        "environment: urls: 'http://locahost:8080' cannot be used: 'locahost' would mean every address; expected an address in digits, "
            + "localhost, or + for every one")]
    [InlineData("Urls", "http://localhost:0",
        "environment: urls: 'http://localhost:0' cannot be used: no port is chosen for localhost; give http://127.0.0.1:0")]
    [InlineData("Logging__Console__QueueFullMode", "Wait",
        "environment: Logging__Console__QueueFullMode: 'Wait' cannot be used: expected DropWrite: no call waits for the log")]
    [InlineData("Logging__Console__MaxQueueLength", "0",
        "environment: Logging__Console__MaxQueueLength: '0' cannot be used: expected a whole number of lines, from 1 to 2147483647")]
    [InlineData("Logging__Console__FormatterName", "xml",
        "environment: Logging__Console__FormatterName: 'xml' cannot be used: expected simple, json or systemd")]
    [InlineData("Kestrel__EndpointDefaults__Protocols", "Http1AndHttp2",
        "environment: Kestrel__EndpointDefaults__Protocols: 'Http1AndHttp2' cannot be used: expected Http2: gRPC speaks nothing "
            + "else, and without TLS it cannot be negotiated")]
    public async Task A_variable_that_cannot_be_used_is_told(string name, string value, string problem)
    {
        foreach (var verb in (string[])["serve", "healthcheck"])
        {
            var run = await ServerProcess.RunAsync([(name, value)], verb);
            Assert.Equal((1, "", problem + Environment.NewLine), (run.ExitCode, run.Output, run.Errors));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("localhost:8080")]
    [InlineData("ftp://localhost")]
    [InlineData("http://localhost:70000")]
    [InlineData("http://localhost:-1")]
    [InlineData("http://localhost:0/path")]
    [InlineData(";")]
    public async Task An_address_that_is_none_is_told_with_what_one_looks_like(string address)
    {
        var run = await ServerProcess.RunAsync("serve", $"--urls={address}");
        Assert.Equal(
            (1, $"--urls: '{address}' cannot be used: expected http://HOST:PORT, or several with ';' between them{Environment.NewLine}"),
            (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told()
    {
        var run = await ServerProcess.RunAsync("serve", "--urls=http://192.0.2.1:0");
        Assert.Equal(
            (1, $"cannot listen on http://192.0.2.1:0: Cannot assign requested address{Environment.NewLine}"), (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData("Kestrel__Endpoints__A__Protocols", "Http2")]
    [InlineData("Kestrel__Endpoints__A__Url", "")]
    public async Task An_endpoint_without_an_address_is_told(string name, string value)
    {
        using var files = new CorpusFiles(("corpus.json", Some.Corpus));
        var run = await ServerProcess.RunAsync([(name, value)], "serve", $"--Corpus:Path={files.Root}");
        Assert.Equal(
            (1, "", $"environment: {name}: the endpoint has no address; expected Kestrel:Endpoints:A:Url too{Environment.NewLine}"),
            (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task Health_is_asked_where_an_endpoint_says_that_the_server_listens()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        var run = await ServerProcess.RunAsync(
            "healthcheck", "--urls=http://127.0.0.1:1", $"--Kestrel:Endpoints:Only:Url={server.Address}");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task A_misspelt_section_of_the_environment_may_be_somebody_elses()
    {
        using var files = new CorpusFiles(("corpus.json", "[]"));
        var run = await ServerProcess.RunAsync(
            [("Corpuss__Path", "mine"), ("CORPUS", ""), ("Corpus__Path", files.Root), ("ASPNETCORE_HTTP_PORTS", "")], "serve");
        Assert.Equal(2, run.ExitCode);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(383)]
    public async Task Too_few_file_descriptors_are_told_before_one_is_missing(int limit)
    {
        foreach (var args in (string[][])[["serve", "--urls=http://127.0.0.1:0"], ["check", Some.Sample("invented")]])
        {
            var run = await ServerProcess.RunWithDescriptorsAsync(limit, args);
            Assert.Equal(
                (1, "", $"too few file descriptors: {limit} allowed; expected at least 384 (ulimit -n){Environment.NewLine}"),
                (run.ExitCode, run.Output, run.Errors));
        }
    }

    [Fact]
    public async Task As_many_file_descriptors_as_are_asked_for_suffice()
    {
        using var files = new CorpusFiles(("corpus.json", Some.Corpus));
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var run = await ServerProcess.RunWithDescriptorsAsync(
            384, "serve", $"--Corpus:Path={files.Root}", $"--urls=http://{taken.LocalEndpoint}",
            "--Access:Metrics=open", "--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1");
        Assert.StartsWith("cannot listen on ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Loaded revision ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--urls=http://127.0.0.1:0", "--Corpus:Path")]
    [InlineData("check")]
    public async Task A_corpus_that_memory_does_not_suffice_for_is_told(params string[] words)
    {
        var claims = Enumerable.Range(0, 3000).Select(i =>
        {
            var claim = Made.Claim($"articles/a{i % 10}/claims/c{i}", "2016-09-05");
            claim.Text = new((char)('a' + (i % 26)), 20_000);
            return claim;
        });
        using var files = Made.Corpus(Enumerable.Range(0, 10).Select(i => Made.Article($"articles/a{i}", "2016-09-05")), claims);

        // Of 32 MiB and of 80: it runs out in reading, and in what comes after.
        foreach (var limit in (string[])["0x2000000", "0x5000000"])
        {
            var run = await ServerProcess.RunAsync([("DOTNET_GCHeapHardLimit", limit)], [.. words, files.Root]);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Matches(@"^out of memory: [0-9]+ MiB may be used; expected more, or a smaller corpus\s*$", run.Errors);
        }
    }

    [Theory]
    [InlineData("{ \"Corpus\": {\n  \"Path\" } }", "(line 2, column 10)")]
    [InlineData("", "(line 1, column 1)")]
    [InlineData("[]", "Top-level JSON element must be an object. Instead, 'Array' was found.")]
    [InlineData("{ \"urls\": \"a\", \"Urls\": \"b\" }", "A duplicate key 'Urls' was found.")]
    public void A_file_of_settings_that_is_none_is_told_with_its_place(string text, string problem)
    {
        using var files = new CorpusFiles(("appsettings.json", text));
        var e = Assert.ThrowsAny<Exception>(() =>
            new ConfigurationBuilder().AddJsonFile(files.PathOf("appsettings.json"), optional: false).Build());
        var told = EnvironmentFault.Of(e);
        Assert.StartsWith($"Failed to load configuration from file '{files.PathOf("appsettings.json")}': ", told, StringComparison.Ordinal);
        Assert.EndsWith(problem, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Corpus": { "Pth": "mine" } }""", "unknown key 'Corpus:Pth'; did you mean 'Corpus:Path'?")]
    [InlineData("""{ "Corpus": { "Pth": null } }""", "unknown key 'Corpus:Pth'; did you mean 'Corpus:Path'?")]
    [InlineData("""{ "Corpus": { "Path": ["mine"] } }""", "unknown key 'Corpus:Path:0'; did you mean 'Corpus:Path'?")]
    [InlineData("""{ "Corpus": "mine" }""", "unknown key 'Corpus'; did you mean 'Corpus:Path'?")]
    [InlineData("""{ "Limits": { "WaitingBytes": { "Value": 1 } } }""",
        "unknown key 'Limits:WaitingBytes:Value'; did you mean 'Limits:WaitingBytes'?")]
    [InlineData("""{ "Limits": { "WaitingBytes": true } }""",
        "Limits:WaitingBytes: 'True' cannot be used: expected a whole number of bytes, from 1 to 9223372036854775807")]
    [InlineData("""{ "Limits": { "WaitingBytes": null, "WaitingBytesPerConnection": 5 }, "Corpus": { "Path": null } }""", null)]
    [InlineData("""{ "Corpus": { "Path": "" } }""",
        "Corpus:Path: '' cannot be used: expected a file or directory; leave the key out to serve the shipped corpus")]
    [InlineData("""{ "Corpuss": { "Path": 1 }, "Limits": {}, "urls": null, "Corpus": null }""", null)]
    public void A_file_of_settings_is_checked_under_the_sections_that_are_ours(string text, string? problem)
    {
        using var files = new CorpusFiles(("appsettings.json", text));
        var settings = new ConfigurationBuilder().SetBasePath(files.Root).AddJsonFile("appsettings.json").Build();
        var refused = Record.Exception(() => Settings.Check(settings));
        Assert.Equal(problem is null ? null : $"appsettings.json: {problem}", refused is null ? null : EnvironmentFault.Of(refused));
    }

    [Fact]
    public void A_mistake_of_the_program_keeps_its_trace()
    {
        Assert.Null(EnvironmentFault.Of(new InvalidOperationException("x")));
        Assert.Null(EnvironmentFault.Of(new AggregateException(new FormatException(), new ArgumentException("x"))));
        Assert.Null(EnvironmentFault.Of(new InvalidDataException("x")));
        Assert.NotNull(EnvironmentFault.Of(new AggregateException(new ArgumentException("x"), new InsufficientMemoryException())));
        Assert.NotNull(EnvironmentFault.Of(new TypeInitializationException("x", new InsufficientMemoryException())));
    }
}
