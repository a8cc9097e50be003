using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Claims.Server.Access;

/// <summary>The certificate that the server shows, with its key and what stands between it and its CA's. Immutable.</summary>
internal sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Certificate = certificate;

        // Nobody asks other machines for what is missing.
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>What each handshake is made with.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads a file of certificates, the server's first, and one of its key.</summary>
    /// <exception cref="FormatException">They cannot be used together, or not any more.</exception>
    /// <exception cref="CryptographicException">What is in them is broken.</exception>
    public static ServerCertificate Read(byte[] certificates, byte[] key)
    {
        var (pem, keyPem) = (Encoding.UTF8.GetString(certificates), Encoding.UTF8.GetString(key));
        if (keyPem.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw new FormatException("the key is encrypted; expected one without a passphrase, which only the server may read");
        }

        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(pem, keyPem);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new FormatException(
                "expected a certificate and the key that belongs to it, both as PEM: " + e.Message.Split('(')[0].Trim());
        }

        if (certificate.NotAfter.ToUniversalTime() <= DateTime.UtcNow)
        {
            throw new FormatException($"the certificate is valid until {TimeOf(certificate.NotAfter)}, which is over");
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        chain.RemoveAt(0);
        return new(certificate, chain);
    }

    /// <summary>Until when it is valid, for the log.</summary>
    public string End => TimeOf(Certificate.NotAfter);

    private static string TimeOf(DateTime time) => $"{time.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
}
