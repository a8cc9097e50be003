using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Claims.Server.Access;

/// <summary>
/// TLS on one port, by whatever certificate is current when a connection begins. Thread-safe.
/// </summary>
/// <param name="files">The certificate, and who signs clients'.</param>
/// <param name="protocol">What is spoken there, which clients agree on in the handshake (RFC 7301).</param>
internal sealed class TlsEndpoint(AccessFiles files, SslApplicationProtocol protocol)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private SslServerAuthenticationOptions? _options;

    /// <summary>Has a port speak TLS, below all that is added to it later.</summary>
    public static void Use(ListenOptions port, AccessFiles files, SslApplicationProtocol protocol)
    {
        var endpoint = new TlsEndpoint(files, protocol);
        port.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = endpoint.OptionsOf, HandshakeTimeout = _patience });
    }

    private ValueTask<SslServerAuthenticationOptions> OptionsOf(TlsHandshakeCallbackContext handshake)
    {
        var current = files.Certificate!.Current.Context;
        if (files.Authority is { } authority)
        {
            var shown = new ClientCertificate(authority);
            handshake.Connection.Features.Set(shown);
            var options = Options(current);
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = authority.Current.Policy();
            options.RemoteCertificateValidationCallback = (_, certificate, chain, _) => shown.See(certificate, chain);
            return new(options);
        }

        // The same for all connections, so that what is made of them is made once.
        var shared = _options;
        if (shared?.ServerCertificateContext != current) _options = shared = Options(current);
        return new(shared);
    }

    private SslServerAuthenticationOptions Options(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        ApplicationProtocols = [protocol],
    };
}
