using Claims.Catalog;

namespace Claims.Tests.Catalog;

public class EdtfWordsTests
{
    [Theory]
    [InlineData("2016", "2016")]
    [InlineData("2016-09", "September 2016")]
    [InlineData("2016-09-05", "5 September 2016")]
    [InlineData("2016-09-05T08:00:00Z", "5 September 2016, 08:00:00 UTC")]
    [InlineData("2016-09-05T08:00:00+03:00", "5 September 2016, 08:00:00 UTC+03:00")]
    [InlineData("2015~", "about 2015")]
    [InlineData("2016-09?", "perhaps September 2016")]
    [InlineData("2016-09-05%", "perhaps about 5 September 2016")]
    [InlineData("2016-02/2016-09-05", "February 2016 to 5 September 2016")]
    [InlineData("../2016-09-05", "up to 5 September 2016")]
    [InlineData("2015-09/..", "from September 2015 on")]
    [InlineData("/2016-09-05", "from an unknown time to 5 September 2016")]
    [InlineData("2015~/", "from about 2015 to an unknown time")]
    public void Dates_are_said_in_words(string edtf, string words) => Assert.Equal(words, EdtfWords.Of(edtf));
}
