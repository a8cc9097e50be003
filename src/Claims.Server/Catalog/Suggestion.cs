namespace Claims.Server.Catalog;

/// <summary>
/// Guesses what a misspelt name may have meant.
/// </summary>
internal static class Suggestion
{
    /// <summary>
    /// <c>; did you mean '…'?</c> with the candidate nearest to what was given, or nothing where none is near: at most
    /// one edit in three characters away. Of equally near ones the first by ordinal order.
    /// </summary>
    public static string Of(string given, IEnumerable<string> candidates)
    {
        var limit = Math.Max(1, given.Length / 3);
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - given.Length) > limit) continue;
            var distance = Distance(given, candidate, limit);
            if (distance > limit || (distance == limit && best is not null && string.CompareOrdinal(candidate, best) >= 0))
            {
                continue;
            }

            (best, limit) = (candidate, distance);
        }

        return best is null ? "" : $"; did you mean '{best}'?";
    }

    /// <summary>
    /// The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours (Boytsov,
    /// "Indexing methods for approximate dictionary searching", 2011), or anything above the limit once it is passed.
    /// Letter case does not count.
    /// </summary>
    private static int Distance(string a, string b, int limit)
    {
        var (beforeLast, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > limit) return limit + 1;
            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];

        static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
    }
}
