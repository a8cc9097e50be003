using System.Globalization;
using Claims.V1;

namespace Claims.Server.Web.Page.Dates;

/// <summary>How many claims are of dates within a day, a month, a year or more years.</summary>
/// <param name="Edtf">The time, as a filter has it.</param>
/// <param name="Words">The time in words.</param>
/// <param name="Claims">How many.</param>
public sealed record DateBin(string Edtf, string Words, int Claims);

/// <summary>Claims counted by time, where they are too many for a line each date. Immutable.</summary>
/// <param name="Unit">What a bin is, in a word.</param>
/// <param name="Bins">The bins, in order and without a gap.</param>
/// <param name="Wider">How many claims have a date that lies in no single bin.</param>
/// <param name="Without">How many have none.</param>
/// <param name="Finding">What the bins show first.</param>
public sealed record DateBins(string Unit, IReadOnlyList<DateBin> Bins, int Wider, int Without, string Finding)
{
    /// <summary>The most bins.</summary>
    public const int Most = 60;

    private const int DaysOfTwoMonths = 62;

    private static readonly int[] _years = [1, 10, 100, 1000];

    /// <summary>Counts by the finest unit that needs no more than <see cref="Most"/> bins.</summary>
    /// <param name="days">The claims by their dates.</param>
    /// <param name="months">By months.</param>
    /// <param name="years">By years.</param>
    /// <param name="total">How many claims there are.</param>
    internal static DateBins Of(DimensionSummary days, DimensionSummary months, DimensionSummary years, int total)
    {
        var (unit, bins) = OfDays(days, months) is { Count: > 0 } ofDays ? ("day", ofDays)
            : OfMonths(months) is { Count: > 0 } ofMonths ? ("month", ofMonths)
            : OfYears(years);
        var finding = DateRows.FindingOf(bins.Select(bin => (bin.Edtf, bin.Claims)), total, days.Without);
        return new(unit, bins, total - days.Without - bins.Sum(bin => bin.Claims), days.Without, finding);
    }

    private static List<DateBin> OfDays(DimensionSummary days, DimensionSummary months)
    {
        // A month and the next: more would be cut off.
        if (days.MoreGroups > 0 || months.Groups.Select(group => MonthOf(group.Value)).ToList() is not { Count: > 0 } all
            || all.Max() - all.Min() > 1) return [];
        var counts = days.Groups.Where(group => !group.Value.Contains('/')).Select(group => (Day: DayOf(group.Value), group.Count))
            .Where(group => group.Day.Length == 10)
            .Select(group => (DateOnly.ParseExact(group.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber, group.Count));
        return Fill(counts, DaysOfTwoMonths, day => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        static string DayOf(string edtf) => DateRows.DayOf(edtf).TrimEnd('~', '?', '%');
    }

    private static List<DateBin> OfMonths(DimensionSummary months) => months.MoreGroups > 0 ? [] : Fill(
        months.Groups.Select(group => (MonthOf(group.Value), group.Count)),
        Most,
        month => FormattableString.Invariant($"{month / 12:0000}-{(month % 12) + 1:00}"));

    private static (string Unit, List<DateBin> Bins) OfYears(DimensionSummary years)
    {
        foreach (var step in _years)
        {
            var bins = Fill(
                years.Groups.Select(group => (YearOf(group.Value) / step, group.Count)),
                Most,
                bin => step == 1 ? $"{bin:0000}" : $"{Math.Max(1, bin * step):0000}/{(bin * step) + step - 1:0000}");
            if (bins.Count > 0) return (step == 1 ? "year" : $"span of {step} years", bins);
        }

        return ("year", []);
    }

    // Empty where there would be too many.
    private static List<DateBin> Fill(IEnumerable<(int At, int Claims)> counts, int most, Func<int, string> edtfOf)
    {
        var claims = counts.GroupBy(count => count.At, count => count.Claims).ToDictionary(bin => bin.Key, bin => bin.Sum());
        if (claims.Count == 0 || claims.Keys.Max() - claims.Keys.Min() >= most) return [];
        var first = claims.Keys.Min();
        return
        [
            .. Enumerable.Range(first, claims.Keys.Max() - first + 1).Select(at =>
            {
                var edtf = edtfOf(at);
                var words = DateWords.SpanOf(ToldDate.Of(new EdtfDate { Edtf = edtf }));
                return new DateBin(edtf, words, claims.GetValueOrDefault(at));
            }),
        ];
    }

    private static int MonthOf(string edtf) => (YearOf(edtf) * 12) + int.Parse(edtf.AsSpan(5, 2), CultureInfo.InvariantCulture) - 1;

    private static int YearOf(string edtf) => int.Parse(edtf.AsSpan(0, 4), CultureInfo.InvariantCulture);
}
