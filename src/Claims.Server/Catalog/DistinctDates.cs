using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// The distinct dates of a revision's claims, numbered from 0, with how they sort. Two dates are the same that have the
/// same text and the same bounds. Immutable once all are added.
/// </summary>
internal sealed class DistinctDates
{
    private readonly Utf8Table _dates = new();
    private readonly List<Edtf> _calendar = [];
    private readonly List<DateKey> _keys = [];
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

    /// <summary>Ranks the dates, and keeps only what is asked of them then: to be called once, when all are there.</summary>
    public void Seal()
    {
        var sorted = Enumerable.Range(0, Count).ToArray();
        Array.Sort(_keys.ToArray(), sorted);
        _ranks = new int[Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || _keys[sorted[i]] != _keys[sorted[i - 1]]) RankCount++;
            _ranks[sorted[i]] = RankCount - 1;
        }

        _ends = [.. _keys.Select(key => key.End)];
        _keys.Clear();
        _keys.TrimExcess();
        _calendar.TrimExcess();
        _dates.Clear();
    }

    /// <summary>The date as the calendar has it.</summary>
    public Edtf Calendar(int date) => _calendar[date];

    /// <summary>How the date sorts, from 0 on; equal for dates with the same bounds.</summary>
    public int RankOf(int date) => _ranks[date];

    /// <summary>Whether the date has ended at a moment, given in nanoseconds since 1970.</summary>
    public bool HasEnded(int date, Int128 moment) => _ends[date] <= moment;
}
