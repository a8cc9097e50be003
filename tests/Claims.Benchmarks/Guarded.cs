using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Claims.V1;
using Google.Protobuf;
using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// <c>guarded CORPUS</c>: GetClaim under load by h2load, by TLS and with a key, beside a bare service that answers as many bytes
/// by TLS and asks for no key; and beside itself by TLS, asking for none.
/// </summary>
internal static class Guarded
{
    // One process differs from the next by 5 % as long as it runs.
    private const int Processes = 3;
    private const int Rounds = 5;
    private const int Count = 100_000;

    public static async Task<int> RunAsync(string corpus)
    {
        var files = Directory.CreateTempSubdirectory();
        try
        {
            var (certificate, privateKey) = WriteCertificate(files.FullName);
            var (keys, key) = WriteKeys(files.FullName);
            var request = new GetClaimRequest { Name = CorpusFiles.RandomClaimNames(corpus, 1)[0] }.ToByteArray();
            var (overBare, overOpen) = (new List<double>(), new List<double>());
            for (var i = 0; i < Processes; i++)
            {
                await using var server = await ServeAsync($"--Keys:Path={keys}");
                var size = await UnaryCall.SizeOfAnswerAsync(server.Address, "claims.v1.ClaimsService", "GetClaim", request, key);
                await using var open = await ServeAsync();
                await using var bare = await ServerProcess.StartWithTlsAsync(
                    "Claims.Benchmarks", "bare", $"{size}", $"--Kestrel:Certificates:Default:Path={certificate}",
                    $"--Kestrel:Certificates:Default:KeyPath={privateKey}");
                var ours = new UnaryCall(server.Address, "claims.v1.ClaimsService", "GetClaim", request, size, key);
                overBare.AddRange(await RatiosAsync(ours, new(bare.Address, "bare.v1.ConstantService", "GetClaim", request, size)));
                overOpen.AddRange(await RatiosAsync(ours, ours with { Address = open.Address, Key = null }));
            }

            var isMet = Bars.GuardedOverBare.Judge(Label("a bare service by TLS"), Quantile.Median(overBare));
            return Bars.GuardedOverOpen.Judge(Label("the same by TLS without"), Quantile.Median(overOpen)) && isMet ? 0 : 1;

            Task<ServerProcess> ServeAsync(params string[] settings) => ServerProcess.StartWithTlsAsync(
                "Claims.Server", [
                    "serve", $"--Corpus:Path={Path.GetFullPath(corpus)}", "--Web:Urls=",
                    $"--Tls:CertificatePath={certificate}", $"--Tls:KeyPath={privateKey}", .. settings]);
        }
        finally
        {
            files.Delete(recursive: true);
        }

        static string Label(string peer) => Invariant(
            $"GetClaim by TLS with a key ÷ {peer}, median of {Processes} processes × {Rounds} pairs of {Count} calls");
    }

    private static async Task<IEnumerable<double>> RatiosAsync(UnaryCall ours, UnaryCall peer) =>
        (await ours.MeasureBesideAsync(peer, Rounds, Count)).Select(pair => pair.Ours / pair.Peer);

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
