using Claims.Catalog;
using Claims.Curated;
using Claims.Server.Hosting;
using Claims.Server.Limits;
using Claims.Server.Live;
using Claims.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Claims.Tests;

/// <summary>
/// A server on a port of its own, put together as the program does it, and clients of it over HTTP/2. As a fixture it
/// serves the invented corpus.
/// </summary>
public sealed class RunningServer : IAsyncLifetime
{
    /// <summary>The corpus that has everything.</summary>
    public static readonly string InventedCorpus = Some.Sample("invented");

    /// <summary>The corpus that comes with the server.</summary>
    public static readonly string ShippedCorpus = Path.Combine(AppContext.BaseDirectory, "corpora", "reuters");

    /// <summary>That corpus, and other reports of the same day beside it.</summary>
    public static readonly string AllCorpora = Path.Combine(AppContext.BaseDirectory, "corpora");

    /// <summary>Ends what hangs; nothing that works takes nearly as long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string[] _settings = [];
    private WebApplication? _app;
    private GrpcChannel? _channel;

    /// <summary>What the server logged, as its settings let it.</summary>
    internal LogRecords Logs { get; } = new();

    /// <summary>Where the server listens.</summary>
    public string Address => _app!.Urls.First();

    /// <summary>Where it is reached by HTTP as browsers speak it.</summary>
    public string WebAddress => _app!.Urls.Last();

    /// <summary>What bounds its calls.</summary>
    internal CallLimits Limits => Services.GetRequiredService<CallLimits>();

    /// <summary>What the server is put together of.</summary>
    internal IServiceProvider Services => _app!.Services;

    /// <summary>What the server holds.</summary>
    internal HeldRevisions Held { get; private set; } = new();

    /// <summary>What looks after the corpus's files; null where nothing does.</summary>
    internal CorpusReload? Reload { get; private set; }

    /// <summary>The revision that the server began with.</summary>
    public string Revision { get; private set; } = "";

    /// <summary>Every call has a deadline.</summary>
    public CallInvoker Calls => _channel!.Intercept(new Deadline());

    public ClaimsService.ClaimsServiceClient Claims => new(Calls);

    public Health.HealthClient Health => new(Calls);

    /// <summary>Starts a server of a corpus.</summary>
    /// <param name="corpus">A file or a directory.</param>
    /// <param name="configure">What to change before the server is put together.</param>
    /// <param name="map">What else to serve, behind the same boundary.</param>
    public static async Task<RunningServer> StartAsync(
        string corpus, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null)
    {
        var server = new RunningServer();
        await server.StartOnAsync(corpus, configure, map);
        return server;
    }

    /// <summary>Starts a server of the invented corpus, with settings as the command line has them.</summary>
    public static async Task<RunningServer> StartWithAsync(params string[] settings)
    {
        var server = new RunningServer { _settings = settings };
        await server.InitializeAsync();
        return server;
    }
    /// <summary>Starts a server of the invented corpus with settings, such as <c>Limits:Watches</c>.</summary>
    public static Task<RunningServer> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(InventedCorpus, builder =>
        {
            foreach (var (key, value) in settings) builder.Configuration[key] = value;
        });

    /// <summary>Starts a server of a revision that no files are of.</summary>
    internal static async Task<RunningServer> StartAsync(Revision revision, Action<WebApplicationBuilder>? configure = null)
    {
        var server = new RunningServer();
        await server.StartOnAsync(revision, configure, null);
        return server;
    }

    /// <summary>Starts a server that goes on looking after the files of its corpus, as the program does.</summary>
    /// <param name="corpus">A file or a directory.</param>
    /// <param name="poll">How often it looks; zero: only when it is forced.</param>
    /// <param name="configure">What to change before the server is put together.</param>
    public static async Task<RunningServer> StartLiveAsync(
        string corpus, TimeSpan poll = default, Action<WebApplicationBuilder>? configure = null)
    {
        var server = new RunningServer();
        await server.StartOnAsync(corpus, poll, configure);
        return server;
    }

    public async ValueTask InitializeAsync() => await StartOnAsync(InventedCorpus, null, null);

    /// <summary>Has it drain, as SIGTERM does, until it is stopped.</summary>
    public void Drain() => _app!.Services.GetRequiredService<Drain>().Begin();

    /// <summary>Stops the server as a signal to the process does in the end.</summary>
    public Task StopAsync() => _app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Reload?.Dispose();
        _channel?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task StartOnAsync(
        string corpus, Action<WebApplicationBuilder>? configure, Action<WebApplication>? map)
    {
        var loaded = CorpusLoader.Load(corpus);
        Assert.Empty(loaded.Mistakes);
        await StartOnAsync(loaded.Revision!, configure, map);
    }

    private async Task StartOnAsync(string corpus, TimeSpan poll, Action<WebApplicationBuilder>? configure)
    {
        await StartOnAsync(
            held =>
            {
                var compiler = new CorpusCompiler(corpus, cache: null);
                Reload = new(held, compiler, corpus, poll);
                return compiler.Load().Revision!;
            },
            configure,
            null);
        Reload!.Start(_app!.Logger);
    }

    private Task StartOnAsync(
        Revision revision, Action<WebApplicationBuilder>? configure, Action<WebApplication>? map) =>
        StartOnAsync(_ => revision, configure, map);

    private async Task StartOnAsync(
        Func<HeldRevisions, Revision> load, Action<WebApplicationBuilder>? configure, Action<WebApplication>? map)
    {
        var scheme = _settings.Any(setting => setting.StartsWith("--Tls:", StringComparison.Ordinal)) ? "https" : "http";
        var builder = ServerApplication.CreateBuilder(
            [$"--urls={scheme}://127.0.0.1:0", $"--Web:Urls={scheme}://127.0.0.1:0", .. _settings]);
        builder.Logging.ClearProviders().AddProvider(Logs);
        configure?.Invoke(builder);
        Held = ServerApplication.Held(builder.Configuration);
        var revision = load(Held);
        Revision = revision.Id;
        Held.Publish(revision);
        _app = ServerApplication.Build(builder, Held);
        map?.Invoke(_app);
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress(Address);
    }

    private sealed class Deadline : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Within(context));

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Within(context));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, Within(context));

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation) => continuation(Within(context));

        private static ClientInterceptorContext<TRequest, TResponse> Within<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context)
            where TRequest : class
            where TResponse : class =>
            new(context.Method, context.Host, context.Options.WithDeadline(DateTime.UtcNow + Patience));
    }
}
