using System.Diagnostics.CodeAnalysis;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;
using NodaTime;
using NodaTime.TimeZones;

namespace Claims.Catalog;

/// <summary>
/// A date in the subset of EDTF (Library of Congress, 2019; ISO 8601-2:2019) that <see cref="EdtfDate.Edtf"/> holds:
/// <list type="bullet">
/// <item>a year (0001 to 9999), a month or a day: <c>2016</c>, <c>2016-09</c>, <c>2016-09-05</c>;</item>
/// <item>a date-time to the second, with its offset of at most 18 hours: <c>2016-09-05T08:00:00+03:00</c>, or
/// <c>Z</c> for UTC;</item>
/// <item>an interval of years, months or days, one side of which may be open or unknown: <c>2016-02/2016-09</c>,
/// <c>../2016-09-05</c> and <c>2015-09/..</c>, which are open, <c>/2016-09-05</c> and <c>2015-09/</c>, of which only
/// one end is known. It runs forward: the first date begins before the second ends, and the two differ.</item>
/// </list>
/// A year, a month or a day, alone or as an interval's end, may be qualified: <c>~</c> approximate, <c>?</c> uncertain,
/// <c>%</c> both. That says how sure the date is, and does not widen its bounds.
/// </summary>
/// <remarks>Immutable, so safe to use from any thread. Each date has one text, so equality is that of the texts:
/// <c>2016</c> and <c>2016~</c> differ, though their bounds are the same.</remarks>
internal sealed class Edtf : IEquatable<Edtf>
{
    private const long SecondsPerDay = 24 * 60 * 60;

    // Unix seconds of 0001-01-01T00:00:00Z, which is also the least a Timestamp can say.
    private const long FirstUnixSecond = -62_135_596_800;
    private const long LastUnixSecond = 253_402_300_799;

    private static readonly LocalDate _firstDay = new(1, 1, 1);
    private static readonly long _endOfCalendar = (DateOnly.MaxValue.DayNumber + 1) * SecondsPerDay;

    // Not AtStartOfDay, which throws for a day that a zone left out (Pacific/Apia has no 2011-12-30): such a day begins
    // and ends when the next one begins.
    private static readonly ZoneLocalMappingResolver _startOfDay =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly string _text;
    private readonly int? _offset;

    /// <param name="text">The canonical text.</param>
    /// <param name="precision">See <see cref="Precision"/>.</param>
    /// <param name="start">See <see cref="Start"/>.</param>
    /// <param name="end">See <see cref="End"/>.</param>
    /// <param name="offset">Of a date-time, the seconds its clock is ahead of UTC; of any other date, null.</param>
    internal Edtf(string text, DatePrecision precision, long start, long end, int? offset = null)
    {
        _text = text;
        Precision = precision;
        Start = start;
        End = end;
        _offset = offset;
    }

    /// <summary>How precise the date is: <see cref="DatePrecision.Time"/> for a date-time; of an interval, the coarser
    /// end, whereby one that is open or unknown does not count. Never unspecified.</summary>
    public DatePrecision Precision { get; }

    /// <summary>Whether it is an interval of which it is not known when it starts. It may have at any time, or at its
    /// end.</summary>
    public bool IsStartUnknown => _text[0] == '/';

    /// <summary>Whether it is an interval of which it is not known when it ends.</summary>
    public bool IsEndUnknown => _text[^1] == '/';

    /// <summary>
    /// The date's first second, inclusive, in seconds since 0001-01-01T00:00:00 of the proleptic Gregorian calendar as
    /// the date itself stands: no time zone is applied, and of a date-time it is the local time, without its offset.
    /// <see cref="long.MinValue"/> where the date is open at its start; where that is unknown, of the known end. Always
    /// less than <see cref="End"/>.
    /// </summary>
    public long Start { get; }

    /// <summary>
    /// The first second after the date, exclusive, counted like <see cref="Start"/>; a date-time covers one second.
    /// <see cref="long.MaxValue"/> where the date is open at its end; where that is unknown, of the known start.
    /// </summary>
    public long End { get; }

