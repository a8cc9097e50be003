using System.Text.RegularExpressions;
using Claims.Catalog;
using Claims.V1;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Claims.Tests.Catalog;

public class EdtfTests
{
    private const long Day = 24 * 60 * 60;

    // Unix seconds of 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, from the definition of Timestamp.
    private const long FirstUnixSecond = -62135596800;
    private const long LastUnixSecond = 253402300799;

    [Theory]
    [InlineData("2016", DatePrecision.Year)]
    [InlineData("2016-09", DatePrecision.Month)]
    [InlineData("2016-09-05", DatePrecision.Day)]
    [InlineData("2016-09-05T08:00:00Z", DatePrecision.Time)]
    [InlineData("2016-09-05T23:59:59+03:00", DatePrecision.Time)]
    [InlineData("2016-09-05T00:00:00-00:30", DatePrecision.Time)]
    [InlineData("2016-09-05T08:00:00+18:00", DatePrecision.Time)]
    [InlineData("2016-09-05T08:00:00-18:00", DatePrecision.Time)]
    [InlineData("2016~", DatePrecision.Year)]
    [InlineData("2016-09?", DatePrecision.Month)]
    [InlineData("2016-09-05%", DatePrecision.Day)]
    [InlineData("2015/2016", DatePrecision.Year)]
    [InlineData("2015-12-31/2016-09", DatePrecision.Month)]
    [InlineData("2015/2016-09-05", DatePrecision.Year)]
    [InlineData("2016-09-05/2016-09-06", DatePrecision.Day)]
    [InlineData("../2016-09-05", DatePrecision.Day)]
    [InlineData("2016-09/..", DatePrecision.Month)]
    [InlineData("2015~/2016-09?", DatePrecision.Year)]
    [InlineData("2016%/..", DatePrecision.Year)]
    [InlineData("2016/2016~", DatePrecision.Year)]
    [InlineData("2016-01/2016", DatePrecision.Year)]
    [InlineData("2016/2016-12", DatePrecision.Year)]
    [InlineData("2016-09/2016-09-05", DatePrecision.Month)]
    [InlineData("2016-09-05/2016-09", DatePrecision.Month)]
    [InlineData("2016/2016-05?", DatePrecision.Year)]
    [InlineData("2016-05/2016", DatePrecision.Year)]
    [InlineData("2016-09~/2016-09-01", DatePrecision.Month)]
    [InlineData("/2016-09-05", DatePrecision.Day)]
    [InlineData("1985/", DatePrecision.Year)]
    [InlineData("/2016-09%", DatePrecision.Month)]
    [InlineData("2016-09-05?/", DatePrecision.Day)]
    [InlineData("0001", DatePrecision.Year)]
    [InlineData("9999-12-31", DatePrecision.Day)]
    public void Each_form_is_read_with_its_precision(string text, DatePrecision precision)
    {
        var date = Read(text);
        Assert.Equal(text, date.ToString());
        Assert.Equal(precision, date.Precision);
    }

