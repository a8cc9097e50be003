using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// Reads <see cref="Edtf"/> from text. It understands more than it accepts: a text is read for what it means, the
/// meaning is written canonically, and a text that differs from that is refused with the canonical one named.
/// </summary>
internal static class EdtfReader
{
    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 60 * SecondsPerMinute;
    private const int SecondsPerDay = 24 * SecondsPerHour;
    private const int MaxOffset = 18 * SecondsPerHour;

    private const string Open = "..";

    /// <summary>See <see cref="Edtf.TryParse"/>.</summary>
    public static bool TryRead(
        ReadOnlySpan<char> text,
        bool mayBeUnknown,
        [NotNullWhen(true)] out Edtf? value,
        [NotNullWhen(false)] out string? problem)
    {
        var trimmed = text.Trim();
        var slash = trimmed.IndexOf('/');
        if (!(slash < 0
            ? TryReadDate(trimmed, isEnd: false, out value, out problem)
            : TryReadInterval(trimmed[..slash], trimmed[(slash + 1)..], out value, out problem)))
        {
            return false;
        }

        // Before the form: the canonical one would be refused next.
        if (!mayBeUnknown && (value.IsStartUnknown || value.IsEndUnknown))
            problem = $"its {(value.IsStartUnknown ? "start" : "end")} is unknown, and no period to ask for has an "
                + "unknown end; expected a date there, or '..' where the period is open";
        else if (text.SequenceEqual(value.ToString()))
            return true;
        else
            problem = $"not canonical: write '{value}'";
        value = null;
        return false;
    }

    private static bool TryReadInterval(
        ReadOnlySpan<char> from,
        ReadOnlySpan<char> to,
        [NotNullWhen(true)] out Edtf? value,
        [NotNullWhen(false)] out string? problem)
    {
        value = null;
        if (to.Contains('/'))
        {
            problem = "an interval has two ends, with one '/' between them";
            return false;
        }
        if (!TryReadEnd(from, out var first, out var firstText, out problem)
            || !TryReadEnd(to, out var last, out var lastText, out problem))
        {
            return false;
        }

        if (first is null && last is null)
            problem = "neither end is a date; expected one at one end at least";
        else if (first?.Start >= last?.End)
            problem = "the interval ends before it starts";
        if (problem is not null)
            return false;

        value = first is not null && first.Equals(last)
            ? first
            : new Edtf(
                $"{firstText}/{lastText}",
                Coarser(first?.Precision ?? DatePrecision.Time, last?.Precision ?? DatePrecision.Time),
                first?.Start ?? (firstText == Open ? long.MinValue : last!.Start),
                last?.End ?? (lastText == Open ? long.MaxValue : first!.End));
        return true;
    }

    private static DatePrecision Coarser(DatePrecision one, DatePrecision other) => one < other ? one : other;

    // An end that is open or unknown is no date; the words are those of EDTF's draft of 2012.
    private static bool TryReadEnd(
        ReadOnlySpan<char> text, out Edtf? date, out string canonical, [NotNullWhen(false)] out string? problem)
    {
        text = text.Trim();
        (date, problem) = (null, null);
        canonical = text is Open or "open" ? Open : "";
        if (canonical == Open || text is "" or "unknown")
            return true;
        if (!TryReadDate(text, isEnd: true, out date, out problem))
            return false;
        canonical = date.ToString();
        return true;
    }

    private static bool TryReadDate(
        ReadOnlySpan<char> text,
        bool isEnd,
        [NotNullWhen(true)] out Edtf? value,
        [NotNullWhen(false)] out string? problem)
    {
        value = null;
        var unqualified = text.TrimEnd("~?%");
        if (!TryScan(unqualified, out var fields))
        {
            problem = isEnd
                ? $"'{Quote.Cut(text.ToString())}' is not an interval's end: expected YYYY, YYYY-MM, YYYY-MM-DD, '..' "
                    + "(open) or nothing (unknown)"
                : "expected YYYY, YYYY-MM, YYYY-MM-DD, a date-time with offset, or an interval of dates";
            return false;
        }
        if (isEnd && fields.Hour is not null)
        {
            problem = "an interval's ends are dates, not date-times";
            return false;
        }

        problem = ProblemOf(fields);
        if (problem is not null)
            return false;
        if (!TryReadQualifier(text[unqualified.Length..], out var qualifier))
        {
            problem = "a date has one qualifier at most: '~', '?', or '%' for both";
            return false;
        }
        if (qualifier != "" && fields.Hour is not null)
        {
            problem = "a date-time takes no qualifier";
            return false;
        }
        value = ToEdtf(fields, qualifier);
        return true;
    }

    private static bool TryReadQualifier(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? qualifier)
    {
        qualifier = text switch
        {
            "" => "",
            "~" => "~",
            "?" => "?",
            "%" or "~?" or "?~" => "%",
            _ => null,
        };
        return qualifier is not null;
    }

    private static bool TryScan(ReadOnlySpan<char> text, out Fields fields)
    {
        var scanner = new Scanner(text);
        fields = default;
        if (scanner.Number(4, 4) is not { } year)
            return false;

        fields.Year = year;
        fields.Month = scanner.NumberAfter("-", 1, 2);
        fields.Day = scanner.NumberAfter("-", 1, 2);
        if (fields.Day is not null)
            fields.Hour = scanner.NumberAfter("Tt ", 1, 2);
        if (fields.Hour is not null)
        {
            fields.Minute = scanner.NumberAfter(":", 2, 2);
            if (fields.Minute is null)
                return false;
            fields.Second = scanner.NumberAfter(":", 2, 2);
            if (fields.Second is not null)
                fields.HasFraction = scanner.NumberAfter(".,", 1, 9) is not null;
            ScanOffset(ref scanner, ref fields);
        }
        return scanner.AtEnd;
    }

