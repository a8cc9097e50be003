using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Claims.Server.Access;
using Claims.Server.Limits;
using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.Server.Telemetry;
using Claims.Server.Web;
using Claims.V1;
using Grpc.AspNetCore.Server.Model;
using Grpc.Health.V1;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging.Console;
using IPNetwork = System.Net.IPNetwork;
using Reflection = global::Grpc.Reflection;

namespace Claims.Server.Hosting;

/// <summary>
/// Puts the server together.
/// </summary>
internal static class ServerApplication
{
    /// <summary>
    /// Long enough for calls under way. With 3 seconds for draining, and one in which Kestrel cuts off what is left, well short
    /// of the 10 after which containers are killed, on a busy machine too.
    /// </summary>
    private static readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Reads the configuration: appsettings.json beside the program, environment variables, then the command line.
    /// </summary>
    /// <exception cref="SettingException">Something in it means nothing, or cannot be used.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // The settings are found wherever the program is started from.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        Settings.Check(builder.Configuration);

        // The slim builder has the simple one, whatever is configured.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console =>
            console.FormatterName = builder.Configuration["Logging:Console:FormatterName"]);
        Listening.Configure(builder.Configuration);
        Connections.Configure(builder);
        return builder;
    }

    /// <summary>The corpus to serve: <c>Corpus:Path</c>, or the one shipped beside the program.</summary>
    public static string CorpusPath(IConfiguration configuration) =>
        configuration["Corpus:Path"] is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "corpora", "reuters");

    /// <summary>
    /// The directory that keeps what corpora compile to: <c>Corpus:CachePath</c>, or one in the user's directory for such; null
    /// where none is to.
    /// </summary>
    public static string? CachePath(IConfiguration configuration, out bool isGiven)
    {
        isGiven = configuration["Corpus:CachePath"] is not null;
        if (configuration["Corpus:CachePath"] is { } given) return given.Length > 0 ? given : null;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } own ? own
            : home.Length > 0 ? Path.Combine(home, ".cache")
            : null;
        return caches is null ? null : Path.Combine(caches, "claims-service");
    }

    /// <summary>How often to look whether the corpus changed: <c>Corpus:PollSeconds</c>; zero for never.</summary>
    public static TimeSpan CorpusPoll(IConfiguration configuration) =>
        TimeSpan.FromSeconds(configuration.GetValue("Corpus:PollSeconds", 2.0));

    /// <summary>
    /// Holds what there is to hold as configured: <c>Corpus:KeepRevisions</c> and <c>Corpus:KeepBytes</c>.
    /// </summary>
    public static HeldRevisions Held(IConfiguration configuration) => new(
        configuration.GetValue("Corpus:KeepRevisions", HeldRevisions.DefaultRevisions),
        configuration.GetValue("Corpus:KeepBytes", HeldRevisions.DefaultBytes));

    /// <summary>The whole server, to be started once the corpus has a revision.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, HeldRevisions corpus)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _shutdownTimeout);
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.Services
            .AddGrpc(grpc =>
            {
                grpc.MaxReceiveMessageSize = CallBoundary.MaximumRequestSize;
                grpc.CompressionProviders = RequestCompression.All;
            })
            .AddServiceOptions<HealthRpc>(grpc => grpc.MaxReceiveMessageSize = CallBoundary.SmallRequestSize)
            .AddServiceOptions<ReflectionRpc>(grpc => grpc.MaxReceiveMessageSize = CallBoundary.SmallRequestSize)
            .AddServiceOptions<ReflectionAlphaRpc>(grpc => grpc.MaxReceiveMessageSize = CallBoundary.SmallRequestSize);
        builder.Services.AddSingleton<IServiceMethodProvider<ClaimsRpc>>(
            new MethodBinding<ClaimsRpc>(binder => ClaimsService.BindService(binder, serviceImpl: null)));
        builder.Services.AddSingleton<IServiceMethodProvider<HealthRpc>>(
            new MethodBinding<HealthRpc>(binder => Health.BindService(binder, serviceImpl: null)));
        builder.Services.AddSingleton<IServiceMethodProvider<ReflectionRpc>>(
            new MethodBinding<ReflectionRpc>(binder => Reflection.V1.ServerReflection.BindService(binder, serviceImpl: null)));
        builder.Services.AddSingleton<IServiceMethodProvider<ReflectionAlphaRpc>>(new MethodBinding<ReflectionAlphaRpc>(
            binder => Reflection.V1Alpha.ServerReflection.BindService(binder, serviceImpl: null)));
        builder.Services.AddSingleton(corpus);
        builder.Services.AddSingleton<CallLimits>();
        var access = new AccessSettings(builder.Configuration);
        var files = new AccessFiles(access);
        builder.Services.AddSingleton(access);
        builder.Services.AddSingleton(files);
        builder.Services.AddSingleton<Admission>();
        if (files.HasAny)
        {
            builder.Services.AddHostedService(services =>
                new AccessReload(files, corpus.Beat, services.GetRequiredService<ILogger<AccessReload>>()));
        }

        WebPipeline.AddServices(builder.Services, builder.Configuration);
        Exporting.AddServices(builder.Services, builder.Configuration);
        builder.Services.AddHostedService<WatchBeats>();
        builder.Services.AddSingleton<ClaimsRpc>();
        builder.Services.AddSingleton<HealthRpc>();
        builder.Services.AddSingleton<ReflectionRpc>();
        builder.Services.AddSingleton<ReflectionAlphaRpc>();

        var app = builder.Build();
        if (ForwardedBy(builder.Configuration) is { } forwarded) app.UseForwardedHeaders(forwarded);
        var draining = app.Services.GetRequiredService<Drain>().Begun;
        app.Services.GetRequiredService<CorpusMetrics>();
        DroppedLines.Tell(app.Services.GetServices<ILoggerProvider>(), app.Services.GetRequiredService<IMeterFactory>());
        var telemetry = app.Services.GetRequiredService<CallTelemetry>();
        app.Use(WebPipeline.Of(app.Services, corpus, app.Logger, draining));
        app.Use(next => telemetry.Around(next, CallSurface.Grpc));
        app.Use(next => context =>
        {
            ReusedStream.Begin(context);
            return StreamWatch.ServeAsync(next, context);
        });
        var limits = app.Services.GetRequiredService<CallLimits>();
        var admission = app.Services.GetRequiredService<Admission>();
        app.Use(next => new CallBoundary(next, corpus, admission, limits, app.Logger).InvokeAsync);
        app.MapGrpcService<ClaimsRpc>();
        app.MapGrpcService<HealthRpc>();
        if (access.ExposureOf(Surface.Reflection) == Exposure.Off) return app;
        app.MapGrpcService<ReflectionRpc>();
        app.MapGrpcService<ReflectionAlphaRpc>();
        return app;
    }

    // Of anybody else they are whatever somebody likes to write.
    private static ForwardedHeadersOptions? ForwardedBy(ConfigurationManager configuration)
    {
        if (configuration["Proxy:Addresses"] is not { Length: > 0 } addresses) return null;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in SettingValue.Several(addresses))
        {
            if (IPAddress.TryParse(address, out var one)) options.KnownProxies.Add(one);
            else options.KnownIPNetworks.Add(IPNetwork.Parse(address));
        }

        return options;
    }

    /// <summary>Where the server that runs here, with this configuration, is reached.</summary>
    /// <param name="args">The configuration.</param>
    /// <param name="certificate">What it shows there; null without TLS.</param>
    public static string LocalAddress(string[] args, out X509Certificate2? certificate)
    {
        var configuration = CreateBuilder(args).Configuration;
        certificate = AccessFiles.CertificateOf(new(configuration))?.Current.Certificate;
        var address = BindingAddress.Parse(Listening.AddressesIn(configuration, isWeb: false).First());
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