    [Theory]
    [InlineData("", ExpectedDate)]
    [InlineData("abc", ExpectedDate)]
    [InlineData("..", ExpectedDate)]
    [InlineData("~", ExpectedDate)]
    [InlineData("~2016", ExpectedDate)]
    [InlineData("201", ExpectedDate)]
    [InlineData("12016", ExpectedDate)]
    [InlineData("-2016", ExpectedDate)]
    [InlineData("201X", ExpectedDate)]
    [InlineData("２０１６", ExpectedDate)]
    [InlineData("2016-", ExpectedDate)]
    [InlineData("2016-009", ExpectedDate)]
    [InlineData("20160905", ExpectedDate)]
    [InlineData("2016-09-05-01", ExpectedDate)]
    [InlineData("2016T08:00:00Z", ExpectedDate)]
    [InlineData("2016-09T08:00:00Z", ExpectedDate)]
    [InlineData("2016-09-05T08", ExpectedDate)]
    [InlineData("2016-09-05T8:0:00Z", ExpectedDate)]
    [InlineData("2016-09-05T8:00:0Z", ExpectedDate)]
    [InlineData("2016-09-05Z", ExpectedDate)]
    [InlineData("2016-09-05T08:00:00-", ExpectedDate)]
    [InlineData("2016-09-05T08:00:00+03:", ExpectedDate)]
    [InlineData("2016-09-05T08:00:00ZZ", ExpectedDate)]
    [InlineData("0000", "year 0000 is not 0001 to 9999")]
    [InlineData("2016-13", "month 13 is not 01 to 12")]
    [InlineData("2016-00-05", "month 00 is not 01 to 12")]
    [InlineData("2016-12-32", "day 32 is not 01 to 31")]
    [InlineData("2016-12-00", "day 00 is not 01 to 31")]
    [InlineData("2015-02-29", "2015-02-29 does not exist: February 2015 has 28 days")]
    [InlineData("1900-02-29", "1900-02-29 does not exist: February 1900 has 28 days")]
    [InlineData("2016-2-30", "2016-02-30 does not exist: February 2016 has 29 days")]
    [InlineData("2016-04-31~", "2016-04-31 does not exist: April 2016 has 30 days")]
    [InlineData("2016-09-05T24:00:00Z", "hour 24 is not 00 to 23")]
    [InlineData("2016-09-05T08:60:00Z", "minute 60 is not 00 to 59")]
    [InlineData("2016-12-31T23:59:60Z", "second 60 is not 00 to 59")]
    [InlineData("2016-09-05T08:00:00+03:60", "the offset's minute 60 is not 00 to 59")]
    [InlineData("2016-09-05T08:00:00+18:01", "offset +18:01 is not -18:00 to +18:00")]
    [InlineData("2016-09-05T08:00:00-19:00", "offset -19:00 is not -18:00 to +18:00")]
    [InlineData("2016-09-05T08:00:00",
        "a date-time needs an offset, as in 2016-09-05T08:00:00Z or 2016-09-05T08:00:00+03:00")]
    [InlineData("2016-9-5t8:00",
        "a date-time needs an offset, as in 2016-09-05T08:00:00Z or 2016-09-05T08:00:00+03:00")]
    [InlineData("2016-09-05T08:00+03:00", "a date-time needs seconds, as in 2016-09-05T08:00:00+03:00")]
    [InlineData("2016-09-05T08:00:00.5Z", "a date-time has no fractions of a second")]
    [InlineData("2016-09-05T08:00:00,000Z", "a date-time has no fractions of a second")]
    [InlineData("2016-09-05T08:00:00Z~", "a date-time takes no qualifier")]
    [InlineData("2016~~", "a date has one qualifier at most: '~', '?', or '%' for both")]
    [InlineData("2016/2017%?", "a date has one qualifier at most: '~', '?', or '%' for both")]
    [InlineData("2016-09-05T08:00:00Z/2017", "an interval's ends are dates, not date-times")]
    [InlineData("2015/2016-09-05T08:00:00", "an interval's ends are dates, not date-times")]
    [InlineData("2016/abc", "'abc' is not an interval's end: " + ExpectedEnd)]
    [InlineData("..~/2016", "'..~' is not an interval's end: " + ExpectedEnd)]
    [InlineData("2016-09-05/06", "'06' is not an interval's end: " + ExpectedEnd)]
    [InlineData("2016/2017-13", "month 13 is not 01 to 12")]
    [InlineData("2016/2017/2018", "an interval has two ends, with one '/' between them")]
    [InlineData("/", NoDate)]
    [InlineData("../..", NoDate)]
    [InlineData("/..", NoDate)]
    [InlineData("../", NoDate)]
    [InlineData(" / ", NoDate)]
    [InlineData("open/unknown", NoDate)]
    [InlineData("/~", "'~' is not an interval's end: " + ExpectedEnd)]
    [InlineData("/2016-09-05T08:00:00Z", "an interval's ends are dates, not date-times")]
    [InlineData("2016/2015", "the interval ends before it starts")]
    [InlineData("2016/2015-12-31", "the interval ends before it starts")]
    [InlineData("2016-09/2016-08", "the interval ends before it starts")]
    [InlineData("2016-09-05/2016-09-04", "the interval ends before it starts")]
    [InlineData("2016-09~/2016-08-31", "the interval ends before it starts")]
    public void A_text_that_is_no_date_is_refused_with_the_reason(string text, string problem) =>
        Assert.Equal(problem, Refuse(text));

