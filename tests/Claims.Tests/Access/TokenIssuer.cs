using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Claims.Tests.Access;

/// <summary>
/// Who issues tokens (RFC 7519), on a port of his own, with what OpenID Connect Discovery has him tell. It signs by itself, so
/// that no library agrees with itself.
/// </summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;

    private TokenIssuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<TokenIssuer> StartAsync()
    {
        var app = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]).Build();
        var issuer = new TokenIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(
            new { issuer = issuer.Address, jwks_uri = $"{issuer.Address}/keys" }));
        var key = issuer._key.ExportParameters(includePrivateParameters: false);
        app.MapGet("/keys", () => Results.Json(new
        {
            keys = new[]
            {
                new { kty = "RSA", kid = "1", use = "sig", n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) },
            },
        }));
        await app.StartAsync();
        return issuer;
    }

    /// <summary>A token, good where nothing else is asked for.</summary>
    public string Make(
        string audience = "claims", string? issuer = null, TimeSpan? left = null, bool isSigned = true, RSA? key = null)
    {
        var now = DateTimeOffset.UtcNow;
        var head = Part(isSigned ? new { alg = "RS256", kid = "1", typ = "JWT" } : new { alg = "none", kid = "1", typ = "JWT" });
        var body = Part(new
        {
            iss = issuer ?? Address,
            aud = audience,
            sub = "alice",
            nbf = now.AddHours(-1).ToUnixTimeSeconds(),
            exp = (now + (left ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
        });
        var signature = (key ?? _key).SignData(
            Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{body}.{(isSigned ? Base64Url.EncodeToString(signature) : "")}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
