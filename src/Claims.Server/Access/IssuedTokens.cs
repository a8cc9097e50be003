using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Claims.Server.Access;

/// <summary>
/// The tokens of one issuer (RFC 7519), who tells of his keys as OpenID Connect Discovery 1.0 has it. Thread-safe.
/// </summary>
/// <remarks>
/// Of the package's handler only what it is made of: as a scheme of ASP.NET it would look at every call once more, and know
/// nothing of keys, nor of gRPC's errors.
/// </remarks>
internal sealed class IssuedTokens
{
    // For the issuer to tell of his keys: no longer than a call may take where nothing is configured.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly JwtBearerOptions _options;

    /// <param name="issuer">An address, as it stands in the tokens.</param>
    /// <param name="audience">Whom they must be made out to.</param>
    public IssuedTokens(string issuer, string audience)
    {
        _options = new()
        {
            Authority = issuer,
            MapInboundClaims = false,
            BackchannelTimeout = _patience,

            // In the clear only what does not leave this machine.
            RequireHttpsMetadata = !new Uri(issuer).IsLoopback,
            TokenValidationParameters = new()
            {
                ValidIssuer = issuer,
                ValidAudience = audience,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                ClockSkew = TimeSpan.FromSeconds(30),
            },
        };
        new JwtBearerPostConfigureOptions().PostConfigure(null, _options);
        _options.TokenValidationParameters.ConfigurationManager =
            (BaseConfigurationManager)_options.ConfigurationManager!;
    }

    /// <summary>Whether something may be a token: what it says of itself is not looked at here.</summary>
    public static bool MayBe(string token) => token.Count(c => c == '.') == 2;

    /// <summary>Who a token is of, or why it is not taken.</summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public async Task<(Caller? Caller, Denial? Denial)> FindAsync(string token, CancellationToken cancellation)
    {
        try
        {
            await _options.ConfigurationManager!.GetConfigurationAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, new("the issuer of tokens cannot be reached", IsTemporary: true));
        }

        var result = await _options.TokenHandlers[0].ValidateTokenAsync(token, _options.TokenValidationParameters);
        return result is { IsValid: true, SecurityToken: JsonWebToken valid }
            ? (new Bearer(valid), null)
            : (null, new(ProblemOf(result.Exception)));
    }

    // In words of our own: those of the library may have some of the token in them.
    private static string ProblemOf(Exception problem) => problem switch
    {
        SecurityTokenExpiredException => "its token has expired",
        SecurityTokenNotYetValidException => "its token is not valid yet",
        SecurityTokenInvalidAudienceException => "its token is made out to another audience",
        SecurityTokenInvalidIssuerException => "its token is another issuer's",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException =>
            "its token is not signed by the issuer",
        _ => "its token is none",
    };

    private sealed class Bearer(JsonWebToken token) : Caller
    {
        // Not every issuer names whom he means.
        public override string Name => token.Subject is { Length: > 0 } subject ? subject : token.Issuer;

        public override bool IsOver => DateTime.UtcNow >= token.ValidTo;
    }
}
