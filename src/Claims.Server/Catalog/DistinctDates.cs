using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// The distinct dates of a revision's claims, numbered from 0, with how they sort. Two dates are the same that have the
/// same text and the same bounds. Immutable once all are added.
/// </summary>
internal sealed class DistinctDates
{
    private readonly Utf8Table _dates = new();
    private List<Edtf> _calendar = [];
    private List<DateKey> _keys = [];
    private int[] _ranks = [];
    private Int128[] _ends = [];

    /// <summary>How many there are.</summary>
    public int Count => _calendar.Count;

    /// <summary>How many different ranks there are.</summary>
    public int RankCount { get; private set; }

    /// <summary>The number of a date, which is added where it is new.</summary>
    /// <param name="encoding">The first three fields of an encoded EdtfDate: its text and its bounds.</param>
    public int Add(ReadOnlySpan<byte> encoding)
    {
        var number = _dates.Add(encoding);
        if (number < Count) return number;
        var date = EdtfDate.Parser.ParseFrom(encoding);
        _calendar.Add(Edtf.Parse(date.Edtf));
        _keys.Add(DateKey.Of(date));
        return number;
    }

    /// <summary>Adds all dates of another.</summary>
    /// <returns>The number here of each date there.</returns>
    public int[] Add(DistinctDates others)
    {
        var numbers = new int[others.Count];
        for (var other = 0; other < numbers.Length; other++)
        {
            numbers[other] = _dates.Add(others._dates[other]);
            if (numbers[other] < Count) continue;
            _calendar.Add(others._calendar[other]);
            _keys.Add(others._keys[other]);
        }

        return numbers;
    }

    /// <summary>
    /// Numbers the dates anew, by when they end, ranks them, and keeps only what is asked of them then: to be called once,
    /// when all are there.
    /// </summary>
    /// <returns>For each date, by its number before, the new one.</returns>
    public int[] Seal()
    {
        var byEnd = Enumerable.Range(0, Count).ToArray();
        _ends = Array.ConvertAll(byEnd, date => _keys[date].End);
        Array.Sort(_ends, byEnd);
        _calendar = [.. byEnd.Select(date => _calendar[date])];
        var keys = Array.ConvertAll(byEnd, date => _keys[date]);

        var byKey = Enumerable.Range(0, Count).ToArray();
        Array.Sort(keys, byKey);
        _ranks = new int[Count];
        for (var i = 0; i < byKey.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1]) RankCount++;
            _ranks[byKey[i]] = RankCount - 1;
        }

        _keys = [];
        _dates.Clear();
        var numbers = new int[Count];
        for (var date = 0; date < numbers.Length; date++) numbers[byEnd[date]] = date;
        return numbers;
    }

    /// <summary>The date as the calendar has it.</summary>
    public Edtf Calendar(int date) => _calendar[date];

    /// <summary>How the date sorts, from 0 on; equal for dates with the same bounds.</summary>
    public int RankOf(int date) => _ranks[date];

    /// <summary>How many dates have ended at a moment, given in nanoseconds since 1970: those with the least numbers.</summary>
    public int CountEnded(Int128 moment)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ends[middle] <= moment) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
