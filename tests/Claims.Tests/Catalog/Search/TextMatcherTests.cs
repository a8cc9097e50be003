using System.Text;
using Claims.Catalog.Building;
using Claims.Catalog.Search;
using Claims.Tests.Catalog.Stored;

namespace Claims.Tests.Catalog.Search;

public class TextMatcherTests
{
    // What matches is marked with brackets.
    [Theory]
    [InlineData("talks", "The [talks] failed; [talking] ended.")]
    [InlineData("talks", "Nothing of it")]
    [InlineData("\"peace talks\"", "The [peace talks], then talks of peace; [peace\ntalk]")]
    [InlineData("peace talks", "The [peace] [talks]")]
    [InlineData("\"a b\" \"b c\"", "x [a b c] b [b c]? [a b] [a b c]")]
    [InlineData("\"a a\"", "[a a a] b a")]
    [InlineData("\"a b c\" b", "a [b] x [a b c]")]
    [InlineData("negotiat*", "[Negotiations] with a [negotiator]")]
    [InlineData("\"with a neg*\"", "Negotiations [with a negotiator]")]
    [InlineData("talks -failed", "The [talks] failed")]
    [InlineData("syria", "[Syria’s] army, [Syria's]")]
    [InlineData("u.s.", "the [U.S.]-led force, [US]")]
    [InlineData("al-assad", "Bashar [al-Assad]")]
    [InlineData("cafe", "𝄞 «[Café]» 😀 [cafe\u0301]")]
    [InlineData("叙利亚", "在[叙利亚]的")]
    [InlineData("united*", "[units] [united] unity")]
    [InlineData("ivoire", "Côte d’[Ivoire], d'[Ivoire’s]")]
    [InlineData("\"cote ivoire\"", "la [Côte d’Ivoire]")]
    [InlineData("\"ivoire said\"", "Côte d’[Ivoire said]")]
    [InlineData("\"un autre\"", "l'[un l'autre], [un autre]")]
    [InlineData("\"ivoire said\" divoire", "Côte [d’Ivoire said]")]
    [InlineData("obrien brien", "[O'Brien]")]
    [InlineData("kerry OR lavrov", "[Kerry] and [Lavrov]")]
    [InlineData("hyphen", "a [hy\u00adphen] e\u0301")]
    [InlineData("fire e", "a [ﬁre\u0301], [e\u0301\u0323]\u200d")]
    [InlineData("\"u.s.\" 16", "the [U. S.] F-[16s]")]
    [InlineData("ע", "[ע\u05b8]")]
    public void Matches_are_counted_in_code_points(string query, string marked)
    {
        var text = marked.Replace("[", "").Replace("]", "");
        var found = new List<TextSpan> { new(1, 2) };
        Matcher(query, text).Find(Encoding.UTF8.GetBytes(text), isEnglish: true, found);

        var runes = text.EnumerateRunes().ToArray();
        var actual = new StringBuilder();
        var end = 0;
        foreach (var span in found)
        {
            actual.AppendJoin("", runes[end..span.Start]).Append('[').AppendJoin("", runes[span.Start..span.End]).Append(']');
            end = span.End;
        }
        Assert.Equal(marked, actual.AppendJoin("", runes[end..]).ToString());
    }

    [Fact]
    public void A_query_of_many_words_matches_beyond_the_sixty_fourth()
    {
        var words = Enumerable.Range(0, 200).Select(i => $"w{i}").ToArray();
        var found = new List<TextSpan>();
        var text = string.Join(' ', words);
        Matcher(text, text).Find(Encoding.UTF8.GetBytes(text), isEnglish: true, found);
        Assert.Equal(200, found.Count);
        Matcher($"\"{text}\"", text).Find(Encoding.UTF8.GetBytes("w0 " + text), isEnglish: true, found);
        Assert.Equal([new TextSpan(3, 3 + text.Length)], found);
    }

    private static TextMatcher Matcher(string query, string text)
    {
        var documents = new SearchDocumentsBuilder();
        documents.Begin();
        documents.AddText(Encoding.UTF8.GetBytes(text), isEnglish: true);
        using var work = new Workspace();
        var order = work.Copy<SearchDocument>([new(0, 0)]);
        var builder = new SearchIndexBuilder(new(), [new(new(InMemory.Stored(documents.Write)), [])], order, work);
        var index = new SearchIndex(InMemory.Stored(builder.Build()));
        return index.MatcherOf(SearchQuery.Parse(query));
    }
}
