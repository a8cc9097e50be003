namespace Claims.Server;

/// <summary>
/// What the server logs of itself.
/// </summary>
internal static partial class ServerLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message =
        "Loaded revision {Revision} from {Path}; claims: {Claims}, articles: {Articles}")]
    public static partial void Loaded(ILogger logger, string revision, string path, int claims, int articles);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message =
        "The call of {Path} found no memory: the limit is low for the corpus and for the calls at a time")]
    public static partial void FoundNoMemory(ILogger logger, string path);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "The call of {Path} failed")]
    public static partial void Failed(ILogger logger, string path, Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message =
        "Took revision {Revision} from {Path} in {Milliseconds} ms; claims: {Claims}, articles: {Articles}")]
    public static partial void Reloaded(
        ILogger logger, string revision, string path, int claims, int articles, long milliseconds);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message =
        "{Path} is not taken, and revision {Revision} stays in service; mistakes: {Mistakes}, which begin with these")]
    public static partial void NotReloaded(ILogger logger, string path, string revision, long mistakes);

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "{Mistake}")]
    public static partial void Mistake(ILogger logger, string mistake);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message =
        "{Path} could not be loaded; the revision before stays in service")]
    public static partial void ReloadFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(EventId = 8, Level = LogLevel.Information, Message =
        "{Path} is without mistakes again, and still revision {Revision}")]
    public static partial void Mended(ILogger logger, string revision, string path);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message =
        "What the corpus compiles to is not kept in {Path}, and the next start compiles it again: {Problem}")]
    public static partial void NotKept(ILogger logger, string path, string problem);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message =
        "Of what was served, something is withdrawn in revision {Revision}; earlier revisions that are read no more: {Revisions}")]
    public static partial void Withheld(ILogger logger, int revisions, string revision);

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "Took the certificate of {Paths}, valid until {End}")]
    public static partial void TookCertificate(ILogger logger, string paths, string end);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message =
        "Took those who sign clients' certificates from {Paths}; certificates: {Count}")]
    public static partial void TookAuthority(ILogger logger, string paths, int count);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "Took the keys of {Paths}; keys: {Count}")]
    public static partial void TookKeys(ILogger logger, string paths, int count);

    [LoggerMessage(EventId = 14, Level = LogLevel.Error, Message = "{Problem}; what was there before stays in use")]
    public static partial void AccessNotTaken(ILogger logger, string problem);

    [LoggerMessage(EventId = 15, Level = LogLevel.Warning, Message =
        "Keys come to {Address} in the clear: whoever is on the way can read them; expected TLS here, or a proxy that ends it")]
    public static partial void KeysInTheClear(ILogger logger, string address);

    [LoggerMessage(EventId = 16, Level = LogLevel.Information, Message =
        "Told to end: calls are answered for {Seconds} s more, while others take over")]
    public static partial void Draining(ILogger logger, double seconds);

    [LoggerMessage(EventId = 17, Level = LogLevel.Debug, Message =
        "{Method} ended with {Status} after {Milliseconds:0.###} ms; surface: {Surface}, revision: {Revision}")]
    public static partial void Called(
        ILogger logger, string method, string status, double milliseconds, string surface, string revision);

    [LoggerMessage(EventId = 18, Level = LogLevel.Information, Message =
        "Slow: {Method} ended with {Status} after {Milliseconds:0} ms; surface: {Surface}, revision: {Revision}")]
    public static partial void CalledSlowly(
        ILogger logger, string method, string status, double milliseconds, string surface, string revision);
}
