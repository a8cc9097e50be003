using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Claims.Tests.Access;

/// <summary>
/// A folder of what a server is configured with that says who it is and who is let in, made anew for each test.
/// </summary>
internal sealed class AccessFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public string Certificate => PathOf("server.pem");

    public string Key => PathOf("server.key");

    public string ClientCa => PathOf("client-ca.pem");

    public string Keys => PathOf("keys.json");

    /// <summary>TLS on every port, by a certificate that is made for it.</summary>
    public string[] Tls(CertificateMaker? maker = null)
    {
        Write(maker ?? new("ca"));
        return [$"--Tls:CertificatePath={Certificate}", $"--Tls:KeyPath={Key}"];
    }

    /// <summary>Keys with names, which do not expire soon.</summary>
    public string[] OfKeys(params (string Name, string Key)[] keys)
    {
        WriteKeys(keys);
        return [$"--Keys:Path={Keys}"];
    }

    /// <summary>Those who sign clients' certificates.</summary>
    public string[] OfClients(CertificateMaker maker)
    {
        WriteWhole(ClientCa, maker.Authority.ExportCertificatePem());
        return [$"--Tls:ClientCaPath={ClientCa}"];
    }

    public void Write(CertificateMaker maker, DateTimeOffset? end = null)
    {
        using var certificate = maker.Make("localhost", isServer: true, end);
        WriteWhole(Certificate, certificate.ExportCertificatePem());
        WriteWhole(Key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public void WriteKeys(params (string Name, string Key)[] keys) =>
        WriteKeys(keys.Select(key => (key.Name, key.Key, "2100-01-01T00:00:00Z")));

    public void WriteKeys(IEnumerable<(string Name, string Key, string Expires)> keys) => WriteWhole(
        Keys,
        $"{{\"keys\": [{string.Join(", ", keys.Select(key =>
            $"{{\"name\": \"{key.Name}\", \"sha256\": \"{DigestOf(key.Key)}\", \"expires\": \"{key.Expires}\"}}"))}]}}");

    public static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);

    // As whoever changes a file that is in use does.
    private static void WriteWhole(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
