using Claims.V1;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Catalog;

/// <summary>
/// How dates sort: by their earliest moment, then by their end. An open start comes before every moment, an open end
/// after every moment, and an unset date after every date.
/// </summary>
internal readonly record struct DateKey(bool Unset, Int128 Earliest, Int128 End) : IComparable<DateKey>
{
    /// <summary>The key of a date, or of an unset one.</summary>
    public static DateKey Of(EdtfDate? date) =>
        date is null ? new(true, 0, 0) : new(false,
            date.EarliestTime is null ? Int128.MinValue : Nanoseconds(date.EarliestTime),
            date.EndTime is null ? Int128.MaxValue : Nanoseconds(date.EndTime));

    public int CompareTo(DateKey other) =>
        (Unset, Earliest, End).CompareTo((other.Unset, other.Earliest, other.End));

    /// <summary>A moment, in nanoseconds since 1970.</summary>
    public static Int128 Nanoseconds(Timestamp time) => (time.Seconds * (Int128)1_000_000_000) + time.Nanos;
}
