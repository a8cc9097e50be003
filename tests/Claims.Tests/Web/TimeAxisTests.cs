using Claims.Server.Web.Page.Dates;
using Claims.V1;

namespace Claims.Tests.Web;

public class TimeAxisTests
{
    // Those of an article of September 2016, each once.
    private static readonly string[] _article =
    [
        "/2011", "/2016-09-04", "2011", "2011/2016-08-28~", "2011/2016-09-03", "2011/2016-09-04", "2011/2016-09-05",
        "2015-09/2016-09-05", "2016-02", "2016-02/2016-04~", "2016-02/2016-09-05", "2016-08-22/2016-09-05",
        "2016-08-22~/2016-08-28~", "2016-09-04", "2016-09-05", "2016-09-05T08:00:00+03:00", "2016-09-05T09:00:00+03:00",
    ];

    [Fact]
    public void Years_months_days_and_hours_are_bands_of_their_own_where_dates_cluster()
    {
        var axis = AxisOf(_article);
        Assert.Equal(
            ["2011–15", "2016", "Aug–3 Sep", "4 Sep", "5 Sep, hours"],
            axis.Bands.Select((_, i) => AxisLabels.TitleOf(axis, i).Wide));
    }

    [Theory]
    [InlineData("2016-09-05", AxisUnit.Days)]
    [InlineData("2016-09-05T08:00:00Z", AxisUnit.Days)]
    [InlineData("2016-09-01/2016-09-30", AxisUnit.Days)]
    [InlineData("2016-09", AxisUnit.Days)]
    [InlineData("2016", AxisUnit.Months)]
    [InlineData("2015/2016", AxisUnit.Years)]
    [InlineData("9998/9999", AxisUnit.Years)]
    [InlineData("9999-12-31", AxisUnit.Days)]
    [InlineData("0001/..", AxisUnit.Months)]
    [InlineData("/2011", AxisUnit.Months)]
    public void One_date_is_one_band_of_a_unit_that_shows_it(string edtf, AxisUnit unit) =>
        Assert.Equal(unit, Assert.Single(AxisOf(edtf).Bands).Unit);

    [Fact]
    public void An_hour_among_years_has_a_place_of_its_own_to_scale()
    {
        var date = DateOf("2016-09-05T08:00:00Z");
        var axis = AxisOf("1998/2016", "2016-09-05", "2016-09-05T08:00:00Z");
        var hours = Assert.Single(axis.Bands, band => band.Unit == AxisUnit.Hours);
        Assert.Equal(hours.X + (hours.Width / 3), axis.StartOf(date.First), 9);
    }

    [Fact]
    public void No_date_begins_or_ends_in_a_break() => Assert.All(_article.Select(DateOf), date =>
    {
        var axis = AxisOf(_article);
        double[] places = [axis.StartOf(date.First), axis.EndOf(date.After)];
        Assert.All(places, place =>
            Assert.Contains(axis.Bands, band => band.X - 1e-9 <= place && place <= band.X + band.Width + 1e-9));
        Assert.True(places[0] < places[1]);
    });

    [Fact]
    public void Bands_follow_each_other_without_overlap_and_none_is_too_narrow_to_label()
    {
        var random = new Random(5);
        for (var run = 0; run < 300; run++)
        {
            var axis = AxisOf([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => Any(random))]);
            Assert.InRange(axis.Bands.Count, 1, TimeAxis.MostBands);
            Assert.All(axis.Bands, band => Assert.True(band.Width >= TimeAxis.LeastWidth - 1e-9));
            Assert.All(axis.Bands.Zip(axis.Bands.Skip(1)), pair =>
            {
                Assert.True(pair.First.After <= pair.Second.First);
                Assert.True(pair.First.X + pair.First.Width < pair.Second.X);
            });
            Assert.InRange(axis.Right, 50, 100);
            Assert.All(axis.Bands.SelectMany(AxisLabels.TicksOf), tick => Assert.InRange(tick.At, 0, 100));
        }
    }

    [Fact]
    public void Without_an_end_that_is_told_there_is_no_axis() => Assert.Null(TimeAxis.Of([]));

    private static string Any(Random random) => random.Next(5) switch
    {
        0 => $"{random.Next(1, 9999):0000}",
        1 => $"{random.Next(2010, 2017)}-{random.Next(1, 13):00}",
        2 => $"{random.Next(1990, 2010)}/2016-{random.Next(1, 13):00}-{random.Next(1, 29):00}",
        3 => $"2016-09-05T{random.Next(24):00}:00:00Z",
        _ => $"2016-09-{random.Next(1, 31):00}",
    };

    private static ToldDate DateOf(string edtf) => ToldDate.Of(new EdtfDate { Edtf = edtf });

    private static TimeAxis AxisOf(params string[] dates) => TimeAxis.Of([.. dates.Select(DateOf)])!;
}
