using NodaTime.Text;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Claims.Curated;

/// <summary>
/// A moment of the years 0001 to 9999, which is what a <see cref="Timestamp"/> can say.
/// </summary>
/// <param name="Second">Seconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Nanosecond">Nanoseconds within that second.</param>
internal readonly record struct Moment(long Second, int Nanosecond)
{
    /// <summary>The first second of the year 0001.</summary>
    public const long FirstSecond = -62_135_596_800;
    /// <summary>The last second of the year 9999.</summary>
    public const long LastSecond = 253_402_300_799;

    // YYYY-MM-DDThh:mm:ssZ
    private const int LengthInSeconds = 20;

    /// <summary>A second, moved to what can be said if need be.</summary>
    public static Moment Nearest(long second) => second switch
    {
        < FirstSecond => new(FirstSecond, 0),
        > LastSecond => new(LastSecond, 999_999_999),
        _ => new(second, 0),
    };

    public static bool operator <(Moment a, Moment b) =>
        a.Second < b.Second || (a.Second == b.Second && a.Nanosecond < b.Nanosecond);

    public static bool operator >(Moment a, Moment b) => b < a;

    public static bool operator <=(Moment a, Moment b) => !(b < a);

    public static bool operator >=(Moment a, Moment b) => !(a < b);

    /// <summary>Reads a moment as RFC 3339 writes it, to the nanosecond, with any offset.</summary>
    public static bool TryParse(string text, out Moment moment)
    {
        moment = default;
        var time = OffsetDateTimePattern.Rfc3339.Parse(text);
        if (!time.Success) return false;
        moment = new(time.Value.ToInstant().ToUnixTimeSeconds(), time.Value.NanosecondOfSecond);
        return moment.Second is >= FirstSecond and <= LastSecond;
    }

    /// <summary>The same from UTF-8, without a detour over a string for what is mostly given: whole seconds in
    /// UTC.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Moment moment)
    {
        if (text.Length == LengthInSeconds
            && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == 'Z'
            && TryReadDigits(text[..4], out var year) && TryReadDigits(text[5..7], out var month)
            && TryReadDigits(text[8..10], out var day) && TryReadDigits(text[11..13], out var hour)
            && TryReadDigits(text[14..16], out var minute) && TryReadDigits(text[17..19], out var second)
            && year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60)
        {
            var days = new DateOnly(year, month, day).DayNumber;
            moment = new(FirstSecond + (((((days * 24L) + hour) * 60) + minute) * 60) + second, 0);
            return true;
        }

        return TryParse(System.Text.Encoding.UTF8.GetString(text), out moment);
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
