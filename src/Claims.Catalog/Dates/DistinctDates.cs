namespace Claims.Catalog;

/// <summary>
/// The distinct dates of a revision's claims, numbered from 0, with how they sort. Two dates are the same that have the
/// same text and the same bounds, and where an end is unknown, all else the same. Immutable once all are added.
/// </summary>
internal sealed class DistinctDates
{
    // By the numbers as they were added; the bounds until all are.
    private readonly Utf8Table _encodings = new();
    private readonly Column<CalendarBounds> _added = new();

    // By the numbers they have once all are there; the first says which they were added as.
    private int[] _addedAs = [];
    private CalendarBounds[] _calendar = [];
    private int[] _ranks = [];
    private int[] _firstsOfText = [];
    private Int128[] _ends = [];

    /// <summary>How many there are.</summary>
    public int Count => _encodings.Count;

    /// <summary>How many different ranks there are.</summary>
    public int RankCount { get; private set; }

    /// <summary>The number of a date, which is added where it is new.</summary>
    /// <param name="encoding">Of an encoded EdtfDate its text and its bounds; where an end is unknown, all of it.</param>
    public int Add(ReadOnlySpan<byte> encoding)
    {
        var number = _encodings.Add(encoding);
        if (number < _added.Count) return number;
        if (!Utf8Edtf.TryParse(TextIn(encoding), out var date)) throw new ArgumentException("Its text is no date.", nameof(encoding));
        _added.Add(new(date.Start, date.End));
        return number;
    }

    /// <summary>Adds all dates of another that is not sealed.</summary>
    /// <returns>The number here of each date there.</returns>
    public int[] Add(DistinctDates others)
    {
        var numbers = new int[others.Count];
        for (var other = 0; other < numbers.Length; other++)
        {
            numbers[other] = _encodings.Add(others._encodings[other]);
            if (numbers[other] == _added.Count) _added.Add(others._added[other]);
        }

        return numbers;
    }

    /// <summary>
    /// Numbers the dates anew, by when they end, and ranks them: to be called once, when all are there.
    /// </summary>
    /// <returns>For each date, by its number before, the new one.</returns>
    public int[] Seal()
    {
        var keys = new DateKey[Count];
        for (var date = 0; date < Count; date++) keys[date] = DateKey.Of(_encodings[date]);
        _addedAs = Ordering.Of(Count, (a, b) => keys[a].End.CompareTo(keys[b].End));
        _ends = new Int128[Count];
        _calendar = new CalendarBounds[Count];
        var numbers = new int[Count];
        for (var date = 0; date < Count; date++)
        {
            _ends[date] = keys[_addedAs[date]].End;
            _calendar[date] = _added[_addedAs[date]];
            numbers[_addedAs[date]] = date;
        }

        _added.Forget();
        _firstsOfText = FirstsOfText();
        _ranks = new int[Count];
        var before = -1;
        foreach (var added in Ordering.Of(Count, (a, b) => keys[a].CompareTo(keys[b])))
        {
            if (before < 0 || keys[added].CompareTo(keys[before]) != 0) RankCount++;
            _ranks[numbers[added]] = RankCount - 1;
            before = added;
        }

        return numbers;
    }

    /// <summary>The date's text.</summary>
    public string TextOf(int date) => System.Text.Encoding.ASCII.GetString(Utf8TextOf(date));

    /// <summary>
    /// The first date with the same text: of one text, there are several where the bounds are of several zones.
    /// </summary>
    public int FirstOfText(int date) => _firstsOfText[date];

    /// <summary>Which of two dates' texts comes first, by code point.</summary>
    public int CompareTexts(int date, int other) => Utf8TextOf(date).SequenceCompareTo(Utf8TextOf(other));

    /// <summary>See <see cref="Edtf.Start"/>.</summary>
    public long StartOf(int date) => _calendar[date].Start;

    /// <summary>See <see cref="Edtf.End"/>.</summary>
    public long EndOf(int date) => _calendar[date].End;

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

    private int[] FirstsOfText()
    {
        var texts = new Utf8Table();
        var firsts = new Column<int>();
        var firstsOfText = new int[Count];
        for (var date = 0; date < Count; date++)
        {
            var text = texts.Add(Utf8TextOf(date));
            if (text == firsts.Count) firsts.Add(date);
            firstsOfText[date] = firsts[text];
        }

        return firstsOfText;
    }

    private ReadOnlySpan<byte> Utf8TextOf(int date) => TextIn(_encodings[_addedAs[date]]);

    private static ReadOnlySpan<byte> TextIn(ReadOnlySpan<byte> encoding)
    {
        // It is field 1, and every date has it.
        var reader = new WireReader(encoding);
        reader.Read();
        return reader.Bytes;
    }

    private readonly record struct CalendarBounds(long Start, long End);
}
