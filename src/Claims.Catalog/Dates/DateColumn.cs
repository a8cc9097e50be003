using System.Numerics;
using System.Runtime.Intrinsics;

namespace Claims.Catalog;

/// <summary>
/// One date of every claim, with the claims of each date, found by the calendar. Immutable.
/// </summary>
internal sealed class DateColumn
{
    /// <summary>What a claim has that gives no date.</summary>
    public const int None = -1;

    private readonly DistinctDates _dates;
    private readonly int[] _dateOf;

    // The dates that occur, by start; the claims of each, ordered, one list behind the other.
    private readonly int[] _byStart;
    private readonly long[] _starts;
    private readonly int[] _listStarts;
    private readonly int[] _claims;

    // How many claims' dates end at or before each end.
    private readonly long[] _ends;
    private readonly int[] _endedClaims;

    // The latest end below each node of a tree over the dates by start: node n has the children 2n and 2n + 1, and a leaf
    // some dates.
    private const int LeafSize = 16;
    private readonly long[] _latestEnds;
    private readonly long[] _endsByStart;
    private readonly int _leaves;

    public DateColumn(DistinctDates dates, int[] dateOf)
    {
        _dates = dates;
        _dateOf = dateOf;
        var counts = new int[dates.Count];
        foreach (var date in dateOf)
        {
            if (date != None) counts[date]++;
        }

        var occurring = new List<int>();
        for (var date = 0; date < counts.Length; date++)
        {
            if (counts[date] > 0) occurring.Add(date);
        }

        _byStart = occurring.ToArray();
        var byEnd = occurring.ToArray();

        // Those that start together by number, which goes by their end: then what is looked for among them lies together.
        Array.Sort(_byStart, (a, b) => dates.StartOf(a).CompareTo(dates.StartOf(b)) is var order and not 0 ? order : a.CompareTo(b));
        _starts = Array.ConvertAll(_byStart, dates.StartOf);
        _listStarts = new int[_byStart.Length + 1];
        var next = new int[dates.Count];
        for (var i = 0; i < _byStart.Length; i++)
        {
            next[_byStart[i]] = _listStarts[i];
            _listStarts[i + 1] = _listStarts[i] + counts[_byStart[i]];
        }

        _claims = new int[_listStarts[^1]];
        for (var claim = 0; claim < dateOf.Length; claim++)
        {
            if (dateOf[claim] != None) _claims[next[dateOf[claim]]++] = claim;
        }

        Array.Sort(byEnd, (a, b) => dates.EndOf(a).CompareTo(dates.EndOf(b)));
        _ends = Array.ConvertAll(byEnd, dates.EndOf);
        _endedClaims = new int[byEnd.Length];
        var ended = 0;
        for (var i = 0; i < byEnd.Length; i++) _endedClaims[i] = ended += counts[byEnd[i]];

        _endsByStart = Array.ConvertAll(_byStart, dates.EndOf);
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max((_byStart.Length + LeafSize - 1) / LeafSize, 1));
        _latestEnds = new long[2 * _leaves];
        Array.Fill(_latestEnds, long.MinValue);
        for (var i = 0; i < _byStart.Length; i++)
        {
            ref var latest = ref _latestEnds[_leaves + (i / LeafSize)];
            latest = Math.Max(latest, _endsByStart[i]);
        }

        for (var node = _leaves - 1; node > 0; node--)
        {
            _latestEnds[node] = Math.Max(_latestEnds[2 * node], _latestEnds[(2 * node) + 1]);
        }
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
        var started = _listStarts[CountBelow(_starts, during.End)];
        var ended = CountBelow(_ends, during.Start + 1);
        return started - (ended == 0 ? 0 : _endedClaims[ended - 1]);
    }

    /// <summary>Puts the claims whose date shares a moment of the calendar with another into an array, in no order.</summary>
    /// <returns>How many there are: <see cref="CountDuring"/>.</returns>
    public int ListDuring(Edtf during, int[] claims)
    {
        var count = 0;
        foreach (var (start, end) in RunsDuring(during))
        {
            _claims.AsSpan(start..end).CopyTo(claims.AsSpan(count));
            count += end - start;
        }

        return count;
    }

    /// <summary>Sets the bits of the claims whose date shares a moment of the calendar with another.</summary>
    public void MarkDuring(Edtf during, ulong[] bits)
    {
        foreach (var (start, end) in RunsDuring(during))
        {
            foreach (var claim in _claims.AsSpan(start..end)) bits[claim >> 6] |= 1UL << claim;
        }
    }

    /// <summary>Sets the bits of the claims whose date has a number below another; every claim must have a date.</summary>
    public void MarkBelow(int date, ulong[] bits)
    {
        var limit = new Vector<int>(date);
        for (var word = 0; word << 6 < _dateOf.Length; word++)
        {
            var first = word << 6;
            var below = 0UL;
            if (first + 64 <= _dateOf.Length)
            {
                for (var i = 0; i < 64; i += Vector<int>.Count)
                {
                    var isBelow = Vector.LessThan(new Vector<int>(_dateOf, first + i), limit);
                    below |= MaskOf(isBelow) << i;
                }
            }
            else
            {
                for (var claim = first; claim < _dateOf.Length; claim++) below |= _dateOf[claim] < date ? 1UL << claim : 0;
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
        AddRuns(1, 0, _leaves, CountBelow(_starts, during.End), during.Start, runs);
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

    private static int CountBelow(long[] sorted, long value)
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
