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
}
