using System.Globalization;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Dates as curators give them: mostly a day, and every other form of EDTF's that the contract has. Days are
/// <see cref="DateOnly.DayNumber"/>s.
/// </summary>
internal sealed class Calendar
{
    private static readonly int _firstCached = new DateOnly(1990, 1, 1).DayNumber;
    private static readonly int _lastCached = new DateOnly(2030, 12, 31).DayNumber;

    // Zones from 8 hours behind UTC to 9 ahead, so that 08:00 to 15:00 UTC is of one day everywhere, and a day has begun
    // everywhere before it has ended anywhere. An offset is given of those that never change their clocks.
    private static readonly TimeZone[] _zones =
    [
        new("Europe/London", "Z"), new("America/New_York", "Z"), new("Asia/Beirut", "Z"), new("Asia/Damascus", "+03:00"),
        new("Europe/Moscow", "+03:00"), new("Asia/Shanghai", "+08:00"), new("Europe/Paris", "Z"),
        new("Asia/Tokyo", "+09:00"),
        new("Africa/Cairo", "Z"), new("Asia/Baghdad", "+03:00"), new("Europe/Berlin", "Z"), new("Asia/Kolkata", "+05:30"),
        new("Europe/Kyiv", "Z"), new("America/Los_Angeles", "Z"), new("Asia/Tehran", "Z"), new("Europe/Istanbul", "+03:00"),
        new("Africa/Lagos", "+01:00"), new("Africa/Nairobi", "+03:00"), new("America/Sao_Paulo", "-03:00"),
        new("Asia/Dubai", "+04:00"), new("Asia/Kabul", "+04:30"), new("Asia/Karachi", "+05:00"), new("Asia/Dhaka", "+06:00"),
        new("Asia/Bangkok", "+07:00"), new("Asia/Jakarta", "+07:00"), new("Asia/Seoul", "+09:00"),
        new("Africa/Johannesburg", "+02:00"), new("America/Bogota", "-05:00"), new("America/Mexico_City", "Z"),
        new("Africa/Khartoum", "+02:00"), new("Africa/Addis_Ababa", "+03:00"), new("America/Caracas", "-04:00"),
        new("Asia/Kathmandu", "+05:45"), new("Asia/Yangon", "+06:30"), new("Atlantic/Azores", "Z"), new("Etc/UTC", "Z"),
    ];

    private static readonly string[] _expressions =
    [
        "on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday", "on Saturday", "on Sunday", "today",
        "yesterday",
        "earlier in the day", "overnight", "this week", "last week", "a day earlier", "late on Sunday", "earlier on Monday",
        "in recent days", "two days ago", "on the eve of the talks", "at the weekend", "in the morning", "in the afternoon",
        "last month", "this month", "last year", "earlier this year", "a year ago", "in the spring", "over the summer",
        "to date",
        "so far", "by Friday evening", "before dawn", "at midday", "tomorrow", "next week",
    ];

    private readonly string[] _days = Cached("yyyy-MM-dd");
    private readonly string[] _worded = Cached("d MMMM yyyy");
    private readonly string[] _months = Cached("yyyy-MM");
    private readonly string[] _years = Cached("yyyy");

    private enum Form
    {
        Day,
        Month,
        Year,
        Time,
        HoursOfDay,
        BeforeDay,
        BeforeMonth,
        UpToDay,
        UpToMonth,
        FromDay,
        SinceDay,
        SinceYear,
        DaysBetween,
        MonthToDay,
        YearToDay,
        MonthsBetween,
    }

    private static readonly Weighted<Form> _statedForms = Weighted.Of(
        (Form.Day, 84.0), (Form.BeforeDay, 2), (Form.UpToDay, 6), (Form.Month, 2), (Form.Time, 2), (Form.HoursOfDay, 1),
        (Form.Year, 0.6), (Form.DaysBetween, 1), (Form.MonthToDay, 0.8), (Form.BeforeMonth, 0.2), (Form.UpToMonth, 0.4));

    private static readonly Weighted<Form> _eventForms = Weighted.Of(
        (Form.Day, 62.0), (Form.BeforeDay, 3), (Form.UpToDay, 2), (Form.Month, 6), (Form.Year, 4), (Form.Time, 2),
        (Form.HoursOfDay, 4), (Form.BeforeMonth, 1), (Form.FromDay, 1), (Form.SinceDay, 1), (Form.SinceYear, 1.5),
        (Form.DaysBetween, 4), (Form.MonthToDay, 4), (Form.YearToDay, 3), (Form.MonthsBetween, 1.5));

    private static readonly Weighted<string> _qualifiers = Weighted.Of(("", 94.0), ("~", 4), ("?", 1.4), ("%", 0.6));

    /// <summary>Where clocks show what, most newsworthy first.</summary>
    public static IReadOnlyList<TimeZone> Zones => _zones;

    /// <summary>A day in words: 5 September 2016.</summary>
    public string Words(int day) => Of(_worded, day);

    /// <summary>A day: 2016-09-05.</summary>
    public string Day(int day) => Of(_days, day);

