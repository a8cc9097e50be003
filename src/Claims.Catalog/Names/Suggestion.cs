namespace Claims.Catalog;

/// <summary>
/// Guesses what a misspelt name may have meant, in bounded time: what is given may be anything, and there may be a million
/// names.
/// </summary>
internal static class Suggestion
{
    // No name is as long; what is longer is no slip.
    private const int MostCharacters = 256;

    // So many names of like length are compared. Of more names than that, the nearest may be missed.
    private const int MostCompared = 20_000;

    /// <summary>
    /// <c>; did you mean '…'?</c> with the candidate nearest to what was given, or nothing where none is near: at most
    /// one edit in three characters away. Of equally near ones the first by ordinal order.
    /// </summary>
    public static string Of(string given, IEnumerable<string> candidates) =>
        Nearest(given, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>The candidate that <see cref="Of"/> suggests, or null.</summary>
    public static string? Nearest(string given, IEnumerable<string> candidates)
    {
        if (given.Length > MostCharacters) return null;
        var limit = Math.Max(1, given.Length / 3);
        var compared = 0;
        string? best = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - given.Length) > limit) continue;
            if (++compared > MostCompared) break;
            var distance = Distance(given, candidate, limit);
            if (distance > limit || (distance == limit && best is not null && string.CompareOrdinal(candidate, best) >= 0))
            {
                continue;
            }

            (best, limit) = (candidate, distance);
        }

        return best;
    }

    /// <summary>
    /// The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours (Boytsov,
    /// "Indexing methods for approximate dictionary searching", 2011), or anything above the limit once it is passed.
    /// Letter case does not count.
    /// </summary>
    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        // What both begin and end with is no difference; most names begin like all others.
        var start = 0;
        while (start < a.Length && start < b.Length && Same(a[start], b[start])) start++;
        a = a[start..];
        b = b[start..];
        var end = 0;
        while (end < a.Length && end < b.Length && Same(a[^(end + 1)], b[^(end + 1)])) end++;
        a = a[..^end];
        b = b[..^end];

        Span<int> rows = stackalloc int[3 * (b.Length + 1)];
        var beforeLast = rows[..(b.Length + 1)];
        var last = rows.Slice(b.Length + 1, b.Length + 1);
        var row = rows[(2 * (b.Length + 1))..];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            // Whatever is further from the diagonal than the limit is beyond it.
            var from = Math.Max(1, i - limit);
            var to = Math.Min(b.Length, i + limit);
            var least = row[from - 1] = from == 1 ? i : limit + 1;
            for (var j = from; j <= to; j++)
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
            if (to < b.Length) row[to + 1] = limit + 1;
            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        return last[b.Length];

        static bool Same(char x, char y) => x == y || char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
    }
}
