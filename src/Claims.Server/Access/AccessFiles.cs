namespace Claims.Server.Access;

/// <summary>
/// The files that say who the server is and who is let in, each null where it is not configured, and looked after while the
/// server runs.
/// </summary>
internal sealed class AccessFiles
{
    private readonly List<Func<ILogger, bool>> _looks = [];

    /// <summary>Reads all that are configured.</summary>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public AccessFiles(AccessSettings settings)
    {
        Certificate = CertificateOf(settings);
        if (Certificate is not null)
        {
            Add(Certificate, static (logger, paths, now) => ServerLog.TookCertificate(logger, paths, now.End));
        }

        if (settings.ClientCaPath is { } authority)
        {
            Authority = new([authority], static (files, _) => ClientAuthority.Read(files[0]));
            Add(Authority, static (logger, paths, now) => ServerLog.TookAuthority(logger, paths, now.Count));
        }

        if (settings.KeysPath is { } keys)
        {
            Keys = new([keys], static (files, before) => KeyRing.Read(files[0], before));
            Add(Keys, static (logger, paths, now) => ServerLog.TookKeys(logger, paths, now.Count));
        }
    }

    public ReloadedFiles<ServerCertificate>? Certificate { get; }

    public ReloadedFiles<ClientAuthority>? Authority { get; }

    public ReloadedFiles<KeyRing>? Keys { get; }

    /// <summary>The certificate alone; null without TLS.</summary>
    /// <exception cref="SettingException">It cannot be used.</exception>
    public static ReloadedFiles<ServerCertificate>? CertificateOf(AccessSettings settings) => settings.CertificatePath is { } path
        ? new([path, settings.KeyPath!], static (files, _) => ServerCertificate.Read(files[0], files[1]))
        : null;

    /// <summary>Whether there is anything to look after.</summary>
    public bool HasAny => _looks.Count > 0;

    /// <summary>Reads again what has changed, and logs that it was taken, or why not.</summary>
    /// <returns>Whether anything was taken.</returns>
    public bool Look(ILogger logger)
    {
        var isAnyTaken = false;
        foreach (var look in _looks) isAnyTaken |= look(logger);
        return isAnyTaken;
    }

    private void Add<T>(ReloadedFiles<T> files, Action<ILogger, string, T> log)
        where T : class => _looks.Add(logger =>
        {
            var isTaken = files.Look(out var problem);
            if (isTaken) log(logger, files.Paths, files.Current);
            if (problem is not null) ServerLog.AccessNotTaken(logger, problem);
            return isTaken;
        });
}
