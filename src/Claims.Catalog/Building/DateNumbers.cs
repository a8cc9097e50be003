using Claims.Catalog.Stored;

namespace Claims.Catalog.Building;

/// <summary>
/// Numbers dates as they come: 0, 1, 2 … Two dates are the same that have the same text and the same bounds, and where an
/// end is unknown, all else the same. Not thread-safe.
/// </summary>
internal sealed class DateNumbers
{
    private readonly Utf8Table _encodings = new();
    private readonly Column<CalendarBounds> _bounds = new();

    /// <summary>How many there are.</summary>
    public int Count => _encodings.Count;

    /// <summary>A date, as it was added.</summary>
    public ReadOnlySpan<byte> this[int number] => _encodings[number];

    /// <summary>The number of a date, which is added where it is new.</summary>
    /// <param name="encoding">Of an encoded EdtfDate its text and its bounds; where an end is unknown, all of it.</param>
    public int Add(ReadOnlySpan<byte> encoding)
    {
        var number = _encodings.Add(encoding);
        if (number < _bounds.Count) return number;
        if (!Utf8Edtf.TryParse(TextIn(encoding), out var date)) throw new ArgumentException("Its text is no date.", nameof(encoding));
        _bounds.Add(new(date.Start, date.End));
        return number;
    }

    /// <summary>Adds all dates of a part.</summary>
    /// <returns>The number here of each date there.</returns>
    public int[] Add(TextList encodings, Section<CalendarBounds> bounds)
    {
        var numbers = new int[encodings.Count];
        for (var date = 0; date < numbers.Length; date++)
        {
            numbers[date] = _encodings.Add(encodings[date]);
            if (numbers[date] == _bounds.Count) _bounds.Add(bounds[date]);
        }

        return numbers;
    }

    /// <summary>What a date means by the calendar.</summary>
    public CalendarBounds BoundsOf(int number) => _bounds[number];

    /// <summary>A date's text.</summary>
    public ReadOnlySpan<byte> TextOf(int number) => TextIn(_encodings[number]);

    /// <summary>Removes all dates, and keeps their room for others.</summary>
    public void Clear()
    {
        _encodings.Clear();
        _bounds.Clear();
    }

    /// <summary>Writes the dates and their bounds.</summary>
    public void Write(SectionWriter sections)
    {
        _encodings.WriteList(sections);
        sections.Add(_bounds.Items);
    }

    private static ReadOnlySpan<byte> TextIn(ReadOnlySpan<byte> encoding)
    {
        // It is field 1, and every date has it.
        var reader = new WireReader(encoding);
        reader.Read();
        return reader.Bytes;
    }
}
