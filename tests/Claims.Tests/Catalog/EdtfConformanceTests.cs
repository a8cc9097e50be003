using System.Globalization;
using Claims.Catalog;
using NodaTime;

namespace Claims.Tests.Catalog;

/// <summary>
/// What EDTF's specification, and the suites of programs that read it, hold to be a date: all that is of the subset is
/// taken, with the bounds they give it, and of what is not it is told what is wrong.
/// </summary>
public class EdtfConformanceTests
{
    // Text, first day, last day; a side that is open or unknown is called so.
    private const string Dates = """
        1985-04-12                1985-04-12  1985-04-12
        1985-04                   1985-04-01  1985-04-30
        1985                      1985-01-01  1985-12-31
        1904-02-29                1904-02-29  1904-02-29
        2000-02-29                2000-02-29  2000-02-29
        2023-02                   2023-02-01  2023-02-28
        2024-02                   2024-02-01  2024-02-29
        1999-11                   1999-11-01  1999-11-30
        2008-12                   2008-12-01  2008-12-31
        2020                      2020-01-01  2020-12-31
        0001                      0001-01-01  0001-12-31
        0001-01-01                0001-01-01  0001-01-01
        0007                      0007-01-01  0007-12-31
        0023                      0023-01-01  0023-12-31
        0085-04-12                0085-04-12  0085-04-12
        0409                      0409-01-01  0409-12-31
        1001-03-30                1001-03-30  1001-03-30
        1591-08-31                1591-08-31  1591-08-31
        9999                      9999-01-01  9999-12-31
        0658?                     0658-01-01  0658-12-31
        1984?                     1984-01-01  1984-12-31
        1984~                     1984-01-01  1984-12-31
        1984%                     1984-01-01  1984-12-31
        2004-06?                  2004-06-01  2004-06-30
        2004-06~                  2004-06-01  2004-06-30
        2020-05%                  2020-05-01  2020-05-31
        2004-06-11?               2004-06-11  2004-06-11
        2020-05-15~               2020-05-15  2020-05-15
        2004-06-11%               2004-06-11  2004-06-11
        1964/2008                 1964-01-01  2008-12-31
        1000/2000                 1000-01-01  2000-12-31
        1980-08/1994              1980-08-01  1994-12-31
        2004-06/2006-08           2004-06-01  2006-08-31
        1000-01/2000-05-01        1000-01-01  2000-05-01
        2004-02-01/2005           2004-02-01  2005-12-31
        2004-02-01/2005-02        2004-02-01  2005-02-28
        2004-02-01/2005-02-08     2004-02-01  2005-02-08
        2005/2006-02              2005-01-01  2006-02-28
        2005/2020-02              2005-01-01  2020-02-29
        1979-08-28/1979-09-25     1979-08-28  1979-09-25
        1984~/2004-06             1984-01-01  2004-06-30
        1984/2004-06~             1984-01-01  2004-06-30
        1984?/2004%               1984-01-01  2004-12-31
        1984~/2004~               1984-01-01  2004-12-31
        1984~/2004-06-11%         1984-01-01  2004-06-11
        1984-06?/2004-08?         1984-06-01  2004-08-31
        1984-06-02?/2004-08-08~   1984-06-02  2004-08-08
        1984-01-02~/2004-06-04    1984-01-02  2004-06-04
        2019-12/2020%             2019-12-01  2020-12-31
        2003/2004-06-11%          2003-01-01  2004-06-11
        1111-01-01/1111           1111-01-01  1111-12-31
        2004-06/2004              2004-06-01  2004-12-31
        2004-06~/2004-06-11%      2004-06-01  2004-06-11
        2004-06-11/2004-06        2004-06-11  2004-06-30
        1985-04-12/..             1985-04-12  open
        1985-04/..                1985-04-01  open
        1985/..                   1985-01-01  open
        1984~/..                  1984-01-01  open
        ../1985-04-12             open        1985-04-12
        ../1985-04                open        1985-04-30
        ../1985                   open        1985-12-31
        ../1985-04-12?            open        1985-04-12
        1985-04-12/               1985-04-12  unknown
        1985-04/                  1985-04-01  unknown
        1985/                     1985-01-01  unknown
        1985-04-12~/              1985-04-12  unknown
        1984-06-02?/              1984-06-02  unknown
        /1985-04-12               unknown     1985-04-12
        /1985-04                  unknown     1985-04-30
        /1985                     unknown     1985-12-31
        /2006                     unknown     2006-12-31
        """;

    // What several suites take, written otherwise than the subset does.
    private const string OtherForms = """
        1984?~                      1984%
        2004-06-11?~                2004-06-11%
        1984?/2004?~                1984?/2004%
        1985/1985                   1985
        1985-04-12/1985-04-12       1985-04-12
        unknown/2006                /2006
        1984-06-02?/unknown         1984-06-02?/
        2004-01-01/open             2004-01-01/..
        1985-04-12T23:20:30-04      1985-04-12T23:20:30-04:00
        2016-05-02T16:54:59+0230    2016-05-02T16:54:59+02:30
        2016-05-02T16:54:59+00:00   2016-05-02T16:54:59Z
        """;

    private const string Form = "expected YYYY, YYYY-MM, YYYY-MM-DD, a date-time with offset, or an interval of dates";
    private const string End = "expected YYYY, YYYY-MM, YYYY-MM-DD, '..' (open) or nothing (unknown)";

