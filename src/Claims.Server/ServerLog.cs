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
}
