using Claims.Catalog;

namespace Claims.Server.Web.Page.Dates;

/// <summary>What one cell of a band is, the finest last.</summary>
public enum AxisUnit
{
    Years,
    Months,
    Days,
    Hours,
}

/// <summary>A part of the axis with one scale. Places are per cent of the lane's width.</summary>
/// <param name="Unit">What its ticks count.</param>
/// <param name="First">Its first second, counted as <see cref="ToldDate"/> does.</param>
/// <param name="After">The first second after it.</param>
/// <param name="X">Where it begins.</param>
/// <param name="Width">How wide it is.</param>
public sealed record AxisBand(AxisUnit Unit, long First, long After, double X, double Width)
{
    /// <summary>The place of a second of it.</summary>
    public double PlaceOf(long second) =>
        X + (Width * (Math.Clamp(second, First, After) - First) / (After - First));
}

/// <summary>
/// A time axis that is broken into bands, finer where more of the dates end: years and a morning stand on one line, and nobody
/// reads across a break. Immutable.
/// </summary>
public sealed class TimeAxis
{
    /// <summary>How many bands there are at most: more would be too narrow to label.</summary>
    public const int MostBands = 8;

    /// <summary>The least width of a band, per cent.</summary>
    public const double LeastWidth = 7;

    private const double Gap = 1;
    private const double Edge = 1;

    // Where a date has no end, that an arrow or a question mark has room.
    private const double EdgeOfNoEnd = 9;

    // A cell of so wide a band can hardly be seen.
    private const int ManyCells = 12;

    private TimeAxis(IReadOnlyList<AxisBand> bands) => Bands = bands;

    /// <summary>Its bands, in order.</summary>
    public IReadOnlyList<AxisBand> Bands { get; }

    /// <summary>Where the axis ends.</summary>
    public double Right => Bands[^1].X + Bands[^1].Width;

    /// <summary>An axis for dates; null where none of them has an end that is told.</summary>
    public static TimeAxis? Of(IReadOnlyCollection<ToldDate> dates)
    {
        End[] ends = [.. dates.SelectMany(EndsOf)];
        if (ends.Length == 0) return null;
        var spans = Isolate(Split(ends), ends);
        var left = dates.Any(date => date.Start.Kind != DateEndKind.Told) ? EdgeOfNoEnd : Edge;
        var right = dates.Any(date => date.End.Kind != DateEndKind.Told) ? EdgeOfNoEnd : Edge;
        var widths = WidthsOf(
            [.. spans.Select(span => ends.Count(span.Holds))],
            100 - left - right - (Gap * (spans.Count - 1)));
        var bands = new List<AxisBand>();
        foreach (var (i, span) in spans.Index())
        {
            bands.Add(new(span.Unit, span.First, span.After, left, widths[i]));
            left += widths[i] + Gap;
        }

        return new(bands);
    }

    /// <summary>Where something that starts at a second begins.</summary>
    public double StartOf(long first) => (Bands.LastOrDefault(band => band.First <= first) ?? Bands[0]).PlaceOf(first);

    /// <summary>Where something ends that a second is the first after.</summary>
    public double EndOf(long after) => (Bands.FirstOrDefault(band => band.After >= after) ?? Bands[^1]).PlaceOf(after);

    /// <summary>The first second of the cell that a second is in.</summary>
    internal static long Floor(long second, AxisUnit unit)
    {
        var at = ToldTime.At(second);
        return ToldTime.Of(unit switch
        {
            AxisUnit.Years => new(at.Year, 1, 1),
            AxisUnit.Months => new(at.Year, at.Month, 1),
            AxisUnit.Days => at.Date,
            _ => at.Date.AddHours(at.Hour),
        });
    }

    /// <summary>The first second after a cell.</summary>
    internal static long Next(long cell, AxisUnit unit)
    {
        if (unit >= AxisUnit.Days) return cell + SecondsOf(unit);
        var next = Floor(cell + SecondsOf(unit), unit);

        // The last year of the calendar has none after it, but an end like others.
        return next > cell ? next : cell + (unit == AxisUnit.Years ? 365 : 31) * SecondsOf(AxisUnit.Days);
    }

    /// <summary>The most seconds a cell has.</summary>
    internal static long SecondsOf(AxisUnit unit) => unit switch
    {
        AxisUnit.Years => 366 * 86_400,
        AxisUnit.Months => 31 * 86_400,
        AxisUnit.Days => 86_400,
        _ => 3_600,
    };

    // The times that a date's ends are: a day, a month, or of a time of day a second. A single date is one.
    private static IEnumerable<End> EndsOf(ToldDate date)
    {
        if (date.HasTimeOfDay) return [new(date.First, date.First + 1), new(date.After - 1, date.After)];
        DateEnd[] ends = date.IsInterval ? [date.Start, date.End] : [date.Start];
        return ends.Where(end => end.Kind == DateEndKind.Told).Select(end => Edtf.Parse(end.Text))
            .Select(edtf => new End(edtf.Start, edtf.End));
    }

