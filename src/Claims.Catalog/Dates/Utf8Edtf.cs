using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// What an <see cref="Edtf"/> means, read from UTF-8 without a message for what is refused.
/// </summary>
/// <param name="Precision">See <see cref="Edtf.Precision"/>.</param>
/// <param name="Start">See <see cref="Edtf.Start"/>.</param>
/// <param name="End">See <see cref="Edtf.End"/>.</param>
/// <param name="Offset">Of a date-time, the seconds its clock is ahead of UTC; of any other date, null.</param>
internal readonly record struct Utf8Edtf(DatePrecision Precision, long Start, long End, int? Offset = null)
{
    private const long SecondsPerDay = 24 * 60 * 60;
    private const int MostOffset = 18 * 60 * 60;

    // The lengths of YYYY, YYYY-MM, YYYY-MM-DD, and of the last with Thh:mm:ss.
    private const int Year = 4;
    private const int Month = 7;
    private const int Day = 10;
    private const int Time = 19;

    /// <summary>See <see cref="Edtf.IsStartUnknown"/>.</summary>
    public static bool IsStartUnknown(ReadOnlySpan<byte> text) => text[0] == '/';

    /// <summary>See <see cref="Edtf.IsEndUnknown"/>.</summary>
    public static bool IsEndUnknown(ReadOnlySpan<byte> text) => text[^1] == '/';

    /// <summary>Whether it is an interval one end of which is unknown.</summary>
    public static bool IsUnknown(ReadOnlySpan<byte> text) => IsStartUnknown(text) || IsEndUnknown(text);

    /// <summary>Reads a date from its canonical text; any other is refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Utf8Edtf date)
    {
        var slash = text.IndexOf((byte)'/');
        if (slash >= 0) return TryParseInterval(text[..slash], text[(slash + 1)..], out date);
        return text.Length > Time ? TryParseDateTime(text, out date) : TryParseDate(text, out date);
    }

    private static bool TryParseInterval(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, out Utf8Edtf interval)
    {
        interval = default;
        var isFirst = TryParseDate(from, out var first);
        var isLast = TryParseDate(to, out var last);
        if (isFirst && isLast)
        {
            // The same date again is no interval.
            if (first.Start >= last.End || from.SequenceEqual(to)) return false;
            interval = new(first.Precision < last.Precision ? first.Precision : last.Precision, first.Start, last.End);
            return true;
        }

        var other = isFirst ? to : from;
        if (isFirst == isLast || !(other.IsEmpty || other.SequenceEqual(".."u8))) return false;
        interval = isFirst ? first : last;
        if (other.IsEmpty) return true;
        interval = isFirst ? interval with { End = long.MaxValue } : interval with { Start = long.MinValue };
        return true;
    }

    private static bool TryParseDate(ReadOnlySpan<byte> text, out Utf8Edtf date)
    {
        date = default;
        if (text.Length > 0 && text[^1] is (byte)'~' or (byte)'?' or (byte)'%') text = text[..^1];
        int month = 1, day = 1;
        if (text.Length is not (Year or Month or Day) || !TryReadNumber(text[..Year], out var year) || year < 1
            || (text.Length >= Month && (text[4] != '-' || !TryReadNumber(text[5..7], out month) || month is < 1 or > 12))
            || (text.Length == Day && (text[7] != '-' || !TryReadNumber(text[8..10], out day) || day < 1))
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var (precision, days) = text.Length switch
        {
            Year => (DatePrecision.Year, DateTime.IsLeapYear(year) ? 366 : 365),
            Month => (DatePrecision.Month, DateTime.DaysInMonth(year, month)),
            _ => (DatePrecision.Day, 1),
        };
        var start = new DateOnly(year, month, day).DayNumber * SecondsPerDay;
        date = new(precision, start, start + (days * SecondsPerDay));
        return true;
    }

    private static bool TryParseDateTime(ReadOnlySpan<byte> text, out Utf8Edtf moment)
    {
        if (!TryParseDate(text[..Day], out moment) || moment.Precision != DatePrecision.Day
            || text[10] != 'T' || !TryReadNumber(text[11..13], out var hour) || hour > 23
            || text[13] != ':' || !TryReadNumber(text[14..16], out var minute) || minute > 59
            || text[16] != ':' || !TryReadNumber(text[17..19], out var second) || second > 59
            || !TryParseOffset(text[Time..], out var offset))
        {
            return false;
        }

        var start = moment.Start + (((hour * 60) + minute) * 60) + second;
        moment = new(DatePrecision.Time, start, start + 1, offset);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out int offset)
    {
        offset = 0;
        if (text.SequenceEqual("Z"u8)) return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || !TryReadNumber(text[1..3], out var hour)
            || text[3] != ':' || !TryReadNumber(text[4..6], out var minute) || minute > 59)
        {
            return false;
        }

        offset = ((hour * 60) + minute) * 60;
        if (offset is 0 or > MostOffset) return false;
        if (text[0] == '-') offset = -offset;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
