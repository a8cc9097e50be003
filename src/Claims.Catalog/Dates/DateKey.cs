using Claims.V1;
using Google.Protobuf.WellKnownTypes;
using NodaTime;

namespace Claims.Catalog;

/// <summary>
/// How dates sort: by their earliest moment, then by their end, both in nanoseconds since 1970. An open start comes before
/// every moment, an open end after every moment, and for an unknown one stands the known.
/// </summary>
internal readonly record struct DateKey(Int128 Earliest, Int128 End) : IComparable<DateKey>
{
    /// <summary>The key of a date.</summary>
    public static DateKey Of(EdtfDate date)
    {
        var (earliest, end) = (date.EarliestTime, date.EndTime);
        if (date.Edtf.StartsWith('/') || date.Edtf.EndsWith('/'))
        {
            var known = Edtf.Parse(date.Edtf).KnownTimestamps(DateTimeZoneProviders.Tzdb[date.TimeZone]);
            (earliest, end) = (earliest ?? known.EarliestTime, end ?? known.EndTime);
        }

        return new(
            earliest is null ? Int128.MinValue : Nanoseconds(earliest),
            end is null ? Int128.MaxValue : Nanoseconds(end));
    }

    /// <summary>The key of an encoded <see cref="EdtfDate"/>.</summary>
    /// <param name="date">Its text and its bounds; where one end is unknown, all of it.</param>
    public static DateKey Of(ReadOnlySpan<byte> date)
    {
        var (earliest, end) = (Int128.MinValue, Int128.MaxValue);
        var reader = new WireReader(date);
        while (reader.Read())
        {
            if (reader.Field == EdtfDate.EdtfFieldNumber && Utf8Edtf.IsUnknown(reader.Bytes))
            {
                return Of(EdtfDate.Parser.ParseFrom(date));
            }

            if (reader.Field == EdtfDate.EarliestTimeFieldNumber) earliest = Nanoseconds(reader.Bytes);
            if (reader.Field == EdtfDate.EndTimeFieldNumber) end = Nanoseconds(reader.Bytes);
        }

        return new(earliest, end);
    }

    public int CompareTo(DateKey other) =>
        Earliest != other.Earliest ? (Earliest < other.Earliest ? -1 : 1) : End.CompareTo(other.End);

    /// <summary>A moment, in nanoseconds since 1970.</summary>
    public static Int128 Nanoseconds(Timestamp time) => Nanoseconds(time.Seconds, time.Nanos);

    private static Int128 Nanoseconds(ReadOnlySpan<byte> timestamp)
    {
        var (seconds, nanoseconds) = (0L, 0);
        var reader = new WireReader(timestamp);
        while (reader.Read())
        {
            if (reader.Field == Timestamp.SecondsFieldNumber) seconds = (long)reader.Number;
            if (reader.Field == Timestamp.NanosFieldNumber) nanoseconds = (int)reader.Number;
        }

        return Nanoseconds(seconds, nanoseconds);
    }

    private static Int128 Nanoseconds(long seconds, int nanoseconds) => (seconds * (Int128)1_000_000_000) + nanoseconds;
}
