namespace Claims.Server.Access;

/// <summary>
/// Lets in who shows any one of what is configured: a key or a token, as <c>authorization: Bearer …</c> (RFC 6750), or, with
/// his connection, a certificate. Thread-safe.
/// </summary>
internal sealed class Admission(AccessSettings settings, AccessFiles files)
{
    private const string Scheme = "Bearer ";

    private readonly IssuedTokens? _tokens = settings.JwtIssuer is { } issuer ? new(issuer, settings.JwtAudience!) : null;

    private readonly bool[] _isGuarded =
        [.. Enum.GetValues<Surface>().Select(surface => settings.IsGuarded && settings.ExposureOf(surface) == Exposure.Guarded)];

    // What to show, for whoever has shown nothing.
    private readonly string _expected = string.Join(" or ", new[]
    {
        settings.KeysPath is null ? null : "'authorization: Bearer KEY'",
        settings.JwtIssuer is null ? null : $"'authorization: Bearer TOKEN' of {settings.JwtIssuer}",
        settings.ClientCaPath is null ? null : "a client certificate",
    }.OfType<string>());

    /// <summary>Whether anybody is asked who he is.</summary>
    public bool IsNeeded { get; } = settings.IsGuarded;

    /// <summary>Lets a call in, which then has its <see cref="Caller"/> as a feature, or tells why not.</summary>
    /// <param name="call">The call.</param>
    /// <param name="surface">What it is for.</param>
    /// <returns>Null for whoever is let in. It is over at once but where a token's issuer is to be asked.</returns>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public ValueTask<Denial?> AdmitAsync(HttpContext call, Surface surface)
    {
        if (!_isGuarded[(int)surface]) return default;
        var authorization = call.Request.Headers.Authorization;
        if (authorization.Count > 0 && (files.Keys is not null || _tokens is not null))
        {
            var given = authorization.ToString();
            var last = call.Features.Get<LastCaller>();
            if (last?.Find(given) is { } known)
            {
                call.Features.Set(known);
                return default;
            }

            if (authorization.Count > 1 || !given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                return new(new Denial($"its authorization is no bearer's; expected {_expected}"));
            }

            var shown = given[Scheme.Length..].Trim();
            if (files.Keys?.Current.Find(shown) is { } caller)
            {
                if (caller.IsOver) return new(new Denial("its key has expired"));
                last?.Keep(given, caller);
                call.Features.Set(caller);
                return default;
            }

            return _tokens is not null && IssuedTokens.MayBe(shown)
                ? AdmitByTokenAsync(call, shown)
                : new(new Denial($"its key is not known here; expected {_expected}"));
        }

        if (call.Features.Get<ClientCertificate>() is { IsShown: true } certificate)
        {
            if (certificate.IsOver) return new(new Denial("its certificate has expired, or is of nobody who signs clients' here"));
            call.Features.Set<Caller>(certificate);
            return default;
        }

        return new(new Denial($"it shows nothing of who makes it; expected {_expected}"));
    }

    private async ValueTask<Denial?> AdmitByTokenAsync(HttpContext call, string token)
    {
        var (caller, denial) = await _tokens!.FindAsync(token, call.RequestAborted);
        if (caller is not null) call.Features.Set(caller);
        return denial;
    }
}
