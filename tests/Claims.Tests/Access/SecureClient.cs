using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Claims.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Claims.Tests.Access;

/// <summary>
/// A client with connections of its own that trusts one authority, and shows what it was given of who it is.
/// </summary>
internal sealed class SecureClient : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <param name="server">Who is called.</param>
    /// <param name="trusted">Who signed the server's certificate; null: TLS is not spoken.</param>
    /// <param name="shown">A certificate of its own.</param>
    public SecureClient(RunningServer server, CertificateMaker? trusted, X509Certificate2? shown = null)
    {
        _channel = GrpcChannel.ForAddress(server.Address, new() { HttpHandler = Handler(trusted, shown), DisposeHttpClient = true });
        Web = new(Handler(trusted, shown)) { BaseAddress = new(server.WebAddress), Timeout = RunningServer.Patience };
    }

    /// <summary>The certificate that the server showed last.</summary>
    public X509Certificate2? Seen { get; private set; }

    public HttpClient Web { get; }

    public ClaimsService.ClaimsServiceClient Claims => new(_channel);

    public Grpc.Health.V1.Health.HealthClient Health => new(_channel);

    public Grpc.Reflection.V1.ServerReflection.ServerReflectionClient Reflection => new(_channel);

    /// <summary>What a call shows that has a key.</summary>
    public static Metadata With(string key) => new() { { "authorization", $"Bearer {key}" } };

    /// <summary>The code that a small call ends with.</summary>
    public async Task<StatusCode> CodeOfAsync(Metadata? headers = null)
    {
        try
        {
            await Claims.GetCorpusAsync(new(), headers, DateTime.UtcNow + RunningServer.Patience);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    public void Dispose()
    {
        _channel.Dispose();
        Web.Dispose();
    }

    private SocketsHttpHandler Handler(CertificateMaker? trusted, X509Certificate2? shown) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = trusted is null ? null : new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { trusted.Authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },

            // Offline: else it looks for whoever signed it, wherever the certificate says that is.
            ClientCertificateContext = shown is null ? null : SslStreamCertificateContext.Create(shown, null, offline: true),
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                Seen = certificate as X509Certificate2;
                return errors == SslPolicyErrors.None;
            },
        },
    };
}
