using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Claims.Tests.Access;

/// <summary>Somebody who signs certificates.</summary>
internal sealed class CertificateMaker
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset _start = DateTimeOffset.UtcNow.AddDays(-2);
    private static readonly DateTimeOffset _end = DateTimeOffset.UtcNow.AddDays(2);

    public CertificateMaker(string name)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        Authority = request.CreateSelfSigned(_start, _end);
    }

    public X509Certificate2 Authority { get; }

    /// <summary>A certificate with its key.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="isServer">Whether it is for servers; else for clients.</param>
    /// <param name="end">Until when it is valid; two days where nothing is given.</param>
    /// <param name="signers">Where it says that whoever signed it is found; null for nowhere.</param>
    public X509Certificate2 Make(string name, bool isServer, DateTimeOffset? end = null, Uri? signers = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(isServer ? ServerAuthentication : ClientAuthentication)], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (signers is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [signers.AbsoluteUri]));
        }

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(Authority, _start, end ?? _end, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }
}
