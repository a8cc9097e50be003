using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace Claims.Tests.Access;

public sealed class TlsTests : IDisposable
{
    private readonly AccessFolder _folder = new();
    private readonly CertificateMaker _authority = new("authority");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_ports_speak_it_and_nothing_else()
    {
        await using var server = await RunningServer.StartWithAsync(_folder.Tls(_authority));
        using var client = new SecureClient(server, _authority);
        Assert.Equal(server.Revision, (await client.Claims.GetCorpusAsync(new())).Revision);
        Assert.Contains(server.Revision, await client.Web.GetStringAsync("/v1/corpus"), StringComparison.Ordinal);
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(server.WebAddress.Replace("https", "http", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false, "h2")]
    [InlineData(true, "http/1.1")]
    public async Task Each_port_agrees_on_what_it_speaks(bool isWeb, string expected)
    {
        await using var server = await RunningServer.StartWithAsync(_folder.Tls(_authority));
        var address = new Uri(isWeb ? server.WebAddress : server.Address);
        using var connection = new TcpClient(address.Host, address.Port);
        await using var tls = new SslStream(connection.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(expected, tls.NegotiatedApplicationProtocol.ToString());
    }

    [Fact]
    public async Task A_certificate_that_is_replaced_is_shown_from_then_on_and_ends_no_connection()
    {
        await using var server = await RunningServer.StartWithAsync(_folder.Tls(_authority));
        using var before = new SecureClient(server, _authority);
        using var watch = before.Claims.WatchClaims(new() { Parent = "articles/-" });
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var other = new CertificateMaker("other authority");
        _folder.Write(other);
        await server.Logs.FirstAsync(record => record.Message.StartsWith("Took the certificate of ", StringComparison.Ordinal));

        using var after = new SecureClient(server, other);
        Assert.Equal(StatusCode.OK, await after.CodeOfAsync());
        Assert.NotEqual(before.Seen!.Thumbprint, after.Seen!.Thumbprint);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.OK, await before.CodeOfAsync());
        using var late = new SecureClient(server, _authority);
        Assert.Equal(StatusCode.Internal, await late.CodeOfAsync());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("another's key")]
    [InlineData("an expired one")]
    public async Task What_cannot_be_shown_changes_nothing_and_is_told_once(string written)
    {
        await using var server = await RunningServer.StartWithAsync(_folder.Tls(_authority));
        switch (written)
        {
            case "nothing":
                File.Delete(_folder.Key);
                break;
            case "another's key":
                using (var other = _authority.Make("other", isServer: true)) File.WriteAllText(_folder.Key, Pem(other));
                break;
            default:
                _folder.Write(_authority, DateTimeOffset.UtcNow.AddDays(-1));
                break;
        }

        await server.Logs.FirstAsync(IsTold);
        using var client = new SecureClient(server, _authority);
        Assert.Equal(StatusCode.OK, await client.CodeOfAsync());
        _folder.Write(_authority);
        await server.Logs.FirstAsync(record => record.Message.StartsWith("Took the certificate of ", StringComparison.Ordinal));
        Assert.Single(server.Logs.All, record => IsTold(record));

        static string Pem(X509Certificate2 certificate) =>
            certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        static bool IsTold(LogRecord record) => record.Message.EndsWith("what was there before stays in use", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_nobody_goes_on_with_keeps_nobody_else_waiting()
    {
        await using var server = await RunningServer.StartWithAsync(_folder.Tls(_authority));
        var address = new Uri(server.Address);
        var silent = Enumerable.Range(0, 50).Select(_ => new TcpClient(address.Host, address.Port)).ToList();
        using var client = new SecureClient(server, _authority);
        Assert.Equal(StatusCode.OK, await client.CodeOfAsync());
        Assert.Equal(0, await silent[0].GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        silent.ForEach(connection => connection.Dispose());
    }
}
