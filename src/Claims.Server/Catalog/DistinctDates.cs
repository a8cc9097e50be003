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

    /// <summary>Ranks the dates; to be called once, when all are there.</summary>
    public void Rank()
    {
        var sorted = Enumerable.Range(0, Count).ToArray();
        Array.Sort(sorted, (a, b) => _keys[a].CompareTo(_keys[b]));
        _ranks = new int[Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || _keys[sorted[i]] != _keys[sorted[i - 1]]) RankCount++;
            _ranks[sorted[i]] = RankCount - 1;
        }
    }

    /// <summary>The date as the calendar has it.</summary>
    public Edtf Calendar(int date) => _calendar[date];

    /// <summary>How the date sorts, from 0 on; equal for dates with the same bounds.</summary>
    public int RankOf(int date) => _ranks[date];

    /// <summary>Whether the date has ended at a moment, given in nanoseconds since 1970.</summary>
    public bool HasEnded(int date, Int128 moment) => _keys[date].End <= moment;
}