    /// <summary>Reads a date from its canonical text. Any other text is refused, even one that means a date.</summary>
    /// <param name="text">Of any length and content.</param>
    /// <param name="value">The date, or null where the text is refused.</param>
    /// <param name="problem">Why the text is refused, as a phrase to go behind the text, for the person who wrote it,
    /// without a full stop. It names the canonical text where the one given means a date. Null where the text is accepted.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, [NotNullWhen(true)] out Edtf? value, [NotNullWhen(false)] out string? problem) =>
        EdtfReader.TryRead(text, mayBeUnknown: true, out value, out problem);

    /// <summary>The same for a period to ask for, no end of which may be unknown.</summary>
    public static bool TryParsePeriod(
        ReadOnlySpan<char> text, [NotNullWhen(true)] out Edtf? value, [NotNullWhen(false)] out string? problem) =>
        EdtfReader.TryRead(text, mayBeUnknown: false, out value, out problem);

    /// <summary>Reads a date whose text is known to be canonical.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static Edtf Parse(string text) =>
        TryParse(text, out var value, out var problem) ? value : throw new FormatException($"'{text}': {problem}");

    /// <summary>Whether the two share at least one moment of the calendar. No time zone or offset is applied.</summary>
    public bool Overlaps(Edtf other) => Start < other.End && other.Start < End;

    /// <summary>
    /// The date's bounds as moments: from the start of its first day in the zone, inclusive, to the start of the day
    /// after its last, exclusive. A day starts at midnight; where midnight came twice, at the first; where the zone's
    /// clocks skipped it, at the moment they did. A date-time has its own offset, and the zone plays no part.
    /// </summary>
    /// <returns>Each null where the date is open or unknown on that side, and otherwise moved, if need be, to what a
    /// <see cref="Timestamp"/> can say: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z. The two are equal where
    /// that moved both to one limit, and where the zone left the whole date out.</returns>
    public (Timestamp? EarliestTime, Timestamp? EndTime) ToTimestamps(DateTimeZone zone)
    {
        var (earliest, end) = KnownTimestamps(zone);
        return (IsStartUnknown ? null : earliest, IsEndUnknown ? null : end);
    }

    /// <summary>The same, but that of an interval with an unknown end both are those of the other.</summary>
    public (Timestamp? EarliestTime, Timestamp? EndTime) KnownTimestamps(DateTimeZone zone) =>
        (Start == long.MinValue ? null : ToTimestamp(Start, zone),
            End == long.MaxValue ? null : ToTimestamp(End, zone));

    /// <summary>The canonical text, which <see cref="TryParse"/> accepts.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Edtf? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Edtf);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    private Timestamp ToTimestamp(long second, DateTimeZone zone)
    {
        var unixSecond = _offset is { } offset ? FirstUnixSecond + second - offset : StartOfDay(second, zone);
        return unixSecond switch
        {
            < FirstUnixSecond => new Timestamp { Seconds = FirstUnixSecond },
            > LastUnixSecond => new Timestamp { Seconds = LastUnixSecond, Nanos = 999_999_999 },
            _ => new Timestamp { Seconds = unixSecond },
        };
    }

    /// <summary>The Unix second at which a day starts in a zone, of the day's first second, counted like <see cref="Start"/>.</summary>
    internal static long StartOfDay(long second, DateTimeZone zone)
    {
        // NodaTime has no year 10000. That the last offset it knows still holds at the next midnight is safe to say:
        // in so distant a year a zone follows its yearly rule, and none changes its clocks at New Year.
        if (second == _endOfCalendar)
            return FirstUnixSecond + second - zone.GetUtcOffset(Instant.MaxValue).Seconds;
        var day = _firstDay.PlusDays((int)(second / SecondsPerDay));
        return day.AtMidnight().InZone(zone, _startOfDay).ToInstant().ToUnixTimeSeconds();
    }
}
