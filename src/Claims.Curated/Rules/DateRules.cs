using Claims.Catalog;
using Claims.V1;
using NodaTime;

namespace Claims.Curated;

/// <summary>The rules on dates.</summary>
internal static class DateRules
{
    // Its provider makes zones of offsets too, such as "UTC+03", which are no IANA names.
    private static readonly HashSet<string> _timeZones = [.. DateTimeZoneProviders.Tzdb.Ids];

    public static readonly RuleTable<DateDraft> Table = new(
        [EdtfDate.BasisFieldNumber, EdtfDate.TimeZoneFieldNumber, EdtfDate.EdtfFieldNumber],
        new("malformed-edtf", EdtfDate.EdtfFieldNumber, date => !date.IsDate && !date.Edtf.IsEmpty, date =>
            $"'{Quote.Cut(date.Edtf.ToString())}': {ProblemOf(date.Edtf.ToString())}"),
        new("resolved-from-nothing", EdtfDate.ExpressionFieldNumber,
            date => date.Number(EdtfDate.BasisFieldNumber) == (int)DateBasis.Resolved && date.Text(EdtfDate.ExpressionFieldNumber).IsEmpty,
            _ => "DATE_BASIS_RESOLVED says that the date was resolved from words of the article: give them as 'expression', or say "
                + "DATE_BASIS_INFERRED"),
        TimeZone<DateDraft>(EdtfDate.TimeZoneFieldNumber, date => date.IsInZone),
        new("throughout-unknown", EdtfDate.ThroughoutFieldNumber,
            date => date.Throughout && (date.IsStartUnknown || date.IsEndUnknown),
            date => $"throughout says during all of the interval, and the {Unknown(date)}"),
        new("bound-of-unknown", EdtfDate.EarliestTimeFieldNumber, date => date.Earliest is not null && date.IsStartUnknown,
            date => $"earliestTime is {Text(date.Earliest)}, and the {Unknown(date)}"),
        new("bound-of-unknown", EdtfDate.EndTimeFieldNumber, date => date.End is not null && date.IsEndUnknown,
            date => $"endTime is {Text(date.End)}, and the {Unknown(date)}"),
        new("half-bounds", EdtfDate.EarliestTimeFieldNumber, date => date.Bounds == BoundsFault.NoEarliest, HalfBounds),
        new("half-bounds", EdtfDate.EndTimeFieldNumber, date => date.Bounds == BoundsFault.NoEnd, HalfBounds),
        new("empty-bounds", EdtfDate.EarliestTimeFieldNumber,
            date => date.Bounds == BoundsFault.Empty && !date.IsStartUnknown, EmptyBounds),
        new("empty-bounds", EdtfDate.EndTimeFieldNumber,
            date => date.Bounds == BoundsFault.Empty && date.IsStartUnknown, EmptyBounds),
        new("bounds-outside-edtf", EdtfDate.EarliestTimeFieldNumber, date => date.Bounds == BoundsFault.EarliestOutside, Outside),
        new("bounds-outside-edtf", EdtfDate.EndTimeFieldNumber, date => date.Bounds == BoundsFault.EndOutside, Outside));

    /// <summary>The time zone of an IANA name, or null.</summary>
    public static DateTimeZone? FindTimeZone(string name) =>
        _timeZones.Contains(name) ? DateTimeZoneProviders.Tzdb[name] : null;

    /// <summary>The rule that a time zone is there.</summary>
    public static Rule<T> TimeZone<T>(int member, Predicate<T> isKnown)
        where T : Draft =>
        new("unknown-time-zone", member, draft => draft.Has(member) && !isKnown(draft), draft =>
            $"unknown time zone {draft.Quoted(member)}; expected an IANA name such as 'Asia/Beirut'")
        {
            Guess = draft => GuessOf(draft.Text(member).ToString()),
        };

    private static Func<string> GuessOf(string given) => () => Suggestion.Of(given, _timeZones);

    private static string ProblemOf(string edtf) => Edtf.TryParse(edtf, out _, out var problem) ? "" : problem;

    private static string Unknown(DateDraft date) => (date.IsStartUnknown ? "start" : "end") is var side
        ? $"{side} of '{date.Edtf}' is unknown: leave it out, or give edtf the {side}"
        : "";

    private static string HalfBounds(DateDraft date) =>
        "earliestTime and endTime go together, where the time of day is known: give both, or neither";

    private static string EmptyBounds(DateDraft date) => $"{Given(date)} hold no time; endTime is exclusive";

    private static string Outside(DateDraft date) => $"{Given(date)} reach beyond '{date.Edtf}' in {date.ZoneName}, which is "
        + $"{Text(date.Date.Earliest)} to {Text(date.Date.End)}";

    private static string Given(DateDraft date) => $"the bounds {Text(date.IsStartUnknown ? date.Date.Earliest : date.Earliest)} to "
        + Text(date.IsEndUnknown ? date.Date.End : date.End);

    private static string Text(Moment? moment) => moment is { } given
        ? DateTime.UnixEpoch.AddSeconds(given.Second).AddTicks(given.Nanosecond / 100)
            .ToString("O", System.Globalization.CultureInfo.InvariantCulture)
        : "open";
}
