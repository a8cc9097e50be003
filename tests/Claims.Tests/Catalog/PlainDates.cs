using System.Collections.Concurrent;
using System.Globalization;

namespace Claims.Tests.Catalog;

/// <summary>
/// What a date of the tests covers by its calendar, whatever its time zone, read by formats alone.
/// </summary>
internal static class PlainDates
{
    private static readonly ConcurrentDictionary<string, (DateTime Start, DateTime End)> _known = new();

    public static bool Overlap(string a, string b)
    {
        var ((startA, endA), (startB, endB)) = (Bounds(a), Bounds(b));
        return startA < endB && startB < endA;
    }

    /// <summary>Of an end that is unknown, the other's. No test speaks of the years 1 or 9999, which stand for what is open.</summary>
    public static (DateTime Start, DateTime End) Bounds(string edtf) => _known.GetOrAdd(edtf, static text =>
    {
        if (text.Split('/') is [var from, var to])
        {
            return (
                from == ".." ? DateTime.MinValue : Bounds(from == "" ? to : from).Start,
                to == ".." ? DateTime.MaxValue : Bounds(to == "" ? from : to).End);
        }

        var date = text.TrimEnd('~', '?', '%');
        return date.Length switch
        {
            4 => (Read("yyyy"), Read("yyyy").AddYears(1)),
            7 => (Read("yyyy-MM"), Read("yyyy-MM").AddMonths(1)),
            10 => (Read("yyyy-MM-dd"), Read("yyyy-MM-dd").AddDays(1)),
            _ => (Clock(), Clock().AddSeconds(1)),
        };

        DateTime Read(string format) => DateTime.ParseExact(date, format, CultureInfo.InvariantCulture);
        DateTime Clock() => DateTime.ParseExact(date[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    });
}