    public static TheoryData<string, string, string> Taken =>
        [.. RowsOf(Dates).Select(row => (row[0], row[1], row[2]))];

    public static TheoryData<string, string> Rewritten => [.. RowsOf(OtherForms).Select(row => (row[0], row[1]))];

    [Theory]
    [MemberData(nameof(Taken))]
    public void A_date_of_the_subset_has_the_bounds_that_EDTF_gives_it(string text, string first, string last)
    {
        var date = Edtf.Parse(text);
        Assert.Equal(first, date.IsStartUnknown ? "unknown" : date.Start == long.MinValue ? "open" : DayOf(date.Start));
        Assert.Equal(last, date.IsEndUnknown ? "unknown" : date.End == long.MaxValue ? "open" : DayOf(date.End - 1));

        static string DayOf(long second) => $"{DateOnly.FromDayNumber((int)(second / (24 * 60 * 60))):yyyy-MM-dd}";
    }

    [Theory]
    [InlineData("1985-04-12T23:20:30Z", "1985-04-12T23:20:30Z")]
    [InlineData("1985-04-12T23:20:30+04:30", "1985-04-12T18:50:30Z")]
    [InlineData("1985-04-12T23:20:30-04:00", "1985-04-13T03:20:30Z")]
    [InlineData("2004-01-01T10:10:10+05:00", "2004-01-01T05:10:10Z")]
    [InlineData("2020-05-01T00:00:00+14:00", "2020-04-30T10:00:00Z")]
    [InlineData("2020-05-01T00:00:00-12:00", "2020-05-01T12:00:00Z")]
    [InlineData("2016-05-02T16:54:59-00:15", "2016-05-02T17:09:59Z")]
    public void A_moment_is_the_second_that_EDTF_gives_it(string text, string moment)
    {
        var expected = DateTime.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        var (earliest, end) = Edtf.Parse(text).ToTimestamps(DateTimeZone.Utc);
        Assert.Equal((expected, expected.AddSeconds(1)), (earliest?.ToDateTime(), end?.ToDateTime()));
    }

    [Theory]
    [MemberData(nameof(Rewritten))]
    public void Of_a_date_in_another_form_it_is_told_which_is_right(string text, string canonical)
    {
        Assert.False(Edtf.TryParse(text, out _, out var problem));
        Assert.Equal($"not canonical: write '{canonical}'", problem);
    }

    [Theory]
    // Years before 1 and after 9999, in digits and in powers of ten.
    [InlineData("0000", "year 0000 is not 0001 to 9999")]
    [InlineData("-1985", Form)]
    [InlineData("Y170000002", Form)]
    [InlineData("Y-17E7", Form)]
    [InlineData("1950S2", Form)]
    // Centuries and decades.
    [InlineData("19", Form)]
    [InlineData("198", Form)]
    // Seasons, quarters and the like.
    [InlineData("2001-21", "month 21 is not 01 to 12")]
    [InlineData("2001-34~", "month 34 is not 01 to 12")]
    [InlineData("2003-22/2004-22", "month 22 is not 01 to 12")]
    // Digits that are not told.
    [InlineData("201X", Form)]
    [InlineData("2004-XX", Form)]
    [InlineData("156X-12-25", Form)]
    [InlineData("2004-06-XX/2004-07-03", "'2004-06-XX' is not an interval's end: " + End)]
    // Parts of a date that are qualified.
    [InlineData("2004?-06-11", Form)]
    [InlineData("?2004-06-~11", Form)]
    [InlineData("2004-06-~01/2004-06-~20", "'2004-06-~01' is not an interval's end: " + End)]
    // Sets.
    [InlineData("[1667,1760-12]", Form)]
    [InlineData("{1960,1961-12}", Form)]
    [InlineData("[..1760-12-03]", Form)]
    [InlineData("..1984", Form)]
    [InlineData("..2004-06-01/2004-06-20", "'..2004-06-01' is not an interval's end: " + End)]
    // Times of day that are not of one second, or of no place, or of a day's end.
    [InlineData("1985-04-12T23:20:30",
        "a date-time needs an offset, as in 1985-04-12T23:20:30Z or 1985-04-12T23:20:30+03:00")]
    [InlineData("2020-05-01T10:30Z", "a date-time needs seconds, as in 2020-05-01T10:30:00Z")]
    [InlineData("2020-05-01T10:30:45.123Z", "a date-time has no fractions of a second")]
    [InlineData("2020-05-01T24:00:00Z", "hour 24 is not 00 to 23")]
    [InlineData("1985-04-12T23:59:60Z", "second 60 is not 00 to 59")]
    [InlineData("1985-04-12T23:20:30Z/1986-05-13T01:30:45Z", "an interval's ends are dates, not date-times")]
    // Intervals that tell no date.
    [InlineData("../..", "neither end is a date; expected one at one end at least")]
    [InlineData("/", "neither end is a date; expected one at one end at least")]
    public void Of_what_is_not_of_the_subset_it_is_told_what_is_wrong(string text, string problem)
    {
        Assert.False(Edtf.TryParse(text, out _, out var told));
        Assert.Equal(problem, told);
    }

    private static IEnumerable<string[]> RowsOf(string table) =>
        table.ReplaceLineEndings("\n").Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
