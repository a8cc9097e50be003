using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// What a figure must be: printed beside it, with whether it is.
/// </summary>
internal static class Bar
{
    /// <returns>Whether the figure is no less than the bar.</returns>
    public static bool AtLeast(string title, double figure, double bar) =>
        Judge(title, figure, "at least", bar, figure >= bar);

    /// <returns>Whether the figure is no more than the bar.</returns>
    public static bool AtMost(string title, double figure, double bar) =>
        Judge(title, figure, "at most", bar, figure <= bar);

    private static bool Judge(string title, double figure, string sense, double bar, bool isMet)
    {
        Console.Out.WriteLine(Invariant($"\n{title}: {figure:F2}, bar: {sense} {bar}, {(isMet ? "met" : "missed")}"));
        return isMet;
    }
}
