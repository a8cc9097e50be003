using System.Text.Json.Nodes;
using Claims.Curated;

namespace Claims.Tests.Curated;

/// <summary>
/// Whatever layout a file has that is legal, it comes to the same revision.
/// </summary>
public class LayoutTests
{
    private static readonly string _id = CorpusFiles.RevisionOf(Some.Corpus).Id;

    // Threads that read it together once could lose what one of them had read.
    [Fact]
    public void It_comes_to_the_same_revision_each_time() => Assert.Single(
        Enumerable.Range(0, 300).Select(_ => CorpusLoader.Load(RunningServer.InventedCorpus).Revision!.Id).Distinct());

    [Fact]
    public void Every_order_of_a_files_members_comes_to_the_same()
    {
        var file = JsonNode.Parse(Some.Corpus)!.AsObject();
        string[] names = [.. file.Select(member => member.Key)];
        foreach (var order in Orders(names.Length))
        {
            var ordered = new JsonObject(order.Select(i => KeyValuePair.Create(names[i], file[names[i]]?.DeepClone())));
            Assert.Equal(_id, IdOf(ordered.ToJsonString()));
        }
    }

    [Fact]
    public void Every_member_of_an_article_may_stand_before_its_claims_or_behind()
    {
        var file = JsonNode.Parse(Some.Corpus)!;
        var article = file["articles"]![0]!.AsObject();
        for (var at = 0; at < article.Count; at++)
        {
            var claims = article["claims"]!;
            article.Remove("claims");
            article.Insert(at, "claims", claims);
            Assert.Equal(_id, IdOf(file.ToJsonString()));
            Assert.Equal(_id, IdOf(file.ToString()));
        }
    }

    [Fact]
    public void Members_may_be_reversed_commented_and_escaped_at_once()
    {
        var reversed = Reversed(JsonNode.Parse(Some.Corpus)!).ToString();
        Assert.Equal(_id, IdOf(reversed));
        Assert.Equal(_id, IdOf(reversed.Replace("[", "[ // ]}\" é\n", StringComparison.Ordinal)));
        Assert.Equal(_id, IdOf(reversed.Replace("]", "/* \"[{ */ ]", StringComparison.Ordinal)));
        Assert.Equal(_id, IdOf(reversed.Replace("\"articles\"", "\"\\u0061rticles\"", StringComparison.Ordinal)
            .Replace("\"claims\"", "\"claim\\u0073\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Sources_places_and_topics_may_be_in_files_of_their_own()
    {
        var articles = Some.Corpus.IndexOf("\"articles\"", StringComparison.Ordinal);
        Assert.Equal(_id, IdOf("{" + Some.Corpus[articles..], Some.Corpus[..articles] + "}", "{}"));
    }

    [Fact]
    public void A_file_may_begin_with_a_byte_order_mark() => Assert.Equal(_id, IdOf("\ufeff" + Some.Corpus));

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData(300 * 1024)]
    public void What_comes_before_the_articles_may_be_long(int length) => Assert.Equal(_id,
        IdOf(Some.CorpusWith("\"sources\":", $"// {new string('é', length)}\n\"sources\":").Replace(
            "\"license\"", $"\"$schema\": \"{new string('x', length)}\", \"license\"", StringComparison.Ordinal)));

    [Fact]
    public void Only_the_files_own_articles_are_taken_for_them() => Assert.Equal(
        CorpusFiles.RevisionOf(Some.CorpusWith("\"Lumen Strait\"", "\"articles\"")).Id, IdOf(Some.CorpusWith("\"Lumen Strait\"", "\"articles\"")));

    private static string? IdOf(params string[] texts) => CorpusFiles.RevisionOf(texts).Id;

    private static IEnumerable<int[]> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));

    private static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Reversed(member.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(item => Reversed(item!))]),
        _ => node.DeepClone(),
    };
}
