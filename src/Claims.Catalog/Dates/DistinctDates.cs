using System.Text;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// The distinct dates of a revision's claims, numbered from 0 by when they end, with how they sort. Immutable.
/// </summary>
internal sealed class DistinctDates(SectionReader sections)
{
    private readonly TextList _texts = new(sections);
    private readonly Section<CalendarBounds> _calendar = sections.Read<CalendarBounds>();
    private readonly Section<Int128> _ends = sections.Read<Int128>();
    private readonly Section<int> _ranks = sections.Read<int>();
    private readonly Section<int> _firstsOfText = sections.Read<int>();

    /// <summary>How many there are.</summary>
    public int Count => _texts.Count;

    /// <summary>How many different ranks there are.</summary>
    public int RankCount { get; } = sections.Read<int>()[0];

    /// <summary>Writes the dates that were gathered of all claims.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="dates">The dates.</param>
    /// <param name="work">Where they are put in order, and what is answered is.</param>
    public static NumberedDates Write(SectionWriter sections, DateNumbers dates, Workspace work)
    {
        var count = dates.Count;
        var (byEnd, ends, earliest) = (work.Take<int>(count), work.Take<Int128>(count), work.Take<Int128>(count));
        for (var date = 0; date < count; date++)
        {
            byEnd[date] = date;
            (earliest[date], ends[date]) = DateKey.Of(dates[date]);
        }

        ends.Span.Sort(byEnd.Span);
        var (calendar, numbers) = (work.Take<CalendarBounds>(count), work.Take<int>(count));
        var (byKey, sortedEarliest) = (work.Take<int>(count), work.Take<Int128>(count));
        for (var date = 0; date < count; date++)
        {
            calendar[date] = dates.BoundsOf(byEnd[date]);
            numbers[byEnd[date]] = date;
            byKey[date] = date;
            sortedEarliest[date] = earliest[byEnd[date]];
        }

        // The numbers go by the end, so that of those that begin together they are in order, too.
        Ordering.ByKeyAndNumber(sortedEarliest.Span, byKey.Span);
        var ranks = work.Take<int>(count);
        var rankCount = 0;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || sortedEarliest[i] != sortedEarliest[i - 1] || ends[byKey[i]] != ends[byKey[i - 1]]) rankCount++;
            ranks[byKey[i]] = rankCount - 1;
        }

        TextList.Write(sections, count, date => dates.TextOf(byEnd[date]));
        sections.Add(calendar.Span);
        sections.Add(ends.Span);
        sections.Add(ranks.Span);
        sections.Add(FirstsOfText(dates, byEnd, work).Span);
        sections.Add([rankCount]);
        return new(numbers, calendar, ranks, rankCount);
    }

    /// <summary>The date's text.</summary>
    public string TextOf(int date) => Encoding.ASCII.GetString(_texts[date]);

    /// <summary>
    /// The first date with the same text: of one text, there are several where the bounds are of several zones.
    /// </summary>
    public int FirstOfText(int date) => _firstsOfText[date];

    /// <summary>Which of two dates' texts comes first, by code point.</summary>
    public int CompareTexts(int date, int other) => _texts[date].SequenceCompareTo(_texts[other]);

    /// <summary>See <see cref="Edtf.Start"/>.</summary>
    public long StartOf(int date) => _calendar[date].Start;

    /// <summary>See <see cref="Edtf.End"/>.</summary>
    public long EndOf(int date) => _calendar[date].End;

    /// <summary>How the date sorts, from 0 on; equal for dates with the same bounds.</summary>
    public int RankOf(int date) => _ranks[date];

    /// <summary>How many dates have ended at a moment, given in nanoseconds since 1970: those with the least numbers.</summary>
    public int CountEnded(Int128 moment)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ends[middle] <= moment) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static Scratch<int> FirstsOfText(DateNumbers dates, Scratch<int> byEnd, Workspace work)
    {
        var texts = new Utf8Table();
        var firsts = new Column<int>();
        var firstsOfText = work.Take<int>(byEnd.Length);
        for (var date = 0; date < byEnd.Length; date++)
        {
            var text = texts.Add(dates.TextOf(byEnd[date]));
            if (text == firsts.Count) firsts.Add(date);
            firstsOfText[date] = firsts[text];
        }

        return firstsOfText;
    }
}

/// <summary>What was found out of a revision's dates while they were written.</summary>
/// <param name="Numbers">For each date, by its number as it was gathered, the new one, by which the others go.</param>
/// <param name="Calendar">What each means by the calendar.</param>
/// <param name="Ranks">How each sorts.</param>
/// <param name="RankCount">How many different ranks there are.</param>
internal sealed record NumberedDates(
    Scratch<int> Numbers, Scratch<CalendarBounds> Calendar, Scratch<int> Ranks, int RankCount);

/// <summary>What a date means by the calendar, as <see cref="Edtf.Start"/> and <see cref="Edtf.End"/> say.</summary>
internal readonly record struct CalendarBounds(long Start, long End);
