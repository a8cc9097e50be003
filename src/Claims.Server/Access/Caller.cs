namespace Claims.Server.Access;

/// <summary>
/// Who was let in; a feature of the call. Thread-safe.
/// </summary>
internal abstract class Caller
{
    /// <summary>What he is called in logs. Nothing secret.</summary>
    public abstract string Name { get; }

    /// <summary>Whether he would not be let in any more. Asked by what lasts before each thing that it tells.</summary>
    public abstract bool IsOver { get; }

    /// <summary>Whether a call's caller was let in, and would not be any more.</summary>
    public static bool IsOverOf(HttpContext call) => call.Features.Get<Caller>() is { IsOver: true };
}
