namespace Claims.Server.Web;

/// <summary>
/// The mark of a connection that speaks HTTP as browsers do, under its features: what is served on it is not gRPC's port.
/// </summary>
internal sealed class WebConnection
{
    public static readonly WebConnection Instance = new();

    private WebConnection()
    {
    }

    /// <summary>Whether a call came over such a connection.</summary>
    public static bool Has(HttpContext call) => call.Features.Get<WebConnection>() is not null;
}
