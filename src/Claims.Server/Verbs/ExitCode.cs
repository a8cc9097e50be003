namespace Claims.Server.Verbs;

/// <summary>
/// What the process ends with.
/// </summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>
    /// It could not be done: the server is not healthy, its port is taken, or a setting cannot be used.
    /// </summary>
    public const int Failure = 1;

    /// <summary>The corpus has a mistake, or does not agree with the article.</summary>
    public const int Mistake = 2;

    /// <summary>The command line is not understood; as sysexits.h has it.</summary>
    public const int Usage = 64;
}
