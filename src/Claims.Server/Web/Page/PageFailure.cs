using System.Globalization;
using Google.Rpc;

namespace Claims.Server.Web.Page;

/// <summary>Why a page could not be made.</summary>
/// <param name="Status">The error.</param>
/// <param name="Asked">The address that was asked for.</param>
/// <param name="Time">When.</param>
public sealed record PageFailure(Status Status, string Asked, DateTimeOffset Time)
{
    /// <summary>The error in words of the page.</summary>
    public string Title => (Code)Status.Code switch
    {
        Code.NotFound => "There is no such page.",
        Code.InvalidArgument => "The address asks for something that is not understood.",
        Code.FailedPrecondition => "That revision is not kept any more.",
        Code.Unauthenticated => "This page is not shown to everybody.",
        Code.ResourceExhausted => "The service is busy.",
        _ => "The service did not answer.",
    };

    /// <summary>The error's code and reason, as the contract names them.</summary>
    public string Codes => string.Join(' ', new[]
    {
        CodeReflection.Descriptor.EnumTypes[0].FindValueByNumber(Status.Code)?.Name,
        Status.GetDetail<ErrorInfo>()?.Reason,
    }.Distinct()).Trim();

    /// <summary>When, by the clock of UTC.</summary>
    public string TimeText => Time.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
