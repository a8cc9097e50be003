using System.Net.Security;
using Claims.Server.Access;
using Claims.Server.Limits;
using Claims.Server.Rpc;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Claims.Server.Hosting;

/// <summary>
/// How connections are made, what each speaks, and what the transport bounds of it.
/// </summary>
internal static class Connections
{
    /// <summary>In bytes, what a client may send of one call before it is read; the least that HTTP/2 knows.</summary>
    private const int StreamWindow = 64 * 1024;

    private static readonly TimeSpan _keepAlivePingDelay = TimeSpan.FromSeconds(30);

    /// <summary>Has Kestrel listen as configured.</summary>
    public static void Configure(WebApplicationBuilder builder)
    {
        // No more of a connection than one call may send is taken before it is looked at.
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = StreamWindow);

        // Else it takes no https:// address.
        if (new AccessSettings(builder.Configuration).HasTls) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.Of(builder.Configuration);

            // A proxy that ends TLS says https of the call outside, and hands it on in the clear.
            kestrel.AllowAlternateSchemes = true;

            // Calls that wait for memory leave their requests unread: what is unread of all of them must not keep the
            // requests of others out, or those would never be whole. Twice as much, since the half of a connection's
            // window that was read may not be given back before more is.
            kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindow;
            var streams = StreamLimit.Of(builder.Configuration);
            kestrel.Limits.Http2.InitialConnectionWindowSize = 2 * streams.Most * StreamWindow;

            // A connection is not ended for one call whose client takes its time: see RequestArrival, and of what takes
            // nothing ConnectionMemory.EndStalled.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;

            // As gRPC recommends; of what is longer 100 calls are a burden.
            kestrel.Limits.MaxRequestHeadersTotalSize = builder.Configuration.GetValue("Limits:HeaderBytes", 8 * 1024);

            // gRPC bounds each message, and says so in its own way.
            kestrel.Limits.MaxRequestBodySize = null;

            // A watcher that vanished without a word would be watched for ever.
            kestrel.Limits.Http2.KeepAlivePingDelay = _keepAlivePingDelay;

            var files = kestrel.ApplicationServices.GetRequiredService<AccessFiles>();
            var memory = CallMemory.Of(builder.Configuration);
            var limits = kestrel.ApplicationServices.GetRequiredService<CallLimits>();
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
                Speak(endpoint, HttpProtocols.Http2, SslApplicationProtocol.Http2);
                endpoint.Use(next => async connection =>
                {
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

            void SpeakHttp(ListenOptions endpoint) => Speak(endpoint, HttpProtocols.Http1, SslApplicationProtocol.Http11);

            void Speak(ListenOptions endpoint, HttpProtocols protocols, SslApplicationProtocol negotiated)
            {
                endpoint.Protocols = protocols;
                if (files.Certificate is not null) TlsEndpoint.Use(endpoint, files, negotiated);
                endpoint.Use(next => async connection =>
                {
                    using var part = memory.Connect(connection);
                    connection.Features.Set(new ConnectionCalls(limits));
                    if (files.Keys is not null) connection.Features.Set(new LastCaller());
                    await next(connection);
                });
            }
        });
    }
}
