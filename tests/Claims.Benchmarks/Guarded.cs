using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Claims.V1;
using Google.Protobuf;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>guarded CORPUS</c>: GetClaim under load by h2load, by TLS and with a key, beside a bare service that answers as many bytes
/// by TLS and asks for no key.
/// </summary>
internal static class Guarded
{
    private const int Rounds = 15;
    private const int Count = 100_000;

    public static async Task<int> RunAsync(string corpus)
    {
        var files = Directory.CreateTempSubdirectory();
        try
        {
            var (certificate, privateKey) = WriteCertificate(files.FullName);
            var (keys, key) = WriteKeys(files.FullName);
            await using var server = await ServerProcess.StartWithTlsAsync(
                "Claims.Server", "serve", $"--Corpus:Path={Path.GetFullPath(corpus)}", "--Web:Urls=",
                $"--Tls:CertificatePath={certificate}", $"--Tls:KeyPath={privateKey}", $"--Keys:Path={keys}");
            var request = new GetClaimRequest { Name = CorpusFiles.RandomClaimNames(corpus, 1)[0] }.ToByteArray();
            var size = await UnaryCall.SizeOfAnswerAsync(server.Address, "claims.v1.ClaimsService", "GetClaim", request, key);
            await using var bare = await ServerProcess.StartWithTlsAsync(
                "Claims.Benchmarks", "bare", $"{size}", $"--Kestrel:Certificates:Default:Path={certificate}",
                $"--Kestrel:Certificates:Default:KeyPath={privateKey}");
            var ours = new UnaryCall(server.Address, "claims.v1.ClaimsService", "GetClaim", request, size, key);
            var peer = new UnaryCall(bare.Address, "bare.v1.ConstantService", "GetClaim", request, size);
            var rates = await ours.MeasureBesideAsync(peer, Rounds, Count);
            return Bars.GuardedOverBare.Judge(
                Invariant($"GetClaim by TLS with a key ÷ bare by TLS, median of {Rounds} pairs of {Count} calls"),
                Quantile.Median(rates.Select(pair => pair.Ours / pair.Peer))) ? 0 : 1;
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }

    private static (string Certificate, string Key) WriteCertificate(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var paths = (Path.Combine(directory, "certificate.pem"), Path.Combine(directory, "key.pem"));
        File.WriteAllText(paths.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(paths.Item2, key.ExportPkcs8PrivateKeyPem());
        return paths;
    }

    private static (string File, string Key) WriteKeys(string directory)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        var file = Path.Combine(directory, "keys.json");
        File.WriteAllText(
            file,
            Invariant($$"""
                {"keys": [{"name": "h2load", "sha256": "{{digest}}", "expires": "{{DateTime.UtcNow.AddDays(1):yyyy-MM-ddTHH:mm:ssZ}}"}]}
                """));
        return (file, key);
    }
}
