using System.Text;
using Claims.Server.Catalog.Search;

namespace Claims.Tests.Catalog.Search;

public class SearchQueryTests
{
    // An item is written with its words joined by +, and a prefix with a star.
    [Theory]
    [InlineData("ceasefire talks", "ceasefir talk", "")]
    [InlineData("\"ceasefire talks\" failed", "ceasefir+talk fail", "")]
    [InlineData("negotiat* running*", "negotiat* running*", "")]
    [InlineData("talks -failed -\"went on\" -stop*", "talk", "fail went+on stop*")]
    [InlineData("al-Assad -al-Assad", "al+assad", "al+assad")]
    [InlineData("U.S. syria's*", "us syria*", "")]
    [InlineData("“peace talks” „war”", "peac+talk war", "")]
    [InlineData("\"peace talks", "peac+talk", "")]
    [InlineData("\"peace talks\"* \"peace talk*\"", "peac+talks* peac+talk*", "")]
    [InlineData("say\"peace talks\"now", "say peac+talk now", "")]
    [InlineData("a* * ** -* -", "a*", "")]
    [InlineData("a - b --c -- d", "a b d", "c")]
    [InlineData("*a b*c d** e*,", "a b+c d* e*", "")]
    [InlineData("\"\" \"-\" -\"\" '", "", "")]
    [InlineData("-only", "", "onli")]
    [InlineData("", "", "")]
    [InlineData(" \t\u00a0\n", "", "")]
    [InlineData("\ud800 a\udc00b", "a+b", "")]
    public void A_query_is_read_as_it_is_meant(string text, string required, string excluded)
    {
        var query = SearchQuery.Parse(text);
        Assert.Equal((required, excluded), (Written(query.Required), Written(query.Excluded)));
        Assert.Equal(required == "", query.IsEmpty);
    }

    [Fact]
    public void What_is_typed_again_is_looked_for_once_and_counts_as_often()
    {
        var query = SearchQuery.Parse("talks war -truce talk \"war talks\" -truces war* talking \"wars talk\" war");
        Assert.Equal("talk war war+talk war*", Written(query.Required));
        Assert.Equal([3, 2, 2, 1], query.Required.Select(item => item.Times));
        Assert.Equal("truce", Written(query.Excluded));
        Assert.Equal((5, 6, 1), (query.PieceCount, query.WordCount, query.PrefixCount));
    }

    [Fact]
    public void Nothing_that_can_be_typed_is_a_mistake()
    {
        const string Signs = "\"“”*-- \tab'.’é字";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(3) == 0
                ? (char)random.Next(char.MaxValue + 1)
                : Signs[random.Next(Signs.Length)]));
            Assert.All(SearchQuery.Parse(text).Required, item => Assert.NotEmpty(item.Words));
        }
    }

    private static string Written(IEnumerable<SearchItem> items) => string.Join(' ', items.Select(item =>
        string.Join('+', item.Words.Select(word => Encoding.UTF8.GetString(word))) + (item.EndsInPrefix ? "*" : "")));
}
