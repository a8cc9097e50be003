using System.Numerics;
using System.Runtime.Intrinsics;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// One date of every claim, with the claims of each date, found by the calendar. Immutable.
/// </summary>
internal sealed class DateColumn
{
    /// <summary>What a claim has that gives no date.</summary>
    public const int None = -1;

    // A leaf of the tree has so many dates.
    private const int LeafSize = 16;

    private readonly DistinctDates _dates;
    private readonly Section<int> _dateOf;

    // The dates that occur, by start; the claims of each, ordered, one list behind the other.
    private readonly Section<long> _starts;
    private readonly Section<int> _listStarts;
    private readonly Section<int> _claims;

    // How many claims' dates end at or before each end.
    private readonly Section<long> _ends;
    private readonly Section<int> _endedClaims;

    // The latest end below each node of a tree over the dates by start: node n has the children 2n and 2n + 1, and a leaf
    // some dates.
    private readonly Section<long> _latestEnds;
    private readonly Section<long> _endsByStart;

    public DateColumn(SectionReader sections, DistinctDates dates)
    {
        _dates = dates;
        _dateOf = sections.Read<int>();
        _starts = sections.Read<long>();
        _listStarts = sections.Read<int>();
        _claims = sections.Read<int>();
        _ends = sections.Read<long>();
        _endedClaims = sections.Read<int>();
        _endsByStart = sections.Read<long>();
        _latestEnds = sections.Read<long>();
    }

    private int Leaves => _latestEnds.Length / 2;

    /// <summary>Writes a column.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="dates">The dates there are.</param>
    /// <param name="dateOf">For each claim its date, or <see cref="None"/>.</param>
    /// <param name="work">Where it is made.</param>
    public static void Write(SectionWriter sections, Scratch<CalendarBounds> dates, Scratch<int> dateOf, Workspace work)
    {
        var counts = work.Take<int>(dates.Length);
        foreach (var date in dateOf.Span)
        {
            if (date != None) counts[date]++;
        }

        var occurring = 0;
        foreach (var count in counts.Span) occurring += count > 0 ? 1 : 0;
        var (byStart, byEnd) = (work.Take<int>(occurring), work.Take<int>(occurring));
        var (starts, ends) = (work.Take<long>(occurring), work.Take<long>(occurring));
        for (int date = 0, i = 0; date < counts.Length; date++)
        {
            if (counts[date] == 0) continue;
            (byStart[i], starts[i]) = (date, dates[date].Start);
            (byEnd[i], ends[i]) = (date, dates[date].End);
            i++;
        }

        // Those that start together by number, which goes by their end: then what is looked for among them lies together.
        Ordering.ByKeyAndNumber(starts.Span, byStart.Span);
        ends.Span.Sort(byEnd.Span);
        var listStarts = work.Take<int>(occurring + 1);
        var next = work.Take<int>(dates.Length);
        for (var i = 0; i < occurring; i++)
        {
            next[byStart[i]] = listStarts[i];
            listStarts[i + 1] = listStarts[i] + counts[byStart[i]];
        }

        var claims = work.Take<int>(listStarts[occurring]);
        for (var claim = 0; claim < dateOf.Length; claim++)
        {
            if (dateOf[claim] != None) claims[next[dateOf[claim]]++] = claim;
        }

        var endedClaims = work.Take<int>(occurring);
        var endsByStart = work.Take<long>(occurring);
        var ended = 0;
        for (var i = 0; i < occurring; i++)
        {
            endedClaims[i] = ended += counts[byEnd[i]];
            endsByStart[i] = dates[byStart[i]].End;
        }

        sections.Add(dateOf.Span);
        sections.Add(starts.Span);
        sections.Add(listStarts.Span);
        sections.Add(claims.Span);
        sections.Add(ends.Span);
        sections.Add(endedClaims.Span);
        sections.Add(endsByStart.Span);
        sections.Add(TreeOver(endsByStart.Span));
    }

    /// <summary>The date of a claim, or <see cref="None"/>.</summary>
    public int this[int claim] => _dateOf[claim];

    /// <summary>How a claim's date sorts; an unset one after all.</summary>
    public int RankOf(int claim) => _dateOf[claim] == None ? int.MaxValue : _dates.RankOf(_dateOf[claim]);

    /// <summary>Whether a claim's date shares a moment of the calendar with another.</summary>
    public bool Overlaps(int claim, Edtf during) =>
        _dateOf[claim] is not None and var date && _dates.StartOf(date) < during.End && during.Start < _dates.EndOf(date);