    [Theory]
    [InlineData(" 2016", "2016")]
    [InlineData("2016\n", "2016")]
    [InlineData("2016-9-5", "2016-09-05")]
    [InlineData("2016-9", "2016-09")]
    [InlineData("2016-09-05t08:00:00Z", "2016-09-05T08:00:00Z")]
    [InlineData("2016-09-05 08:00:00Z", "2016-09-05T08:00:00Z")]
    [InlineData("2016-09-05T8:00:00Z", "2016-09-05T08:00:00Z")]
    [InlineData("2016-09-05T08:00:00z", "2016-09-05T08:00:00Z")]
    [InlineData("2016-09-05T08:00:00+00:00", "2016-09-05T08:00:00Z")]
    [InlineData("2016-09-05T08:00:00-00:00", "2016-09-05T08:00:00Z")]
    [InlineData("2016-09-05T08:00:00+0300", "2016-09-05T08:00:00+03:00")]
    [InlineData("2016-09-05T08:00:00-3:30", "2016-09-05T08:00:00-03:30")]
    [InlineData("2016-09-05T08:00:00+03", "2016-09-05T08:00:00+03:00")]
    [InlineData("2016?~", "2016%")]
    [InlineData("2016-09~?", "2016-09%")]
    [InlineData(" /2016", "/2016")]
    [InlineData("2016-9 / ", "2016-09/")]
    [InlineData("unknown/2016-9", "/2016-09")]
    [InlineData("2016/unknown", "2016/")]
    [InlineData("2016/open", "2016/..")]
    [InlineData("open/2016", "../2016")]
    [InlineData("2015 / 2016-9", "2015/2016-09")]
    [InlineData("2016-09-05/2016-09-05", "2016-09-05")]
    [InlineData("2016~/2016~", "2016~")]
    [InlineData("2016-9/2016-09", "2016-09")]
    public void A_text_that_is_not_canonical_is_refused_with_the_one_that_is(string text, string canonical)
    {
        Assert.Equal($"not canonical: write '{canonical}'", Refuse(text));
        Read(canonical);
    }

    [Fact]
    public void A_long_end_is_quoted_in_part()
    {
        var expected = "is not an interval's end: " + ExpectedEnd;
        Assert.Equal($"'{new string('a', 100)}' {expected}", Refuse($"2016/{new string('a', 100)}"));
        Assert.Equal($"'{new string('a', 100)}…' {expected}", Refuse($"2016/{new string('a', 101)}"));
        Assert.Equal($"'{new string('a', 99)}…' {expected}", Refuse($"2016/{new string('a', 99)}😀"));
    }

    [Fact]
    public void A_missing_text_is_an_empty_one()
    {
        Assert.False(Edtf.TryParse(null, out _, out var problem));
        Assert.Equal(ExpectedDate, problem);
    }

    [Theory]
    [InlineData("0001-01-01", 0, 1)]
    [InlineData("0001-01", 0, 31)]
    [InlineData("0001", 0, 365)]
    [InlineData("0004", 3 * 365, 3 * 365 + 366)]
    [InlineData("2016-02", 735994, 735994 + 29)]
    [InlineData("2015-02", 735629, 735629 + 28)]
    [InlineData("2000-02", 730150, 730150 + 29)]
    [InlineData("1900-02", 693626, 693626 + 28)]
    [InlineData("2016-02-29", 736022, 736023)]
    [InlineData("9999-12-31", 3652058, 3652059)]
    [InlineData("9999", 3652059 - 365, 3652059)]
    [InlineData("2015/2016-02", 735598, 735994 + 29)]
    [InlineData("2016/2016-02", 735963, 735994 + 29)]
    [InlineData("2016-02-29/2016-02", 736022, 735994 + 29)]
    [InlineData("2016-02/2016-02-01", 735994, 735995)]
    [InlineData("/2016-02", 735994, 735994 + 29)]
    [InlineData("0004/", 3 * 365, 3 * 365 + 366)]
    public void Bounds_count_from_the_first_day_of_year_1(string text, long firstDay, long dayAfter)
    {
        var date = Read(text);
        Assert.Equal((firstDay * Day, dayAfter * Day), (date.Start, date.End));
    }

    [Fact]
    public void A_date_time_covers_one_second_of_its_own_clock()
    {
        var date = Read("0001-01-02T03:04:05+18:00");
        Assert.Equal(Day + 3 * 3600 + 4 * 60 + 5, date.Start);
        Assert.Equal(date.Start + 1, date.End);
    }

