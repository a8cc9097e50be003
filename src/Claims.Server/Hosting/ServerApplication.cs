using Claims.Server.Live;
using Claims.Server.Rpc;
using Claims.Server.Web;
using Claims.V1;
using Grpc.AspNetCore.Server.Model;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Reflection = global::Grpc.Reflection;

namespace Claims.Server.Hosting;

/// <summary>
/// Puts the server together.
/// </summary>
internal static class ServerApplication
{
    /// <summary>In bytes, what a client may send of one call before it is read; the least that HTTP/2 knows.</summary>
    private const int StreamWindow = 64 * 1024;

    /// <summary>Long enough for calls under way; short of the 10 seconds after which containers are killed.</summary>
    private static readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _keepAlivePingDelay = TimeSpan.FromSeconds(30);

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
        Listening.Configure(builder.Configuration);

        // No more of a connection than one call may send is taken before it is looked at.
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = StreamWindow);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.Current;

            // A proxy that ends TLS says https of the call outside, and hands it on in the clear.
            kestrel.AllowAlternateSchemes = true;

            // Calls that wait for memory leave their requests unread: what is unread of all of them must not keep the
            // requests of others out, or those would never be whole. Twice as much, since the half of a connection's
            // window that was read may not be given back before more is.
            kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindow;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 2 * kestrel.Limits.Http2.MaxStreamsPerConnection * StreamWindow;

            // Memory is held for a request until it is whole: the largest one has a little over 16 seconds.
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(5));

            // A connection is not ended for one call whose client takes nothing: see ConnectionMemory.EndStalled.
            kestrel.Limits.MinResponseDataRate = null;

            // As gRPC recommends; of what is longer 100 calls are a burden.
            kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;

            // gRPC bounds each message, and says so in its own way.
            kestrel.Limits.MaxRequestBodySize = null;

            // A watcher that vanished without a word would be watched for ever.
            kestrel.Limits.Http2.KeepAlivePingDelay = _keepAlivePingDelay;

            var memory = CallMemory.Of(builder.Configuration);
            var streams = StreamLimit.Of(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            foreach (var name in Listening.NamesIn(builder.Configuration, isWeb: false))
            {
                kestrel.ConfigurationLoader!.Endpoint(name, endpoint => SpeakGrpc(endpoint.ListenOptions));
            }

            foreach (var name in Listening.NamesIn(builder.Configuration, isWeb: true))
            {
                kestrel.ConfigurationLoader!.Endpoint(name, endpoint => SpeakHttp(endpoint.ListenOptions));
            }

            void SpeakGrpc(ListenOptions endpoint)
            {
                // Cleartext HTTP/2 cannot be negotiated: a gRPC port speaks nothing else.
                endpoint.Protocols = HttpProtocols.Http2;
                endpoint.Use(next => async connection =>
                {
                    using var part = memory.Connect(connection);
                    var most = streams.Take();
                    var watch = new StreamWatch(connection.Transport, most);
                    connection.Transport = watch;
                    connection.Features.Set(watch);
                    connection.Features.GetRequiredFeature<IConnectionHeartbeatFeature>().OnHeartbeat(
                        static state => ((StreamWatch)state).Beat(), watch);
                    try
                    {
                        // Read as the connection begins. Where others begin at the same moment it may get what one of them
                        // was to get, which is nearly as many.
                        kestrel.Limits.Http2.MaxStreamsPerConnection = most;
                        await next(connection);
                    }
                    finally
                    {
                        streams.Give(most);
                    }
                });
            }

            void SpeakHttp(ListenOptions endpoint)
            {
                endpoint.Protocols = HttpProtocols.Http1;
                endpoint.Use(next => async connection =>
                {
                    using var part = memory.Connect(connection);
                    connection.Features.Set(WebConnection.Instance);
                    await next(connection);
                });
            }
        });
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
        WebPipeline.AddServices(builder.Services, builder.Configuration);
        builder.Services.AddHostedService<WatchBeats>();
        builder.Services.AddSingleton<ClaimsRpc>();
        builder.Services.AddSingleton<HealthRpc>();
        builder.Services.AddSingleton<ReflectionRpc>();
        builder.Services.AddSingleton<ReflectionAlphaRpc>();

        var app = builder.Build();
        app.Use(WebPipeline.Of(app.Services, corpus, app.Logger));
        app.Use(next => context => StreamWatch.ServeAsync(next, context));
        app.Use(next => new CallBoundary(next, corpus, app.Logger).InvokeAsync);
        app.MapGrpcService<ClaimsRpc>();
        app.MapGrpcService<HealthRpc>();
        app.MapGrpcService<ReflectionRpc>();
        app.MapGrpcService<ReflectionAlphaRpc>();
        return app;
    }

    /// <summary>Where the server that runs here, with this configuration, is reached.</summary>
    public static string LocalAddress(string[] args)
    {
        var configuration = CreateBuilder(args).Configuration;
        var address = BindingAddress.Parse(Listening.AddressesIn(configuration, isWeb: false).First());
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
