using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Claims.Server.Access;

/// <summary>The certificates of those who sign clients'. Immutable.</summary>
internal sealed class ClientAuthority
{
    // For TLS clients, as RFC 5280, 4.2.1.12, has it.
    private static readonly Oid _clientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection _trusted;

    private ClientAuthority(X509Certificate2Collection trusted) => _trusted = trusted;

    /// <summary>How many there are.</summary>
    public int Count => _trusted.Count;

    /// <summary>Reads a file of certificates.</summary>
    /// <exception cref="FormatException">There is none in it.</exception>
    /// <exception cref="CryptographicException">One is broken.</exception>
    public static ClientAuthority Read(byte[] certificates)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPem(Encoding.UTF8.GetString(certificates));
        return trusted.Count > 0 ? new(trusted) : throw new FormatException("expected a certificate, as PEM");
    }

    /// <summary>
    /// How a client's certificate is judged. Nothing is fetched: a certificate may name any address to fetch from.
    /// </summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(_trusted);
        policy.ApplicationPolicy.Add(_clientAuthentication);
        return policy;
    }

    /// <summary>Whether a certificate is valid now, and signed by one of these.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="between">What stands between.</param>
    public bool Trusts(X509Certificate2 certificate, X509Certificate2Collection between)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.ExtraStore.AddRange(between);
        return chain.Build(certificate);
    }
}
