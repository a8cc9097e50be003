using System.Globalization;
using Claims.V1;

namespace Claims.Server.Web.Page.Dates;

/// <summary>
/// Says dates in the page's words: short, and no more precise than they are. What they begin with is in lower case where it is
/// a word.
/// </summary>
internal static class DateWords
{
    /// <summary>When it is: "5 Sep 2016", "between Feb and 5 Sep 2016", "by 2011, start not told".</summary>
    public static string Of(EdtfDate date) => Of(ToldDate.Of(date));

    /// <inheritdoc cref="Of(EdtfDate)"/>
    public static string Of(ToldDate date) => IsPlainSpan(date) && !date.Throughout
        ? $"between {StartBeside(date)} and {EndOf(date)}"
        : SpanOf(date);

    /// <summary>The same where <see cref="ExtentOf"/> stands beside it: "Feb to 5 Sep 2016".</summary>
    public static string SpanOf(ToldDate date)
    {
        if (!date.IsInterval) return date.HasTimeOfDay ? OfHours(date) : OfEnd(date.Start);
        return (date.Start.Kind, date.End.Kind) switch
        {
            (DateEndKind.Open, _) => $"{(date.Throughout ? "up to" : "by")} {EndOf(date)}",
            (DateEndKind.Unknown, _) => $"by {EndOf(date)}, start not told",
            (_, DateEndKind.Open) => $"{(date.Throughout ? "from" : "some time from")} {StartOf(date)} on",
            (_, DateEndKind.Unknown) => $"from {StartOf(date)}, end not told",
            _ => $"{StartBeside(date)} to {EndOf(date)}",
        };
    }

    /// <summary>Of what is longer than a day, how much of it is meant; empty for a day.</summary>
    public static string ExtentOf(ToldDate date) =>
        date.Throughout ? "all of that time" : date.IsDay ? "" : "some time within";

    /// <summary>What the date rests on: "worked out from “on Monday”".</summary>
    public static string BasisOf(EdtfDate date) => date.Basis switch
    {
        DateBasis.Stated => "the article gives the date",
        DateBasis.Resolved when date.Expression.Length > 0 => $"worked out from “{date.Expression}”",
        DateBasis.Resolved => "worked out from the article's words",
        DateBasis.Inferred when date.Expression.Length > 0 => $"the curator's reading of “{date.Expression}”",
        DateBasis.Inferred => "the curator's reading",
        DateBasis.External => "known from outside the article",
        _ => "",
    };

    /// <summary>The same in a word or two: "worked out".</summary>
    public static string ShortBasisOf(DateBasis basis) => basis switch
    {
        DateBasis.Stated => "as stated",
        DateBasis.Resolved => "worked out",
        DateBasis.Inferred => "curator's reading",
        DateBasis.External => "known from outside",
        _ => "",
    };

    /// <summary>Whose calendar it is of: "calendar of Damascus"; empty where that is not told.</summary>
    public static string CalendarOf(EdtfDate date) => date.TimeZone switch
    {
        "" => "",
        "Etc/UTC" or "UTC" => "calendar of UTC",
        var zone => $"calendar of {zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ')}",
    };

    private static bool IsPlainSpan(ToldDate date) =>
        date is { IsInterval: true, Start.Kind: DateEndKind.Told, End.Kind: DateEndKind.Told };

    private static string StartOf(ToldDate date) =>
        date.HasTimeOfDay ? OfMoment(ToldTime.At(date.First)) : OfEnd(date.Start);

    private static string EndOf(ToldDate date) =>
        date.HasTimeOfDay ? OfMoment(ToldTime.At(date.After)) : OfEnd(date.End);

    // The year once, where it is the same and a month or a day is left before it.
    private static string StartBeside(ToldDate date)
    {
        var start = StartOf(date);
        return !date.HasTimeOfDay && date.Start.Text.Length > 4 && date.Start.Text[..4] == date.End.Text[..4]
            ? start.Replace($" {date.Start.Text[..4]}", "", StringComparison.Ordinal)
            : start;
    }

    private static string OfHours(ToldDate date)
    {
        var (first, after) = (ToldTime.At(date.First), ToldTime.At(date.After));

        // A moment that is given to the second is no span.
        if (date.After - date.First == 1) return $"{OfMoment(first)}{(first.Second == 0 ? "" : $":{first.Second:00}")}";
        var until = first.Date == after.Date ? TimeOf(after)
            : first.Date.AddDays(1) == after ? "24:00"
            : OfMoment(after);
        return $"{OfMoment(first)}–{until}";
    }

    private static string OfMoment(DateTime moment) =>
        $"{moment.Day} {MonthOf(moment.Month)} {moment.Year:0000}, {TimeOf(moment)}";

    private static string TimeOf(DateTime moment) => $"{moment.Hour:00}:{moment.Minute:00}";

    private static string OfEnd(DateEnd end) =>
        $"{(end.IsApproximate ? "about " : "")}{OfText(end.Text)}{(end.IsUncertain ? " (uncertain)" : "")}";

    private static string OfText(string edtf) => edtf.Length switch
    {
        4 => edtf,
        7 => $"{MonthOf(Number(edtf, 5))} {edtf[..4]}",
        _ => $"{Number(edtf, 8)} {MonthOf(Number(edtf, 5))} {edtf[..4]}",
    };

    private static int Number(string edtf, int at) => int.Parse(edtf.AsSpan(at, 2), CultureInfo.InvariantCulture);

    private static string MonthOf(int month) =>
        CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(month);
}
