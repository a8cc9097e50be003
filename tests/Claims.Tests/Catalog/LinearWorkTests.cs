using Claims.Server.Catalog;

namespace Claims.Tests.Catalog;

/// <summary>
/// What is walked, and how often, counted.
/// </summary>
public class LinearWorkTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData("a chain")]
    [InlineData("a chain, the last first")]
    [InlineData("a circle")]
    [InlineData("all to all of ten")]
    public void Each_relation_is_looked_at_once_to_find_all_circles(string what)
    {
        var looks = 0;
        var counts = Enumerable.Repeat(what == "all to all of ten" ? 10 : 1, Many).ToArray();
        var circles = new RelationCircles(counts, (claim, relation) =>
        {
            looks++;
            return what switch
            {
                "a chain" => claim - 1,
                "a chain, the last first" => claim + 1 < Many ? claim + 1 : -1,
                "a circle" => (claim + 1) % Many,
                _ => (claim / 10 * 10) + relation,
            };
        });
        Assert.Equal(counts.Sum(), looks);
        var length = what switch { "a circle" => Many, "all to all of ten" => 10, _ => default(int?) };
        Assert.Equal(length, circles.ClosedBy(Many - 1, 0)?.Length);
    }

    [Fact]
    public void A_guess_compares_a_bounded_number_of_names()
    {
        var compared = 0;
        IEnumerable<string> Names()
        {
            for (; compared < Many; compared++) yield return $"sources/u{compared:D6}";
        }

        Assert.Equal("", Suggestion.Of("sources/qqqqqqq", Names().Select(name => name[..8] + "zzzzzzz")));
        Assert.InRange(compared, 1, 20_001);
    }

    [Fact]
    public void What_is_longer_than_any_name_is_not_guessed_at() =>
        Assert.Equal("", Suggestion.Of(new string('a', 300), [new string('a', 299)]));
}
