namespace Claims.Server.Access;

/// <summary>
/// Who is let in, as configured: the sections <c>Tls</c>, <c>Keys</c>, <c>Jwt</c> and <c>Access</c>.
/// </summary>
internal sealed class AccessSettings(IConfiguration configuration)
{
    public const string CertificatePathKey = "Tls:CertificatePath";
    public const string KeyPathKey = "Tls:KeyPath";
    public const string ClientCaPathKey = "Tls:ClientCaPath";
    public const string KeysPathKey = "Keys:Path";
    public const string JwtIssuerKey = "Jwt:Issuer";
    public const string JwtAudienceKey = "Jwt:Audience";

    /// <summary>What a surface's key begins with.</summary>
    public const string SurfacePrefix = "Access:";

    /// <summary>The server's certificate, and those between it and its CA's, as PEM; null: no TLS.</summary>
    public string? CertificatePath => Given(CertificatePathKey);

    /// <summary>The key that belongs to it, as PEM.</summary>
    public string? KeyPath => Given(KeyPathKey);

    /// <summary>The certificates of whoever signs clients', as PEM; null: clients are not asked for one.</summary>
    public string? ClientCaPath => Given(ClientCaPathKey);

    /// <summary>The file of keys, as <see cref="KeyRing"/> reads it; null: there are none.</summary>
    public string? KeysPath => Given(KeysPathKey);

    /// <summary>Whose tokens are taken, as it stands in them; null: nobody's.</summary>
    public string? JwtIssuer => Given(JwtIssuerKey);

    /// <summary>Whom they must be made out to.</summary>
    public string? JwtAudience => Given(JwtAudienceKey);

    public bool HasTls => CertificatePath is not null;

    /// <summary>Whether callers are asked who they are. Any one of what is configured suffices.</summary>
    public bool IsGuarded => ClientCaPath is not null || KeysPath is not null || JwtIssuer is not null;

    public Exposure ExposureOf(Surface surface) =>
        Enum.TryParse<Exposure>(Given(SurfacePrefix + surface), ignoreCase: true, out var exposure) ? exposure
        : surface is Surface.Mcp or Surface.Metrics ? Exposure.Off
        : Exposure.Guarded;

    /// <summary>What is only half given, or contradicts itself, as one sentence; null where nothing does.</summary>
    public string? Problem()
    {
        if (Half(CertificatePathKey, KeyPathKey) is { } half) return half;
        if (Half(JwtIssuerKey, JwtAudienceKey) is { } token) return token;
        if (ClientCaPath is not null && !HasTls)
        {
            return $"{ClientCaPathKey} is given without {CertificatePathKey}: clients show certificates over TLS alone";
        }

        var guarded = Enum.GetValues<Surface>().Where(surface => surface != Surface.Calls)
            .Select(surface => SurfacePrefix + surface)
            .FirstOrDefault(key => Exposure.Guarded.ToString().Equals(Given(key), StringComparison.OrdinalIgnoreCase));
        return guarded is not null && !IsGuarded
            ? $"{guarded} is guarded, and nothing asks callers who they are; expected {KeysPathKey}, {JwtIssuerKey} or "
                + $"{ClientCaPathKey} too"
            : null;
    }

    private string? Half(string one, string other) => (Given(one), Given(other)) switch
    {
        ({ }, null) => $"{one} is given without {other}",
        (null, { }) => $"{other} is given without {one}",
        _ => null,
    };

    private string? Given(string key) => configuration[key] is { Length: > 0 } value ? value : null;
}
