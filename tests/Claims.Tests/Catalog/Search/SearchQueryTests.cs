using System.Text;
using Claims.Catalog.Search;

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

    // Alternatives are joined by a bar.
    [Theory]
    [InlineData("truce kerry OR lavrov", "truce kerri|lavrov", "")]
    [InlineData("kerry OR lavrov OR putin truce", "kerri|lavrov|putin truce", "")]
    [InlineData("\"john kerry\" OR lavr*", "john+kerri|lavr*", "")]
    [InlineData("kerry or lavrov Or putin", "kerri or lavrov putin", "")]
    [InlineData("OR kerry OR", "or kerri", "")]
    [InlineData("kerry \"OR\" lavrov", "kerri or lavrov", "")]
    [InlineData("kerry OR -lavrov", "kerri or", "lavrov")]
    [InlineData("-kerry OR lavrov", "or lavrov", "kerri")]
    [InlineData("kerry -OR lavrov", "kerri lavrov", "or")]
    [InlineData("kerry OR OR lavrov", "kerri or lavrov", "")]
    [InlineData("kerry OR — lavrov", "kerri|lavrov", "")]
    [InlineData("kerry OR* lavrov", "kerri or* lavrov", "")]
    [InlineData("kerry OR kerry", "kerri", "")]
    [InlineData("OR", "or", "")]
    public void Capitals_of_or_between_two_pieces_look_for_either(string text, string required, string excluded)
    {
        var query = SearchQuery.Parse(text);
        Assert.Equal((required, excluded), (Written(query.Required), Written(query.Excluded)));
    }

    [Theory]
    [InlineData("J. K. Rowling", "jk rowl")]
    [InlineData("U. S. envoy", "us envoy")]
    [InlineData("\"J. K.\" Rowling J.\u00a0K.", "jk rowl")]
    [InlineData("J. -K. Rowling", "j rowl")]
    [InlineData("Plan A B. C", "plan a b c")]
    [InlineData("al-J. K.*", "al+jk*")]
    public void Initials_are_one_word_across_white_space(string text, string required) =>
        Assert.Equal(required, Written(SearchQuery.Parse(text).Required));

    [Fact]
    public void What_is_typed_again_is_looked_for_once_and_counts_as_often()
    {
        var query = SearchQuery.Parse("TALKS war -truce talks \"war talks\" -Truce war* tálks \"War talks\" war");
        Assert.Equal("talk war war+talk war*", Written(query.Required));
        Assert.Equal([3, 2, 2, 1], query.Required.Select(choice => choice.Times));
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
            Assert.All(SearchQuery.Parse(text).RequiredItems, item => Assert.NotEmpty(item.Words));
        }
    }

    private static string Written(IEnumerable<SearchChoice> choices) =>
        string.Join(' ', choices.Select(choice => string.Join('|', choice.Items.Select(Written))));

    private static string Written(IEnumerable<SearchItem> items) => string.Join(' ', items.Select(Written));

    private static string Written(SearchItem item)
    {
        var words = item.Words.Select((word, i) =>
            Encoding.UTF8.GetString(item.EndsInPrefix && i == item.Words.Count - 1 ? word.Folded : word.Stem));
        return string.Join('+', words) + (item.EndsInPrefix ? "*" : "");
    }
}
