using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

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

    [Theory]
    [InlineData("each alone", null)]
    [InlineData("all joint with one", 1)]
    [InlineData("a chain of joint ones", 1)]
    [InlineData("a chain of joint ones, the last first", 1)]
    public void Origins_of_ten_times_the_corroborations_take_about_ten_times_the_memory(string what, int? origins)
    {
        var bytes = new List<long>();
        foreach (var count in (int[])[1_000, 10_000])
        {
            var revision = Corroborated(count, claim => what switch
            {
                "each alone" => [claim],
                "all joint with one" => [count, claim],
                "a chain of joint ones" => [claim, claim + 1],
                _ => [count - claim, count - claim - 1],
            });
            var before = GC.GetAllocatedBytesForCurrentThread();
            var trace = ClaimTrace.From(revision, revision.FindClaim("articles/a/claims/c0"), [], 1);
            bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(origins ?? count, trace.Origins.Count);
        }

        Assert.InRange(bytes[1], 0, 15 * bytes[0]);
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

    // So many claims, all but the first of which corroborate it, each by the sources of some numbers.
    private static Revision Corroborated(int count, Func<int, int[]> speakers)
    {
        var date = new EdtfDate { Edtf = "2016-09-05", TimeZone = "Etc/UTC" };
        var content = new CorpusContent { Sources = { new Source { Name = "sources/publisher" } } };
        for (var source = 0; source <= count; source++) content.Sources.Add(new() { Name = $"sources/s{source}" });
        content.Articles.Add(new()
        {
            Name = "articles/a",
            Publisher = "sources/publisher",
            PublishedDate = date,
            CuratedDate = date,
        });
        for (var claim = 0; claim < count; claim++)
        {
            content.Claims.Add(new()
            {
                Name = $"articles/a/claims/c{claim}",
                StatedDate = date,
                Locators = { new Locator { Paragraph = 1 } },
                Attribution = new()
                {
                    Steps =
                    {
                        new AttributionStep
                        {
                            Joint = speakers(claim).Length > 1 ? JointMode.Joint : JointMode.Unspecified,
                            Speakers = { speakers(claim).Select(source => new Speaker { Source = $"sources/s{source}" }) },
                        },
                    },
                },
            });
            content.ArticleOfClaim.Add(0);
            if (claim == 0) continue;
            content.Claims[claim].Relations.Add(
                new Relation { Type = RelationType.Corroborates, Claim = content.Claims[0].Name });
        }

        return Frozen.Of(Derivation.Apply(content));
    }
}
