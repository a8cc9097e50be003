namespace Claims.Catalog.Search;

/// <summary>A search for what is most often near.</summary>
internal static class Galloping
{
    /// <summary>The first index from one on with a number that is at least another, or the end.</summary>
    /// <param name="numbers">Ascending.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="least">The least number meant.</param>
    public static int FirstFrom(ReadOnlySpan<int> numbers, int from, int least)
    {
        if (from >= numbers.Length || numbers[from] >= least)
            return from;
        var step = 1;
        while (from + step < numbers.Length && numbers[from + step] < least)
        {
            from += step;
            step *= 2;
        }
        var rest = numbers[(from + 1)..Math.Min(from + step, numbers.Length)];
        var found = rest.BinarySearch(least);
        return from + 1 + (found < 0 ? ~found : found);
    }
}
