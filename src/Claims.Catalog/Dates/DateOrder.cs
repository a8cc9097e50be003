using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// The claims in the order of one of their dates, those with equal dates by number, which is by position, and those
/// without one last. Immutable.
/// </summary>
internal sealed class DateOrder(SectionReader sections, DateColumn dates)
{
    private readonly Section<int> _claims = sections.Read<int>();

    // Where the claims of each rank start; those without a date have the last rank of all.
    private readonly Section<int> _starts = sections.Read<int>();

    private int Unset => _starts.Length - 2;

    /// <summary>Writes an order.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="dates">The dates there are.</param>
    /// <param name="dateOf">For each claim its date, or <see cref="DateColumn.None"/>.</param>
    /// <param name="work">Where it is made.</param>
    public static void Write(SectionWriter sections, NumberedDates dates, Scratch<int> dateOf, Workspace work)
    {
        var starts = work.Take<int>(dates.RankCount + 2);
        foreach (var date in dateOf.Span) starts[RankOf(date) + 1]++;
        for (var rank = 0; rank <= dates.RankCount; rank++) starts[rank + 1] += starts[rank];
        var next = work.Copy<int>(starts.Span[..(dates.RankCount + 1)]);
        var claims = work.Take<int>(dateOf.Length);
        for (var claim = 0; claim < claims.Length; claim++) claims[next[RankOf(dateOf[claim])]++] = claim;
        sections.Add(claims.Span);
        sections.Add(starts.Span);

        int RankOf(int date) => date == DateColumn.None ? dates.RankCount : dates.Ranks[date];
    }

    /// <summary>
    /// Takes the claims of a set that come next. It passes over every claim on the way: good for a set that has many.
    /// </summary>
    /// <param name="set">The set; anything but a list.</param>
    /// <param name="descending">Whether later dates come first.</param>
    /// <param name="after">The claim after which to start, or -1.</param>
    /// <param name="page">Where to put them.</param>
    /// <returns>How many there were.</returns>
    public int Take(ClaimSet set, bool descending, int after, Span<int> page)
    {
        var taken = 0;
        var (rank, at) = after < 0 ? (descending ? Unset - 1 : 0, 0) : Behind(after);
        while (rank >= 0)
        {
            for (var i = Math.Max(at, _starts[rank]); i < _starts[rank + 1]; i++)
            {
                if (!set.Contains(_claims[i])) continue;
                page[taken++] = _claims[i];
                if (taken == page.Length) return taken;
            }

            at = 0;
            rank = Next(rank, descending);
        }

        return taken;
    }

    private int Next(int rank, bool descending)
    {
        if (rank == Unset) return -1;
        if (!descending) return rank + 1;
        return rank == 0 ? Unset : rank - 1;
    }

    private (int Rank, int At) Behind(int claim)
    {
        var rank = RankOf(claim);
        var (start, end) = (_starts[rank], _starts[rank + 1]);
        return (rank, start + _claims.Between(start, end).BinarySearch(claim) + 1);
    }

    private int RankOf(int claim) => Math.Min(dates.RankOf(claim), Unset);
}
