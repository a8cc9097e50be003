namespace Claims.Server.Web.Page.Dates;

/// <summary>
/// Seconds of a calendar, counted from 0001-01-01T00:00:00 without a time zone, as <see cref="ToldDate"/> has them.
/// </summary>
internal static class ToldTime
{
    private static readonly long _last = DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>What the calendar shows at a second; what is beyond its end or its start, there.</summary>
    public static DateTime At(long second) => new(Math.Clamp(second, 0, _last) * TimeSpan.TicksPerSecond);

    /// <summary>The second at which the calendar shows this.</summary>
    public static long Of(DateTime shown) => shown.Ticks / TimeSpan.TicksPerSecond;
}
