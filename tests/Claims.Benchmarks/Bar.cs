using static System.FormattableString;

namespace Claims.Benchmarks;

/// <summary>
/// What a figure must be: printed beside it, with whether it is. Those there are stand in <see cref="Bars"/>.
/// </summary>
internal sealed record Bar
{
    private readonly bool _isLeast;

    private Bar(double limit, bool isLeast) => (Limit, _isLeast) = (limit, isLeast);

    public double Limit { get; }

    /// <summary>A figure must be no less.</summary>
    public static Bar AtLeast(double limit) => new(limit, isLeast: true);

    /// <summary>A figure must be no more.</summary>
    public static Bar AtMost(double limit) => new(limit, isLeast: false);

    public bool IsMetBy(double figure) => _isLeast ? figure >= Limit : figure <= Limit;

    /// <summary>Prints a figure with the bar.</summary>
    /// <returns>Whether it is met.</returns>
    public bool Judge(string title, double figure)
    {
        var isMet = IsMetBy(figure);
        var sense = _isLeast ? "at least" : "at most";
        Console.Out.WriteLine(Invariant($"\n{title}: {figure:F2}, bar: {sense} {Limit}, {(isMet ? "met" : "missed")}"));
        return isMet;
    }
}
