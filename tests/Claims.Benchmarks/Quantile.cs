namespace Claims.Benchmarks;

/// <summary>
/// Quantiles, by nearest rank.
/// </summary>
internal static class Quantile
{
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);

    /// <summary>The least of the values that at least a share of them, above 0 and up to 1, do not exceed.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