    [Fact]
    public void An_open_side_has_no_bound()
    {
        Assert.Equal((long.MinValue, Day), (Read("../0001-01-01").Start, Read("../0001-01-01").End));
        Assert.Equal((Day, long.MaxValue), (Read("0001-01-02/..").Start, Read("0001-01-02/..").End));
    }

    [Theory]
    [InlineData("/2016-09-05", "../2016-09-05")]
    [InlineData("2016-09-05/", "2016-09-05/..")]
    public void What_is_unknown_is_not_open(string unknown, string open)
    {
        Assert.NotEqual(Read(unknown), Read(open));
        Assert.Equal((false, false), (Read(open).IsStartUnknown, Read(open).IsEndUnknown));
        Assert.NotEqual((Read(unknown).Start, Read(unknown).End), (Read(open).Start, Read(open).End));
        Assert.True(Edtf.TryParsePeriod(open, out _, out _));
        Assert.False(Edtf.TryParsePeriod(unknown, out _, out _));
    }

    [Theory]
    [InlineData("/2016-09-05", "start")]
    [InlineData(" /2016-9", "start")]
    [InlineData("2016-09-05/", "end")]
    [InlineData("2016/unknown", "end")]
    public void A_period_to_ask_for_has_no_unknown_end(string text, string end)
    {
        Assert.False(Edtf.TryParsePeriod(text, out var period, out var problem));
        Assert.Null(period);
        Assert.Equal($"its {end} is unknown, and no period to ask for has an unknown end; expected a date there, or '..' "
            + "where the period is open", problem);
    }

    [Fact]
    public void A_year_covers_all_its_months_and_a_month_all_its_days() =>
        Check(Gen.Zip(_years, Gen.Choose(1, 12)), sample =>
        {
            var (year, month) = sample;
            var months = Enumerable.Range(1, 12).Select(m => Read($"{year:0000}-{m:00}"));
            var days = Enumerable.Range(1, DaysInMonth(year, month))
                .Select(d => Read($"{year:0000}-{month:00}-{d:00}"));
            AssertCoveredBy(Read($"{year:0000}"), [.. months]);
            AssertCoveredBy(Read($"{year:0000}-{month:00}"), [.. days]);
        });

    [Fact]
    public void An_interval_covers_from_its_first_date_to_its_last() =>
        Check(_intervals, sample =>
        {
            var interval = Read(sample.Text);
            var ends = sample.Text.Split('/');
            Assert.Equal(ends[0] == ".." ? long.MinValue : Known(0).Start, interval.Start);
            Assert.Equal(ends[1] == ".." ? long.MaxValue : Known(1).End, interval.End);
            Assert.Equal((ends[0] == "", ends[1] == ""), (interval.IsStartUnknown, interval.IsEndUnknown));
            Assert.Equal(ends.Where(end => end is not (".." or "")).Min(end => Read(end).Precision), interval.Precision);

            // For an end that is not known stands the other.
            Edtf Known(int end) => Read(ends[end] == "" ? ends[1 - end] : ends[end]);
        });

    [Fact]
    public void Every_date_prints_as_the_text_it_was_read_from() =>
        Check(_dates, sample =>
        {
            var date = Read(sample.Text);
            Assert.Equal(sample.Text, date.ToString());
            Assert.Equal(date, Read(date.ToString()));
            Assert.Equal(date.GetHashCode(), Read(date.ToString()).GetHashCode());
        });

    [Fact]
    public void Every_date_has_the_bounds_and_the_precision_it_was_made_with() =>
        Check(_dates, sample =>
        {
            var date = Read(sample.Text);
            Assert.Equal((sample.Start, sample.End, sample.Precision), (date.Start, date.End, date.Precision));
            Assert.True(date.Start < date.End);
        });

    [Fact]
    public void A_qualifier_changes_the_date_and_not_its_bounds() =>
        Check(Gen.Zip(_calendarDates, Gen.Elements("~", "?", "%")), sample =>
        {
            var plain = Read(sample.Item1.Text.TrimEnd('~', '?', '%'));
            var qualified = Read(plain + sample.Item2);
            Assert.NotEqual(plain, qualified);
            Assert.Equal((plain.Start, plain.End), (qualified.Start, qualified.End));
        });

    [Fact]
    public void Dates_are_equal_if_their_texts_are() =>
        Check(Gen.Zip(_dates, _dates), pair =>
        {
            var (one, other) = (Read(pair.Item1.Text), Read(pair.Item2.Text));
            Assert.Equal(pair.Item1.Text == pair.Item2.Text, one.Equals(other));
            Assert.False(one.Equals(null));
            Assert.False(one.Equals((object)pair.Item1.Text));
        });

