using Claims.Server;
using Claims.Server.Hosting;

namespace Claims.Tests.Access;

public class AccessSettingsTests
{
    [Theory]
    [InlineData("Tls:CertificatePath is given without Tls:KeyPath", "Tls:CertificatePath=a")]
    [InlineData("Tls:KeyPath is given without Tls:CertificatePath", "Tls:KeyPath=a")]
    [InlineData("Tls:ClientCaPath is given without Tls:CertificatePath: clients show certificates over TLS alone", "Tls:ClientCaPath=a")]
    [InlineData("Jwt:Issuer is given without Jwt:Audience", "Jwt:Issuer=https://login.example")]
    [InlineData("Jwt:Audience is given without Jwt:Issuer", "Jwt:Audience=claims")]
    [InlineData("--Jwt:Issuer: 'http://login.example' cannot be used: expected the issuer's https:// address, as it stands in its tokens",
        "Jwt:Issuer=http://login.example", "Jwt:Audience=claims")]
    [InlineData("Access:Page is guarded, and nothing asks callers who they are; expected Keys:Path, Jwt:Issuer or Tls:ClientCaPath too",
        "Access:Page=guarded")]
    [InlineData("--Access:Mcp: 'true' cannot be used: expected Off, Open or Guarded", "Access:Mcp=true")]
    [InlineData("--Access:Calls: 'off' cannot be used: they are guarded by whatever is configured that asks callers who they are",
        "Access:Calls=off")]
    [InlineData("--urls: 'https://localhost:1' cannot be used: it needs Tls:CertificatePath and Tls:KeyPath; without TLS give an http:// "
        + "address", "urls=https://localhost:1")]
    [InlineData("--Web:Urls: 'http://localhost:1' cannot be used: what Tls:CertificatePath configures is for every address; give an "
        + "https:// one", "Web:Urls=http://localhost:1", "Tls:CertificatePath=a", "Tls:KeyPath=b")]
    [InlineData("--http_ports: '1' cannot be used: what Tls:CertificatePath configures is for every address; give an https:// one",
        "http_ports=1", "Tls:CertificatePath=a", "Tls:KeyPath=b")]
    [InlineData("--Tls:KeyPath: its value cannot be used: expected the path of a file, not what is in it",
        "Tls:CertificatePath=a", "Tls:KeyPath=-----BEGIN PRIVATE KEY-----")]
    [InlineData("--Kestrel:Certificates:Default:Password: its value cannot be used: certificates are not configured there; expected "
        + "Tls:CertificatePath and Tls:KeyPath", "Kestrel:Certificates:Default:Password=hunter2")]
    [InlineData("--Proxy:Addresses: 'proxy.example' cannot be used: expected addresses or networks, such as 10.0.0.7 or 10.0.0.0/8, with "
        + "';' between them", "Proxy:Addresses=proxy.example")]
    [InlineData("unknown key '--Keys:Digest'; expected Keys:Path", "Keys:Digest=abc")]
    public void What_is_half_given_or_contradicts_itself_is_refused_and_told(string expected, params string[] settings) =>
        Assert.Equal(expected, Assert.Throws<SettingException>(() =>
            ServerApplication.CreateBuilder([.. settings.Select(setting => $"--{setting}")])).Message);

    [Theory]
    [InlineData("/no/such/certificate.pem")]
    [InlineData("keys.json")]
    public async Task A_file_that_cannot_be_used_is_told_before_a_port_is_opened(string path)
    {
        using var folder = new AccessFolder();
        if (!Path.IsPathRooted(path)) await File.WriteAllTextAsync(folder.Keys, "{}", TestContext.Current.CancellationToken);
        var given = Path.IsPathRooted(path) ? path : folder.PathOf(path);
        var refused = await Assert.ThrowsAsync<SettingException>(() => RunningServer.StartWithAsync($"--Keys:Path={given}"));
        Assert.Contains(given, refused.Message, StringComparison.Ordinal);
    }
}