    /// <summary>A date in words, where it is of one day and no more; else empty.</summary>
    public string Words(string edtf) => edtf.Length == "2016-09-05".Length
        && DateOnly.TryParseExact(edtf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Words(day.DayNumber)
            : "";

    /// <summary>When an article was published: on a day, at times with the time of day.</summary>
    public EdtfDate Published(ref RandomStream random, int day, TimeZone zone)
    {
        var timed = random.Chance(0.08);
        var stated = random.Chance(0.3);
        return new EdtfDate
        {
            Edtf = timed ? Time(ref random, day, zone, 12, 20) : Day(day),
            Basis = stated ? DateBasis.Stated : DateBasis.External,
            Expression = stated && !timed ? Words(day) : "",
            TimeZone = zone.Id,
        };
    }

    /// <summary>When somebody said something that was published on a day; never after it.</summary>
    public EdtfDate Stated(ref RandomStream random, int published, TimeZone zone)
    {
        var day = random.Unit() switch
        {
            < 0.68 => published,
            < 0.86 => published - 1,
            < 0.96 => published - random.Between(2, 30),
            _ => published - random.Between(31, 900),
        };

        // A time of the day of publishing may be after that of publishing.
        var form = _statedForms.Draw(ref random);
        if (form is Form.Time or Form.HoursOfDay && day == published) day--;
        return Date(ref random, form, day, zone);
    }

    /// <summary>When what was said happened, holds or is to happen, as an article of a day tells it.</summary>
    public EdtfDate Event(ref RandomStream random, int published, TimeZone zone)
    {
        var day = random.Unit() switch
        {
            < 0.40 => published,
            < 0.60 => published - 1,
            < 0.78 => published - random.Between(2, 60),
            < 0.94 => published - random.Between(61, 3600),
            _ => published + random.Between(1, 120),
        };
        return Date(ref random, _eventForms.Draw(ref random), day, zone);
    }

    /// <summary>The moment that a claim of absence holds for.</summary>
    public EdtfDate AsOf(ref RandomStream random, int published, TimeZone zone) =>
        Date(ref random, random.Chance(0.85) ? Form.Day : Form.HoursOfDay, published, zone);

    /// <summary>When claims were curated, on a day after.</summary>
    public EdtfDate Curated(int day) =>
        new() { Edtf = Day(day), Basis = DateBasis.Stated, TimeZone = "Etc/UTC" };

    private EdtfDate Date(ref RandomStream random, Form form, int day, TimeZone zone)
    {
        var date = new EdtfDate { TimeZone = zone.Id };
        (date.Basis, date.Expression) = random.Unit() switch
        {
            < 0.58 => (DateBasis.Inferred, ""),
            < 0.86 => (DateBasis.Resolved, random.Of(_expressions)),
            < 0.95 => (DateBasis.Stated, random.Chance(0.5) ? Words(day) : ""),
            _ => (DateBasis.External, ""),
        };
        var qualifier = _qualifiers.Draw(ref random);

        // The two dates of an interval are not the same, though one may lie within the other.
        date.Edtf = form switch
        {
            Form.Month => Of(_months, day) + qualifier,
            Form.Year => Of(_years, day) + qualifier,
            Form.Time => Time(ref random, day, zone, 0, 23),
            Form.BeforeDay => $"../{Day(day)}{qualifier}",
            Form.BeforeMonth => $"../{Of(_months, day)}{qualifier}",
            Form.UpToDay => $"/{Day(day)}{qualifier}",
            Form.UpToMonth => $"/{Of(_months, day)}{qualifier}",
            Form.FromDay => $"{Day(day)}{qualifier}/",
            Form.SinceDay => $"{Day(day)}{qualifier}/..",
            Form.SinceYear => $"{Of(_years, day)}{qualifier}/..",
            Form.DaysBetween => $"{Day(day - random.Between(1, 40))}/{Day(day)}{qualifier}",
            Form.MonthToDay => $"{Of(_months, day - random.Between(0, 500))}{qualifier}/{Day(day)}",
            Form.YearToDay => $"{Of(_years, day - random.Between(0, 1800))}/{Day(day)}",
            Form.MonthsBetween => $"{Of(_months, day - random.Between(31, 500))}/{Of(_months, day)}{qualifier}",
            _ => Day(day) + qualifier,
        };
        if (form == Form.HoursOfDay) GiveHours(date, ref random, day);
        if (form >= Form.SinceDay) date.Throughout = random.Chance(0.5);
        return date;
    }

    private static void GiveHours(EdtfDate date, ref RandomStream random, int day)
    {
        var midnight = (day - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400L;
        var hour = random.Between(8, 13);
        date.EarliestTime = new Timestamp { Seconds = midnight + (hour * 3600) };
        date.EndTime = new Timestamp { Seconds = midnight + ((hour + random.Between(1, 2)) * 3600) };
    }

    private string Time(ref RandomStream random, int day, TimeZone zone, int firstHour, int lastHour) =>
        $"{Day(day)}T{random.Between(firstHour, lastHour):00}:{random.Below(12) * 5:00}:00{zone.Offset}";

    private static string Of(string[] texts, int day) => texts[Math.Clamp(day, _firstCached, _lastCached) - _firstCached];

    private static string[] Cached(string format)
    {
        // One string per text, though thirty days share a month's.
        var texts = new Dictionary<string, string>();
        return
        [
            .. Enumerable.Range(_firstCached, _lastCached - _firstCached + 1).Select(day =>
            {
                var text = DateOnly.FromDayNumber(day).ToString(format, CultureInfo.InvariantCulture);
                return texts.TryAdd(text, text) ? text : texts[text];
            }),
        ];
    }
}

/// <summary>
/// An IANA time zone, and how date-times in it write their offset: its own where that never changes, else UTC's.
/// </summary>
internal sealed record TimeZone(string Id, string Offset);
