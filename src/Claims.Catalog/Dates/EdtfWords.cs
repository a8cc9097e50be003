using System.Globalization;

namespace Claims.Catalog;

/// <summary>
/// Says dates of <see cref="Edtf"/> in English words, for people to read.
/// </summary>
internal static class EdtfWords
{
    /// <summary>The words of a canonical text: "5 September 2016", "about 2015", "from 5 September 2016 on".</summary>
    public static string Of(string edtf)
    {
        if (edtf.IndexOf('/', StringComparison.Ordinal) is not (>= 0 and var slash)) return OfDate(edtf);
        return (edtf[..slash], edtf[(slash + 1)..]) switch
        {
            ("..", var end) => $"up to {OfDate(end)}",
            ("", var end) => $"from an unknown time to {OfDate(end)}",
            (var start, "..") => $"from {OfDate(start)} on",
            (var start, "") => $"from {OfDate(start)} to an unknown time",
            var (start, end) => $"{OfDate(start)} to {OfDate(end)}",
        };
    }

    private static string OfDate(string date) => date[^1] switch
    {
        '~' => $"about {OfDate(date[..^1])}",
        '?' => $"perhaps {OfDate(date[..^1])}",
        '%' => $"perhaps about {OfDate(date[..^1])}",
        _ => date.Length switch
        {
            4 => date,
            7 => $"{MonthOf(date)} {date[..4]}",
            10 => OfDay(date),
            _ => $"{OfDay(date)}, {date[11..19]} {OffsetOf(date[19..])}",
        },
    };

    private static string OfDay(string date) =>
        $"{int.Parse(date.AsSpan(8, 2), CultureInfo.InvariantCulture)} {MonthOf(date)} {date[..4]}";

    private static string MonthOf(string date) =>
        CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(int.Parse(date.AsSpan(5, 2), CultureInfo.InvariantCulture));

    private static string OffsetOf(string offset) => offset == "Z" ? "UTC" : $"UTC{offset}";
}
