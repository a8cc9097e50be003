using System.Security.Cryptography;
using Claims.Tests.Rpc;
using Grpc.Core;

namespace Claims.Tests.Access;

public sealed class IssuedTokensTests
{
    [Fact]
    public async Task Whoever_has_a_token_of_the_issuer_is_let_in()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var server = await StartAsync(issuer);
        using var client = new SecureClient(server, null);
        Assert.Equal(StatusCode.Unauthenticated, await client.CodeOfAsync());
        Assert.Equal(StatusCode.OK, await client.CodeOfAsync(SecureClient.With(issuer.Make())));
        client.Web.DefaultRequestHeaders.Authorization = new("Bearer", issuer.Make());
        Assert.Contains(server.Revision, await client.Web.GetStringAsync("/v1/corpus"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("an expired one", "its token has expired")]
    [InlineData("another audience's", "its token is made out to another audience")]
    [InlineData("another issuer's", "its token is another issuer's")]
    [InlineData("another key's", "its token is not signed by the issuer")]
    [InlineData("an unsigned one", "its token is not signed by the issuer")]
    [InlineData("an altered one", "its token is not signed by the issuer")]
    [InlineData("a.b.c", "its token is none")]
    [InlineData("nothing of the kind", "its key is not known here")]
    public async Task Any_other_token_opens_nothing_and_is_told_why_without_a_word_of_it(string shown, string expected)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var server = await StartAsync(issuer);
        using var client = new SecureClient(server, null);
        using var other = RSA.Create(2048);
        var token = shown switch
        {
            "an expired one" => issuer.Make(left: TimeSpan.FromMinutes(-2)),
            "another audience's" => issuer.Make(audience: "others"),
            "another issuer's" => issuer.Make(issuer: "https://login.example"),
            "another key's" => issuer.Make(key: other),
            "an unsigned one" => issuer.Make(isSigned: false),
            "an altered one" => issuer.Make()[..^8] + "AAAAAAAA",
            _ => shown,
        };
        var refusal = await Refusal.OfAsync(client.Claims.GetCorpusAsync(new(), SecureClient.With(token)));
        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHENTICATED"), (refusal.Code, refusal.Reason));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        if (token.Length > 40) Assert.DoesNotContain(server.Logs.All, record => record.Message.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_issuer_cannot_be_reached_a_token_may_be_shown_again_later_and_keys_go_on()
    {
        using var folder = new AccessFolder();
        var issuer = await TokenIssuer.StartAsync();
        var (address, token) = (issuer.Address, issuer.Make());
        await issuer.DisposeAsync();
        await using var server = await RunningServer.StartWithAsync(
            [$"--Jwt:Issuer={address}", "--Jwt:Audience=claims", .. folder.OfKeys(("a", "key"))]);
        using var client = new SecureClient(server, null);
        var refusal = await Refusal.OfAsync(client.Claims.GetCorpusAsync(new(), SecureClient.With(token)));
        Assert.Equal((StatusCode.Unavailable, "NOT_READY"), (refusal.Code, refusal.Reason));
        Assert.Equal(StatusCode.OK, await client.CodeOfAsync(SecureClient.With("key")));
    }

    private static Task<RunningServer> StartAsync(TokenIssuer issuer) =>
        RunningServer.StartWithAsync($"--Jwt:Issuer={issuer.Address}", "--Jwt:Audience=claims");
}
