using System.Globalization;
using Claims.Server.Web.Page.Dates;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Web;

public class DateWordsTests
{
    [Theory]
    [InlineData("2016", false, "2016", "2016", "some time within")]
    [InlineData("2016-09", false, "Sep 2016", "Sep 2016", "some time within")]
    [InlineData("2016-09-05", false, "5 Sep 2016", "5 Sep 2016", "")]
    [InlineData("2016-09-05", true, "5 Sep 2016", "5 Sep 2016", "all of that time")]
    [InlineData("2016-08-25~", false, "about 25 Aug 2016", "about 25 Aug 2016", "")]
    [InlineData("2016-08?", false, "Aug 2016 (uncertain)", "Aug 2016 (uncertain)", "some time within")]
    [InlineData("2016%", false, "about 2016 (uncertain)", "about 2016 (uncertain)", "some time within")]
    [InlineData("2016-09-05T08:00:00+03:00", false, "5 Sep 2016, 08:00", "5 Sep 2016, 08:00", "")]
    [InlineData("2016-02/2016-09-05", false, "between Feb and 5 Sep 2016", "Feb to 5 Sep 2016", "some time within")]
    [InlineData("2015-09/2016-09-05", true, "Sep 2015 to 5 Sep 2016", "Sep 2015 to 5 Sep 2016", "all of that time")]
    [InlineData("2016/2016-09-05", false, "between 2016 and 5 Sep 2016", "2016 to 5 Sep 2016", "some time within")]
    [InlineData("../2011", true, "up to 2011", "up to 2011", "all of that time")]
    [InlineData("../2011", false, "by 2011", "by 2011", "some time within")]
    [InlineData("2011/..", true, "from 2011 on", "from 2011 on", "all of that time")]
    [InlineData("2011/..", false, "some time from 2011 on", "some time from 2011 on", "some time within")]
    [InlineData("/2011", false, "by 2011, start not told", "by 2011, start not told", "some time within")]
    [InlineData("2011/", false, "from 2011, end not told", "from 2011, end not told", "some time within")]
    public void A_date_is_said_no_more_precisely_than_it_is(
        string edtf, bool throughout, string words, string span, string extent)
    {
        var date = new EdtfDate { Edtf = edtf, Throughout = throughout, TimeZone = "Asia/Damascus" };
        Assert.Equal(words, DateWords.Of(date));
        Assert.Equal(span, DateWords.SpanOf(ToldDate.Of(date)));
        Assert.Equal(extent, DateWords.ExtentOf(ToldDate.Of(date)));
    }

    // Damascus is three hours ahead of UTC in September.
    [Theory]
    [InlineData("2016-09-05T05:00:00Z", "2016-09-05T06:00:00Z", "5 Sep 2016, 08:00–09:00")]
    [InlineData("2016-09-05T18:00:00Z", "2016-09-05T21:00:00Z", "5 Sep 2016, 21:00–24:00")]
    [InlineData("2016-09-04T21:00:00Z", "2016-09-05T21:00:00Z", "5 Sep 2016")]
    public void Hours_that_are_known_are_said_as_clocks_there_showed_them(string earliest, string end, string words)
    {
        var date = new EdtfDate
        {
            Edtf = "2016-09-05",
            EarliestTime = Timestamp.FromDateTime(DateTime.Parse(earliest, CultureInfo.InvariantCulture).ToUniversalTime()),
            EndTime = Timestamp.FromDateTime(DateTime.Parse(end, CultureInfo.InvariantCulture).ToUniversalTime()),
            TimeZone = "Asia/Damascus",
        };
        Assert.Equal(words, DateWords.Of(date));
    }

    [Fact]
    public void What_a_date_rests_on_is_said_with_the_words_it_was_read_from()
    {
        var date = new EdtfDate { Basis = DateBasis.Resolved, Expression = "on Monday", TimeZone = "America/New_York" };
        Assert.Equal("worked out from “on Monday”", DateWords.BasisOf(date));
        Assert.Equal("calendar of New York", DateWords.CalendarOf(date));
    }
}
