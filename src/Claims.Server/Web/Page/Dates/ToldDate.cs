using Claims.Catalog;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;
using NodaTime;

namespace Claims.Server.Web.Page.Dates;

/// <summary>
/// A date as the page writes and draws it: two ends on the calendar that it is of. Immutable.
/// </summary>
/// <param name="Start">Its start; of a single date the same as its end.</param>
/// <param name="End">Its end.</param>
/// <param name="IsInterval">Whether it was given as two ends.</param>
/// <param name="First">Its first second, counted from 0001-01-01T00:00:00 of its calendar; of an end that is open or unknown, see
/// <see cref="DateEnd.Kind"/>, nothing is to be read from it.</param>
/// <param name="After">The first second after it, counted likewise.</param>
/// <param name="HasTimeOfDay">Whether the hours are known.</param>
/// <param name="Throughout">Whether it is all of that time, and not some time within.</param>
public sealed record ToldDate(
    DateEnd Start, DateEnd End, bool IsInterval, long First, long After, bool HasTimeOfDay, bool Throughout)
{
    private static readonly Instant _firstDay = Instant.FromUtc(1, 1, 1, 0, 0);

    /// <summary>Whether it is to the day or finer and one date: what needs no word on how exactly it is known.</summary>
    public bool IsDay => !IsInterval && Start.Text.Length >= 10;

    /// <summary>Reads a date of an answer.</summary>
    public static ToldDate Of(EdtfDate date)
    {
        var edtf = Edtf.Parse(date.Edtf);
        var slash = date.Edtf.IndexOf('/', StringComparison.Ordinal);
        var start = DateEnd.Of(slash < 0 ? date.Edtf : date.Edtf[..slash]);
        var end = slash < 0 ? start : DateEnd.Of(date.Edtf[(slash + 1)..]);
        var (first, after) = (edtf.Start, edtf.End);
        var hasTime = edtf.Precision == DatePrecision.Time;
        if (!hasTime && DateTimeZoneProviders.Tzdb.GetZoneOrNull(date.TimeZone) is { } zone)
        {
            // A time of day that was told beside the date is where the moments are not those of its calendar.
            var (earliest, latest) = edtf.ToTimestamps(zone);
            if (date.EarliestTime is { } told && !told.Equals(earliest)) (first, hasTime) = (Local(told, zone), true);
            if (date.EndTime is { } toldEnd && !toldEnd.Equals(latest)) (after, hasTime) = (Local(toldEnd, zone), true);
        }

        return new(start, end, slash >= 0, first, after, hasTime, date.Throughout);
    }

    private static long Local(Timestamp moment, DateTimeZone zone)
    {
        var instant = Instant.FromUnixTimeSeconds(moment.Seconds);
        return (long)(instant - _firstDay).TotalSeconds + zone.GetUtcOffset(instant).Seconds;
    }
}

/// <summary>How an end of a date is known.</summary>
public enum DateEndKind
{
    /// <summary>It is a date.</summary>
    Told,

    /// <summary>There is none: it was always so, or is for good.</summary>
    Open,

    /// <summary>Nobody says since when, or until when.</summary>
    Unknown,
}

/// <summary>One end of a date.</summary>
/// <param name="Kind">How it is known.</param>
/// <param name="Text">Its EDTF without a qualifier; empty unless it is told.</param>
/// <param name="IsApproximate">Whether it is said to be approximate.</param>
/// <param name="IsUncertain">Whether it is said to be uncertain.</param>
public sealed record DateEnd(DateEndKind Kind, string Text, bool IsApproximate, bool IsUncertain)
{
    internal static DateEnd Of(string edtf) => edtf switch
    {
        "" => new(DateEndKind.Unknown, "", false, false),
        ".." => new(DateEndKind.Open, "", false, false),
        _ => new(DateEndKind.Told, edtf.TrimEnd('~', '?', '%'), edtf[^1] is '~' or '%', edtf[^1] is '?' or '%'),
    };
}
