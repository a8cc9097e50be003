using System.Globalization;

namespace Claims.Server.Web.Page.Dates;

/// <summary>A line of a band that stands for a moment.</summary>
/// <param name="At">Its place, per cent of the lane's width.</param>
/// <param name="Label">What stands beside it; empty for nothing.</param>
/// <param name="WhenWide">Whether there is room for the label only where the lane is wide.</param>
public sealed record AxisTick(double At, string Label, bool WhenWide);

/// <summary>
/// What is written over a band of an axis. Nothing measures type on the server: what fits is reckoned for a lane as wide as
/// beside a page's text, and for one of a telephone.
/// </summary>
internal static class AxisLabels
{
    private const double Wide = 520;
    private const double Narrow = 270;
    private const double LetterOfTitle = 6.7;
    private const double LetterOfTick = 7;

    private static readonly int[] _years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
    private static readonly int[] _months = [1, 3, 6, 12];
    private static readonly int[] _days = [1, 7, 31];
    private static readonly int[] _hours = [1, 3, 6, 12, 24];

    /// <summary>The titles of a band for a lane that is wide and for one that is not; empty where none has room.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="which">The index of the band.</param>
    public static (string Wide, string Narrow) TitleOf(TimeAxis axis, int which)
    {
        var band = axis.Bands[which];
        var last = ToldTime.At(band.After - 1);
        var isYearTold = which > 0 && ToldTime.At(axis.Bands[which - 1].After - 1).Year == last.Year;
        string[] titles = [.. TitlesOf(band.Unit, ToldTime.At(band.First), last, isYearTold)];
        return (At(Wide), At(Narrow));

        string At(double lane) =>
            titles.FirstOrDefault(title => (title.Length * LetterOfTitle) + 4 <= lane * band.Width / 100) ?? "";
    }

    /// <summary>The ticks of a band.</summary>
    public static IReadOnlyList<AxisTick> TicksOf(AxisBand band)
    {
        var (first, last) = (ToldTime.At(band.First), ToldTime.At(band.After - 1));
        var isOneCentury = first.Year / 100 == last.Year / 100;
        var letters = band.Unit switch { AxisUnit.Years => isOneCentury ? 2 : 4, AxisUnit.Months => 1, _ => 2 };
        var need = (letters * LetterOfTick) + 5;
        var cell = band.Width / 100 * TimeAxis.SecondsOf(band.Unit) / (band.After - band.First);
        var steps = band.Unit switch
        {
            AxisUnit.Years => _years,
            AxisUnit.Months => _months,
            AxisUnit.Days => _days,
            _ => _hours,
        };
        var step = steps.FirstOrDefault(step => cell * step * Wide >= need, steps[^1]);
        var isOneCell = TimeAxis.Next(band.First, band.Unit) >= band.After;
        var every = Math.Max(1, (int)Math.Ceiling(need / (cell * step * Narrow)));
        var moments = new List<long>();
        for (var at = band.First; at < band.After; at = TimeAxis.Next(at, band.Unit))
        {
            if (IsAt(ToldTime.At(at), band.Unit, step)) moments.Add(at);
        }

        return
        [
            .. moments.Select((at, i) =>
            {
                var place = band.PlaceOf(at);
                var room = (i + 1 < moments.Count ? band.PlaceOf(moments[i + 1]) : band.X + band.Width) - place;
                var label = isOneCell || room * Wide / 100 < need - 2 ? "" : LabelOf(ToldTime.At(at), band.Unit, step, isOneCentury);
                var roomOfNarrow = (i + every < moments.Count ? band.PlaceOf(moments[i + every]) : band.X + band.Width) - place;
                return new AxisTick(place, label, i % every > 0 || roomOfNarrow * Narrow / 100 < need - 2);
            }),
        ];
    }

    private static bool IsAt(DateTime at, AxisUnit unit, int step) => unit switch
    {
        AxisUnit.Years => at.Year % step == 0,
        AxisUnit.Months => (at.Month - 1) % step == 0,
        AxisUnit.Days => step == 31 ? at.Day == 1 : (at.Day - 1) % step == 0,
        _ => at.Hour % step == 0,
    };

    private static string LabelOf(DateTime at, AxisUnit unit, int step, bool isOneCentury) => unit switch
    {
        AxisUnit.Years => isOneCentury ? $"{at.Year % 100:00}" : $"{at.Year:0000}",
        AxisUnit.Months => MonthOf(at)[..1],
        AxisUnit.Days => step == 31 ? MonthOf(at)[..1] : $"{at.Day}",
        _ => $"{at.Hour:00}",
    };

    // The longest first.
    private static IEnumerable<string> TitlesOf(AxisUnit unit, DateTime first, DateTime last, bool isYearTold)
    {
        var (from, to) = (MonthOf(first), MonthOf(last));
        var isOneYear = first.Year == last.Year;
        switch (unit)
        {
            case AxisUnit.Years:
                if (isOneYear) return [$"{first.Year:0000}"];
                return first.Year / 100 == last.Year / 100
                    ? [$"{first.Year:0000}–{last.Year % 100:00}", $"{first.Year:0000}–", $"{first.Year % 100:00}–"]
                    : [$"{first.Year:0000}–{last.Year:0000}", $"{first.Year:0000}–"];
            case AxisUnit.Months when isOneYear && first.Month == 1 && !isYearTold:
                return [$"{first.Year:0000}"];
            case AxisUnit.Months when !isOneYear:
                return
                [
                    $"{from} {first.Year:0000}–{to} {last.Year:0000}",
                    $"{first.Year:0000}–{last.Year % 100:00}",
                    $"{first.Year:0000}–",
                ];
            case AxisUnit.Months:
                var months = from == to ? from : $"{from}–{to}";
                return isYearTold ? [months, from] : [$"{months} {last.Year:0000}", months, from];
            default:
                var isMonthStart = first.Day == 1 && first.Month != last.Month;
                var days = first.Date == last.Date ? $"{last.Day} {to}"
                    : from == to && isOneYear ? $"{first.Day}–{last.Day} {to}"
                    : isMonthStart ? $"{from}–{last.Day} {to}"
                    : $"{first.Day} {from}–{last.Day} {to}";
                var least = isMonthStart ? from : $"{first.Day}";
                var whole = $"{days} {last.Year:0000}";
                return unit == AxisUnit.Hours ? [$"{whole}, hours", $"{days}, hours", days, least]
                    : isYearTold ? [days, least]
                    : [whole, days, least];
        }
    }

    private static string MonthOf(DateTime at) =>
        CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(at.Month);
}