    [Theory]
    [InlineData("2016-09", "2016-09-30", true)]
    [InlineData("2016-09", "2016-10", false)]
    [InlineData("../2016-08", "2016-09/..", false)]
    [InlineData("../2016-09", "2016-09/..", true)]
    [InlineData("../2016", "../1916", true)]
    [InlineData("2016/..", "2116/..", true)]
    [InlineData("2016-09-05", "2016-09-05T23:59:59-12:00", true)]
    [InlineData("2016-09-05", "2016-09-06T00:00:00+12:00", false)]
    [InlineData("2016~", "2017", false)]
    [InlineData("/2016-09-05", "2016-02", false)]
    [InlineData("/2016-09-05", "../2016-09-04", false)]
    [InlineData("/2016-09-05", "2016-09-05", true)]
    [InlineData("/2016-09-05", "2016-09-06/..", false)]
    [InlineData("1985/", "1985-07", true)]
    [InlineData("1985/", "1986/..", false)]
    [InlineData("/2016", "2016-09-05/2016-09", true)]
    public void Dates_overlap_where_they_share_a_moment_of_the_calendar(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, Read(one).Overlaps(Read(other)));
        Assert.Equal(overlap, Read(other).Overlaps(Read(one)));
    }

    [Fact]
    public void Overlap_is_symmetric_and_means_a_shared_moment() =>
        Check(Gen.Zip(_dates, _dates), pair =>
        {
            var (one, other) = pair;
            // If there are shared moments, the first of them is the first of one of the two.
            long[] candidates = [one.Start, other.Start];
            var shared = candidates.Any(m => m >= one.Start && m < one.End && m >= other.Start && m < other.End);
            Assert.Equal(shared, Read(one.Text).Overlaps(Read(other.Text)));
            Assert.Equal(shared, Read(other.Text).Overlaps(Read(one.Text)));
            Assert.True(Read(one.Text).Overlaps(Read(one.Text)));
        });

    [Theory]
    [InlineData("Asia/Damascus", "2016-09-05", "2016-09-04T21:00:00Z", "2016-09-05T21:00:00Z")]
    [InlineData("Asia/Damascus", "2016", "2015-12-31T22:00:00Z", "2016-12-31T22:00:00Z")]
    [InlineData("Asia/Damascus", "2016-03/2016-09", "2016-02-29T22:00:00Z", "2016-09-30T21:00:00Z")]
    [InlineData("Asia/Damascus", "../2016-09", null, "2016-09-30T21:00:00Z")]
    [InlineData("Asia/Damascus", "2016-09/..", "2016-08-31T21:00:00Z", null)]
    [InlineData("Asia/Damascus", "/2016-09", null, "2016-09-30T21:00:00Z")]
    [InlineData("Asia/Damascus", "2016-09/", "2016-08-31T21:00:00Z", null)]
    [InlineData("Asia/Damascus", "2016-09-05T08:00:00+03:00", "2016-09-05T05:00:00Z", "2016-09-05T05:00:01Z")]
    [InlineData("America/New_York", "2016-09-05T23:59:59-04:00", "2016-09-06T03:59:59Z", "2016-09-06T04:00:00Z")]
    [InlineData("America/New_York", "2016-09-05T08:00:00Z", "2016-09-05T08:00:00Z", "2016-09-05T08:00:01Z")]
    public void Timestamps_are_the_bounds_in_the_zone(string zone, string text, string? earliest, string? end) =>
        AssertTimestamps(zone, text, earliest, end);

    [Theory]
    // Midnight was skipped.
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z")]
    [InlineData("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z")]
    [InlineData("Asia/Damascus", "2016-03-25", "2016-03-24T22:00:00Z", "2016-03-25T21:00:00Z")]
    [InlineData("America/Toronto", "1919-03-30", "1919-03-30T05:00:00Z", "1919-03-31T04:30:00Z")]
    [InlineData("America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", "1919-04-01T04:00:00Z")]
    // The last hour before midnight came twice.
    [InlineData("Asia/Damascus", "2016-10-27", "2016-10-26T21:00:00Z", "2016-10-27T22:00:00Z")]
    // Midnight came twice.
    [InlineData("America/Havana", "2016-11-06", "2016-11-06T04:00:00Z", "2016-11-07T05:00:00Z")]
    // The whole day was left out.
    [InlineData("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")]
    public void A_day_starts_when_the_clocks_of_the_zone_first_show_it(
        string zone, string text, string earliest, string end) =>
        AssertTimestamps(zone, text, earliest, end);

    [Theory]
    [InlineData("UTC", "0001-01-01", "0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z")]
    [InlineData("Etc/GMT-3", "0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T21:00:00Z")]
    [InlineData("Etc/GMT+3", "0001-01-01", "0001-01-01T03:00:00Z", "0001-01-02T03:00:00Z")]
    [InlineData("UTC", "0001-01-01T00:00:00+00:01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("UTC", "9999", "9999-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z")]
    [InlineData("Etc/GMT+3", "9999-12-31", "9999-12-31T03:00:00Z", "9999-12-31T23:59:59.999999999Z")]
    [InlineData("Pacific/Kiritimati", "9999-12-31", "9999-12-30T10:00:00Z", "9999-12-31T10:00:00Z")]
    [InlineData("Pacific/Auckland", "9999-12", "9999-11-30T11:00:00Z", "9999-12-31T11:00:00Z")]
    [InlineData("UTC", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999999Z")]
    [InlineData("UTC", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z")]
    [InlineData("UTC", "9999-12-31T23:59:59+00:01", "9999-12-31T23:58:59Z", "9999-12-31T23:59:00Z")]
    public void Timestamps_stay_within_what_a_timestamp_can_say(
        string zone, string text, string earliest, string end) =>
        AssertTimestamps(zone, text, earliest, end);

    [Fact]
    public void In_UTC_timestamps_are_the_bounds() =>
        Check(_dates, sample =>
        {
            var (earliest, end) = Read(sample.Text).ToTimestamps(DateTimeZone.Utc);
            AssertIs(sample.Start == long.MinValue || sample.Text[0] == '/' ? null
                : FirstUnixSecond + sample.Start - sample.Offset, earliest);
            AssertIs(sample.End == long.MaxValue || sample.Text[^1] == '/' ? null
                : FirstUnixSecond + sample.End - sample.Offset, end);
        });

    [Fact]
    public void In_every_zone_a_day_ends_when_the_next_one_starts() =>
        Check(Gen.Zip(_days, Gen.Elements<string>(DateTimeZoneProviders.Tzdb.Ids)), sample =>
        {
            var (day, zoneId) = sample;
            var zone = DateTimeZoneProviders.Tzdb[zoneId];
            var date = new DateOnly(day.Year, day.Month, day.Day);
            var (earliest, end) = Read($"{date:yyyy-MM-dd}").ToTimestamps(zone);
            Assert.True(earliest <= end);
            if (date < DateOnly.MaxValue)
                Assert.Equal(Read($"{date.AddDays(1):yyyy-MM-dd}").ToTimestamps(zone).EarliestTime, end);
        });

    [Fact]
    public void A_date_written_in_another_way_is_refused_with_the_canonical_one() =>
        Check(Gen.Zip(_dates, Gen.Elements(_otherWays)), sample =>
        {
            var (date, otherWay) = sample;
            var text = otherWay(date.Text);
            if (text != date.Text)
                Assert.Equal($"not canonical: write '{date.Text}'", Refuse(text));
        });

    [Fact]
    public void Any_text_is_a_canonical_date_or_is_refused_with_a_reason() =>
        Check(Gen.OneOf(_almostDates, _dateCharacters, ArbMap.Default.GeneratorFor<string>()), text =>
        {
            if (Edtf.TryParse(text, out var value, out var problem))
            {
                Assert.Equal(text, value.ToString());
                Assert.Null(problem);
                Assert.Matches(CanonicalForms, text);
                return;
            }
            Assert.Null(value);
            Assert.NotEmpty(problem);
            Assert.All(Suggestions(problem), suggestion => Read(suggestion));
        });

    [Fact]
    public void Every_text_that_a_problem_suggests_is_accepted()
    {
        string[] refused = ["2016-9-5", "2016-09-05T08:00", "2016-09-05T08:00-3", "2016?~/", "/2016-9", "2016-9/.."];
        var suggestions = refused.SelectMany(text => Suggestions(Refuse(text))).ToList();
        Assert.Equal(7, suggestions.Count);
        Assert.All(suggestions, suggestion => Read(suggestion));
    }

    private const string ExpectedDate =
        "expected YYYY, YYYY-MM, YYYY-MM-DD, a date-time with offset, or an interval of dates";

    private const string ExpectedEnd = "expected YYYY, YYYY-MM, YYYY-MM-DD, '..' (open) or nothing (unknown)";

    private const string NoDate = "neither end is a date; expected one at one end at least";

    // The shapes alone; what is out of range or runs backward has its own tests.
    private const string CanonicalForms =
        @"\A(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"
        + @"|(?:\d{4}(?:-\d\d){0,2}[~?%]?|(?:\.\.)?(?=/\d))"
        + @"(?:/(?:\d{4}(?:-\d\d){0,2}[~?%]?|(?<=\d[~?%]?/)(?:\.\.)?))?)\z";

    /// <summary>A date, and what is known of it from how it was made, by arithmetic of its own.</summary>
    private sealed record Sample(string Text, DatePrecision Precision, long Start, long End, long Offset = 0);

    private static readonly Gen<int> _years = Gen.OneOf(
        // Most of them close together, so that dates meet.
        Gen.Choose(2014, 2017), Gen.Choose(1, 9999), Gen.Elements(1, 4, 100, 400, 1900, 2000, 9996, 9999));

    private static readonly Gen<(int Year, int Month, int Day)> _days =
        from year in _years
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, DaysInMonth(year, month))
        select (year, month, day);

    private static readonly Gen<Sample> _calendarDates =
        from day in _days
        from qualifier in Gen.Elements("", "", "~", "?", "%")
        from precision in Gen.Elements(DatePrecision.Year, DatePrecision.Month, DatePrecision.Day)
        select CalendarDate(day.Year, day.Month, day.Day, precision, qualifier);

    private static readonly Gen<Sample> _dateTimes =
        from day in _days
        from second in Gen.OneOf(Gen.Choose(0, (int)Day - 1), Gen.Elements(0, (int)Day - 1))
        from offset in Gen.OneOf(Gen.Choose(-18 * 60, 18 * 60), Gen.Elements(-18 * 60, -1, 0, 1, 180, 18 * 60))
        select DateTimeWithOffset(day.Year, day.Month, day.Day, second, offset);

    private static readonly Gen<Sample> _closedIntervals =
        from pair in Gen.Two(_calendarDates)
        let first = pair.Item1.Start < pair.Item2.End ? pair.Item1 : pair.Item2
        let last = ReferenceEquals(first, pair.Item1) ? pair.Item2 : pair.Item1
        where first.Text != last.Text
        select new Sample(
            $"{first.Text}/{last.Text}",
            (DatePrecision)Math.Min((int)first.Precision, (int)last.Precision),
            first.Start,
            last.End);

    private static readonly Gen<Sample> _intervals = Gen.OneOf(
        _closedIntervals,
        _calendarDates.Select(date => date with { Text = $"../{date.Text}", Start = long.MinValue }),
        _calendarDates.Select(date => date with { Text = $"{date.Text}/..", End = long.MaxValue }),
        _calendarDates.Select(date => date with { Text = $"/{date.Text}" }),
        _calendarDates.Select(date => date with { Text = $"{date.Text}/" }));

    private static readonly Gen<Sample> _dates = Gen.OneOf(_calendarDates, _dateTimes, _intervals);

    // Each leaves the meaning as it is, and the text too where it has nothing to change.
    private static readonly Func<string, string>[] _otherWays =
    [
        text => $" {text}",
        text => $"{text}\t",
        text => text.Replace("/", " / ", StringComparison.Ordinal),
        text => text.Replace('T', 't'),
        text => text.Replace('T', ' '),
        text => text.Replace('Z', 'z'),
        text => text.Replace("Z", "+00:00", StringComparison.Ordinal),
        text => text.Replace("Z", "-00:00", StringComparison.Ordinal),
        text => text.Replace("Z", "+0000", StringComparison.Ordinal),
        text => text.Replace("Z", "-00", StringComparison.Ordinal),
        text => text.Replace("-0", "-", StringComparison.Ordinal),
        text => text.Replace("T0", "T", StringComparison.Ordinal),
        text => text.Replace("%", "?~", StringComparison.Ordinal),
        text => text.Replace("%", "~?", StringComparison.Ordinal),
        text => text.StartsWith('/') || text.EndsWith('/') ? text.Replace("/", " /  ", StringComparison.Ordinal) : text,
        text => text.StartsWith('/') ? $"unknown{text}" : text,
        text => text.Replace("..", "open", StringComparison.Ordinal),
        text => text.Contains('/') || text.Contains('T') ? text : $"{text}/{text}",
    ];

    private static readonly Gen<char> _dateCharacter = Gen.Elements("0123456789-:TZtz/.~?%+ ".ToCharArray());

    private static readonly Gen<string> _dateCharacters = _dateCharacter.ArrayOf().Select(c => new string(c));

    private static readonly Gen<string> _almostDates =
        from date in _dates
        from position in Gen.Choose(0, date.Text.Length - 1)
        from removed in Gen.Choose(0, 2)
        from added in _dateCharacter.ArrayOf(1)
        from adds in Gen.Elements(true, false)
        let rest = date.Text[Math.Min(position + removed, date.Text.Length)..]
        select $"{date.Text[..position]}{(adds ? new string(added) : "")}{rest}";

    private static Sample CalendarDate(int year, int month, int day, DatePrecision precision, string qualifier)
    {
        var (text, start, days) = precision switch
        {
            DatePrecision.Year => ($"{year:0000}", DaysBefore(year, 1, 1), IsLeap(year) ? 366 : 365),
            DatePrecision.Month => ($"{year:0000}-{month:00}", DaysBefore(year, month, 1), DaysInMonth(year, month)),
            _ => ($"{year:0000}-{month:00}-{day:00}", DaysBefore(year, month, day), 1),
        };
        return new Sample(text + qualifier, precision, start * Day, (start + days) * Day);
    }

    private static Sample DateTimeWithOffset(int year, int month, int day, int second, int offsetMinutes)
    {
        var size = Math.Abs(offsetMinutes);
        var offset = size == 0 ? "Z" : $"{(offsetMinutes < 0 ? '-' : '+')}{size / 60:00}:{size % 60:00}";
        var time = $"{second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}";
        var start = DaysBefore(year, month, day) * Day + second;
        return new Sample(
            $"{year:0000}-{month:00}-{day:00}T{time}{offset}",
            DatePrecision.Time,
            start,
            start + 1,
            offsetMinutes * 60);
    }

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static int DaysInMonth(int year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private static long DaysBefore(int year, int month, int day) =>
        365L * (year - 1) + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400
        + Enumerable.Range(1, month - 1).Sum(m => DaysInMonth(year, m)) + day - 1;

    private static Edtf Read(string text)
    {
        Assert.True(Edtf.TryParse(text, out var value, out var problem), $"'{text}' was refused: {problem}");
        Assert.Null(problem);
        return value;
    }

    private static string Refuse(string text)
    {
        Assert.False(Edtf.TryParse(text, out var value, out var problem), $"'{text}' was accepted");
        Assert.Null(value);
        return problem;
    }

    private static IEnumerable<string> Suggestions(string problem) =>
        Regex.Matches(problem, "(?:(?<=write ')|(?<=as in )|(?<=Z or ))[^' ]+").Select(match => match.Value);

    private static void AssertCoveredBy(Edtf whole, Edtf[] parts)
    {
        Assert.Equal((whole.Start, whole.End), (parts[0].Start, parts[^1].End));
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(parts, part => Assert.True(whole.Overlaps(part)));
    }

    private static void AssertTimestamps(string zone, string text, string? earliest, string? end)
    {
        var (actualEarliest, actualEnd) = Read(text).ToTimestamps(DateTimeZoneProviders.Tzdb[zone]);
        Assert.Equal((earliest, end), (actualEarliest?.ToString().Trim('"'), actualEnd?.ToString().Trim('"')));
    }

    private static void AssertIs(long? unixSecond, Google.Protobuf.WellKnownTypes.Timestamp? actual)
    {
        Assert.Equal(unixSecond is null, actual is null);
        if (actual is null)
            return;
        Assert.Equal(Math.Clamp(unixSecond!.Value, FirstUnixSecond, LastUnixSecond), actual.Seconds);
        Assert.Equal(unixSecond > LastUnixSecond ? 999_999_999 : 0, actual.Nanos);
    }

    private static void Check<T>(Gen<T> samples, Action<T> holds) =>
        Prop.ForAll(samples.ToArbitrary(), holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));
}