    private static List<Span> Split(End[] ends)
    {
        var (first, last) = (ends.Min(end => end.First), ends.Max(end => end.After) - 1);
        var unit = AxisUnit.Years;
        while (unit < AxisUnit.Days && Floor(first, unit) == Floor(last, unit)) unit++;
        List<Span> spans = [new(unit, Floor(first, unit), Math.Min(Next(Floor(last, unit), unit), CellAfter(last)))];
        while (HeaviestOf(spans, ends) is { } cell)
        {
            var next = SplitAt(spans, cell, first, last);
            if (next.Count > MostBands) break;
            spans = next;
        }

        return spans;
    }

    // The end of the day: what is beyond the last date is not shown, whatever the unit.
    private static long CellAfter(long last) => Next(Floor(last, AxisUnit.Days), AxisUnit.Days);

    // The cell in which most ends are that a finer unit tells apart.
    private static (Span Of, long Cell)? HeaviestOf(List<Span> spans, End[] ends)
    {
        var cells =
            from span in spans
            where span.Unit < AxisUnit.Hours
            from cell in ends.Where(span.Holds)
                .GroupBy(end => Floor(end.First, span.Unit))
            let within = cell.Where(end => end.After <= Next(cell.Key, span.Unit)).ToList()
            where within.Distinct().Take(2).Count() > 1
            orderby within.Count descending, cell.Key
            select ((Span, long)?)(span, cell.Key);
        return cells.FirstOrDefault();
    }

    private static List<Span> SplitAt(List<Span> spans, (Span Of, long Cell) at, long first, long last)
    {
        var (of, cell) = at;
        var after = Math.Min(Next(cell, of.Unit), of.After);
        var finer = of.Unit + 1;
        Span[] parts =
        [
            of with { After = cell },
            new(finer, Math.Max(cell, Floor(first, finer)), Math.Min(after, Next(Floor(last, finer), finer))),
            of with { First = after },
        ];
        var next = new List<Span>();
        foreach (var span in spans.SelectMany(span => span == of ? parts : [span]).Where(span => span.First < span.After))
        {
            if (next.Count > 0 && next[^1].Unit == span.Unit && next[^1].After == span.First)
            {
                next[^1] = next[^1] with { After = span.After };
            }
            else
            {
                next.Add(span);
            }
        }

        return next;
    }

    // A cell of a long band at which a third of its dates end is given room; within a day nothing is as long.
    private static List<Span> Isolate(List<Span> spans, End[] ends)
    {
        foreach (var span in spans.ToList())
        {
            if (span.Unit == AxisUnit.Hours || (span.After - span.First) / SecondsOf(span.Unit) < ManyCells) continue;
            End[] within = [.. ends.Where(span.Holds)];
            var heaviest = within.GroupBy(end => Floor(end.First, span.Unit)).MaxBy(cell => cell.Count());
            if (heaviest is null || heaviest.Count() == 1 || heaviest.Count() * 3 < within.Length) continue;
            var after = Math.Min(Next(heaviest.Key, span.Unit), span.After);
            Span[] parts =
            [
                span with { After = heaviest.Key },
                span with { First = heaviest.Key, After = after },
                span with { First = after },
            ];
            List<Span> next =
                [.. spans.SelectMany(one => one == span ? parts : [one]).Where(part => part.First < part.After)];
            if (next.Count <= MostBands) spans = next;
        }

        return spans;
    }

    // By the square root, so that a crowded day leaves room for five years.
    private static double[] WidthsOf(int[] ends, double room)
    {
        var widths = new double[ends.Length];
        while (true)
        {
            var free = room - widths.Sum();
            var sum = ends.Where((_, i) => widths[i] == 0).Sum(count => Math.Sqrt(count));
            var narrow = Enumerable.Range(0, ends.Length)
                .Where(i => widths[i] == 0 && (sum == 0 || Math.Sqrt(ends[i]) / sum * free < LeastWidth)).ToList();
            if (narrow.Count > 0 && narrow.Count < widths.Count(width => width == 0))
            {
                foreach (var i in narrow) widths[i] = LeastWidth;
                continue;
            }

            for (var i = 0; i < ends.Length; i++)
            {
                if (widths[i] == 0) widths[i] = Math.Sqrt(ends[i]) / sum * free;
            }

            return widths;
        }
    }

    private readonly record struct End(long First, long After);

    private sealed record Span(AxisUnit Unit, long First, long After)
    {
        public bool Holds(End end) => First <= end.First && end.First < After;
    }
}
