using System.Net;
using System.Net.Sockets;
using Claims.Tests.Rpc;
using Grpc.Core;

namespace Claims.Tests.Access;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly AccessFolder _folder = new();
    private readonly CertificateMaker _servers = new("servers");
    private readonly CertificateMaker _clients = new("clients");
    private readonly CertificateMaker _others = new("others");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_shows_one_is_let_in_on_both_ports_and_health_is_told_to_all()
    {
        await using var server = await StartAsync();
        using var alice = new SecureClient(server, _servers, _clients.Make("alice", isServer: false));
        Assert.Equal(StatusCode.OK, await alice.CodeOfAsync());
        Assert.Contains(server.Revision, await alice.Web.GetStringAsync("/v1/corpus"), StringComparison.Ordinal);

        using var nobody = new SecureClient(server, _servers);
        var refusal = await Refusal.OfAsync(nobody.Claims.GetCorpusAsync(new()));
        Assert.Equal("UNAUTHENTICATED", refusal.Reason);
        Assert.Contains("expected a client certificate", refusal.Message, StringComparison.Ordinal);
        await nobody.Health.CheckAsync(new());
    }

    [Theory]
    [InlineData("another authority's")]
    [InlineData("an expired one")]
    [InlineData("a server's")]
    public async Task One_that_is_not_good_opens_nothing_and_its_call_is_told_so(string shown)
    {
        await using var server = await StartAsync();
        using var certificate = shown switch
        {
            "another authority's" => _others.Make("alice", isServer: false),
            "an expired one" => _clients.Make("alice", isServer: false, DateTimeOffset.UtcNow.AddDays(-1)),
            _ => _clients.Make("alice", isServer: true),
        };
        using var client = new SecureClient(server, _servers, certificate);
        var refusal = await Refusal.OfAsync(client.Claims.GetCorpusAsync(new()));
        Assert.Equal("UNAUTHENTICATED", refusal.Reason);
        Assert.Contains("its certificate has expired, or is of nobody who signs", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_fetched_from_where_it_says_that_its_signer_is_found()
    {
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        await using var server = await StartAsync();
        using var certificate = _others.Make(
            "mallory", isServer: false, signers: new($"http://{elsewhere.LocalEndpoint}/signer.cer"));
        using var client = new SecureClient(server, _servers, certificate);
        Assert.Equal(StatusCode.Unauthenticated, await client.CodeOfAsync());
        Assert.False(elsewhere.Pending());
    }

    [Fact]
    public async Task When_others_sign_those_before_open_nothing_more_and_what_they_had_opened_ends()
    {
        await using var server = await StartAsync();
        using var alice = new SecureClient(server, _servers, _clients.Make("alice", isServer: false));
        using var mallory = new SecureClient(server, _servers, _others.Make("mallory", isServer: false));
        Assert.Equal(StatusCode.OK, await alice.CodeOfAsync());
        Assert.Equal(StatusCode.Unauthenticated, await mallory.CodeOfAsync());
        using var watch = alice.Claims.WatchClaims(new() { Parent = "articles/-" });
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        _folder.OfClients(_others);
        await server.Logs.FirstAsync(record => record.Message.StartsWith("Took those who sign ", StringComparison.Ordinal));
        Assert.Equal(StatusCode.Unauthenticated, await alice.CodeOfAsync());
        Assert.Equal(StatusCode.OK, await mallory.CodeOfAsync());
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Equal(StatusCode.Unauthenticated, ended.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_told_so_whatever_certificate_is_shown_with_it()
    {
        await using var server = await RunningServer.StartWithAsync(
            [.. _folder.Tls(_servers), .. _folder.OfClients(_clients), .. _folder.OfKeys(("a", "right"))]);
        using var alice = new SecureClient(server, _servers, _clients.Make("alice", isServer: false));
        using var nobody = new SecureClient(server, _servers);
        Assert.Equal(StatusCode.OK, await alice.CodeOfAsync());
        Assert.Equal(StatusCode.OK, await nobody.CodeOfAsync(SecureClient.With("right")));
        Assert.Equal(StatusCode.Unauthenticated, await alice.CodeOfAsync(SecureClient.With("wrong")));
    }

    private Task<RunningServer> StartAsync() =>
        RunningServer.StartWithAsync([.. _folder.Tls(_servers), .. _folder.OfClients(_clients)]);
}