    /// <summary>How many claims have a date that shares a moment of the calendar with another.</summary>
    public int CountDuring(Edtf during)
    {
        // Those that start before it ends, less those that end before it starts, all of which are among the former.
        var started = _listStarts[CountBelow(_starts.Span, during.End)];
        var ended = CountBelow(_ends.Span, during.Start + 1);
        return started - (ended == 0 ? 0 : _endedClaims[ended - 1]);
    }

    /// <summary>Puts the claims whose date shares a moment of the calendar with another into an array, in no order.</summary>
    /// <returns>How many there are: <see cref="CountDuring"/>.</returns>
    public int ListDuring(Edtf during, int[] claims)
    {
        var count = 0;
        foreach (var (start, end) in RunsDuring(during))
        {
            _claims.Between(start, end).CopyTo(claims.AsSpan(count));
            count += end - start;
        }

        return count;
    }

    /// <summary>Sets the bits of the claims whose date shares a moment of the calendar with another.</summary>
    public void MarkDuring(Edtf during, ulong[] bits)
    {
        foreach (var (start, end) in RunsDuring(during))
        {
            foreach (var claim in _claims.Between(start, end)) bits[claim >> 6] |= 1UL << claim;
        }
    }

    /// <summary>Sets the bits of the claims whose date has a number below another; every claim must have a date.</summary>
    public void MarkBelow(int date, ulong[] bits)
    {
        var limit = new Vector<int>(date);
        var dates = _dateOf.Span;
        for (var word = 0; word << 6 < dates.Length; word++)
        {
            var first = word << 6;
            var below = 0UL;
            if (first + 64 <= dates.Length)
            {
                for (var i = 0; i < 64; i += Vector<int>.Count)
                {
                    var isBelow = Vector.LessThan(new Vector<int>(dates[(first + i)..]), limit);
                    below |= MaskOf(isBelow) << i;
                }
            }
            else
            {
                for (var claim = first; claim < dates.Length; claim++) below |= dates[claim] < date ? 1UL << claim : 0;
            }

            bits[word] = below;
        }
    }

    private static ulong MaskOf(Vector<int> comparison) => Vector<int>.Count switch
    {
        8 => comparison.AsVector256().ExtractMostSignificantBits(),
        4 => comparison.AsVector128().ExtractMostSignificantBits(),
        _ => comparison.AsVector512().ExtractMostSignificantBits(),
    };

    // The parts of the claims by start of date that overlap; neighbours are one part.
    private List<(int Start, int End)> RunsDuring(Edtf during)
    {
        var runs = new List<(int, int)>();
        AddRuns(1, 0, Leaves, CountBelow(_starts.Span, during.End), during.Start, runs);
        return runs;
    }

    // Leaves from first on, as many as the node has, of whose dates those before end start early enough.
    private void AddRuns(int node, int first, int count, int end, long after, List<(int Start, int End)> runs)
    {
        if (first * LeafSize >= end || _latestEnds[node] <= after) return;
        if (count > 1)
        {
            AddRuns(2 * node, first, count / 2, end, after, runs);
            AddRuns((2 * node) + 1, first + (count / 2), count / 2, end, after, runs);
            return;
        }

        for (var date = first * LeafSize; date < Math.Min(end, (first + 1) * LeafSize); date++)
        {
            if (_endsByStart[date] <= after) continue;
            var (from, to) = (_listStarts[date], _listStarts[date + 1]);
            if (runs.Count > 0 && runs[^1].End == from) runs[^1] = (runs[^1].Start, to);
            else runs.Add((from, to));
        }
    }

    private static long[] TreeOver(ReadOnlySpan<long> endsByStart)
    {
        var leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max((endsByStart.Length + LeafSize - 1) / LeafSize, 1));
        var latestEnds = new long[2 * leaves];
        Array.Fill(latestEnds, long.MinValue);
        for (var i = 0; i < endsByStart.Length; i++)
        {
            ref var latest = ref latestEnds[leaves + (i / LeafSize)];
            latest = Math.Max(latest, endsByStart[i]);
        }

        for (var node = leaves - 1; node > 0; node--)
        {
            latestEnds[node] = Math.Max(latestEnds[2 * node], latestEnds[(2 * node) + 1]);
        }

        return latestEnds;
    }

    private static int CountBelow(ReadOnlySpan<long> sorted, long value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