    private static void ScanOffset(ref Scanner scanner, ref Fields fields)
    {
        if (scanner.Take("Zz"))
        {
            fields.OffsetHour = 0;
            return;
        }
        var west = scanner.NumberAfter("-", 1, 2);
        fields.OffsetSign = west is null ? '+' : '-';
        fields.OffsetHour = west ?? scanner.NumberAfter("+", 1, 2);
        if (fields.OffsetHour is not null)
            fields.OffsetMinute = scanner.NumberAfter(":", 2, 2) ?? scanner.Number(2, 2) ?? 0;
    }

    private static string? ProblemOf(in Fields fields)
    {
        if (fields.Year == 0)
            return "year 0000 is not 0001 to 9999";
        var problem = OutOfRange("month", fields.Month, 1, 12) ?? OutOfRange("day", fields.Day, 1, 31);
        if (problem is not null || fields.Month is not { } month || fields.Day is not { } day)
            return problem;

        var days = DateTime.DaysInMonth(fields.Year, month);
        if (day > days)
        {
            var monthName = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
            return $"{fields.Year:0000}-{month:00}-{day:00} does not exist: "
                + $"{monthName} {fields.Year:0000} has {days} days";
        }
        return fields.Hour is null ? null : TimeProblemOf(fields);
    }

    private static string? TimeProblemOf(in Fields fields)
    {
        var problem = OutOfRange("hour", fields.Hour, 0, 23)
            ?? OutOfRange("minute", fields.Minute, 0, 59)
            ?? OutOfRange("second", fields.Second, 0, 59)
            ?? OutOfRange("the offset's minute", fields.OffsetMinute, 0, 59);
        if (problem is not null)
            return problem;
        if (Math.Abs(fields.Offset) > MaxOffset)
            return $"offset {fields.OffsetText} is not -18:00 to +18:00";
        if (fields.HasFraction)
            return "a date-time has no fractions of a second";
        if (fields.OffsetHour is null)
            return $"a date-time needs an offset, as in {fields.LocalText}Z or {fields.LocalText}+03:00";
        return fields.Second is null
            ? $"a date-time needs seconds, as in {fields.LocalText}{fields.OffsetText}"
            : null;
    }

    private static string? OutOfRange(string name, int? value, int min, int max) =>
        value < min || value > max ? $"{name} {value:00} is not {min:00} to {max:00}" : null;

    private static Edtf ToEdtf(in Fields fields, string qualifier)
    {
        var firstDay = new DateOnly(fields.Year, fields.Month ?? 1, fields.Day ?? 1).DayNumber;
        var start = (long)firstDay * SecondsPerDay;
        if (fields.Hour is { } hour)
        {
            start += hour * SecondsPerHour + fields.Minute!.Value * SecondsPerMinute + fields.Second!.Value;
            return new Edtf(
                fields.LocalText + fields.OffsetText, DatePrecision.Time, start, start + 1, fields.Offset);
        }

        var (precision, days) = fields switch
        {
            { Month: null } => (DatePrecision.Year, DateTime.IsLeapYear(fields.Year) ? 366 : 365),
            { Day: null } => (DatePrecision.Month, DateTime.DaysInMonth(fields.Year, fields.Month.Value)),
            _ => (DatePrecision.Day, 1),
        };
        return new Edtf(fields.LocalText + qualifier, precision, start, start + (long)days * SecondsPerDay);
    }

    /// <summary>The numbers of one date as they were written, whether or not they make a date. What is null was not
    /// there.</summary>
    private struct Fields
    {
        public int Year;
        public int? Month;
        public int? Day;
        public int? Hour;
        public int? Minute;
        public int? Second;
        public bool HasFraction;
        public char OffsetSign;
        public int? OffsetHour;
        public int? OffsetMinute;

        public readonly int Offset =>
            (OffsetSign == '-' ? -1 : 1)
            * ((OffsetHour ?? 0) * SecondsPerHour + (OffsetMinute ?? 0) * SecondsPerMinute);

        public readonly string OffsetText => Offset == 0 ? "Z" : $"{OffsetSign}{OffsetHour:00}:{OffsetMinute:00}";

        public readonly string LocalText => this switch
        {
            { Month: null } => $"{Year:0000}",
            { Day: null } => $"{Year:0000}-{Month:00}",
            { Hour: null } => $"{Year:0000}-{Month:00}-{Day:00}",
            _ => $"{Year:0000}-{Month:00}-{Day:00}T{Hour:00}:{Minute:00}:{Second ?? 0:00}",
        };
    }

    /// <summary>Reads a text from front to back. A read that finds nothing takes nothing.</summary>
    private ref struct Scanner(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly bool AtEnd => _rest.IsEmpty;

        public bool Take(string anyOf)
        {
            if (AtEnd || !anyOf.Contains(_rest[0]))
                return false;
            _rest = _rest[1..];
            return true;
        }

        // Takes as many digits as it may.
        public int? Number(int fewest, int most)
        {
            var value = 0;
            var length = 0;
            for (; length < most && length < _rest.Length && char.IsAsciiDigit(_rest[length]); length++)
                value = value * 10 + (_rest[length] - '0');
            if (length < fewest)
                return null;
            _rest = _rest[length..];
            return value;
        }

        public int? NumberAfter(string anyOf, int fewest, int most)
        {
            var before = _rest;
            if (!Take(anyOf))
                return null;
            var number = Number(fewest, most);
            if (number is null)
                _rest = before;
            return number;
        }
    }
}
