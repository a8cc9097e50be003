using System.Text;
using Claims.Catalog.Search;

namespace Claims.Tests.Catalog.Search;

public class EnglishStemmerTests
{
    [Theory]
    [InlineData("caresses caress", "caress")]
    [InlineData("ties tie", "tie")]
    [InlineData("cries cried cry", "cri")]
    [InlineData("gaps gap", "gap")]
    [InlineData("gas", "gas")]
    [InlineData("this", "this")]
    [InlineData("kiwis kiwi", "kiwi")]
    [InlineData("agreed agree agrees agreeing", "agre")]
    [InlineData("feed", "feed")]
    [InlineData("bled", "bled")]
    [InlineData("luxuriated luxuriating", "luxuri")]
    [InlineData("hopping hopped hops hop", "hop")]
    [InlineData("hoping hoped hopes hope", "hope")]
    [InlineData("falling fall falls", "fall")]
    [InlineData("by", "by")]
    [InlineData("say saying says", "say")]
    [InlineData("conditional conditionally condition conditions", "condit")]
    [InlineData("analogies analogy", "analog")]
    [InlineData("negotiate negotiates negotiated negotiating negotiations negotiator", "negoti")]
    [InlineData("consistency consistent consistently", "consist")]
    [InlineData("consign consigned consigning consignment", "consign")]
    [InlineData("knightly knight knights", "knight")]
    [InlineData("hopefulness hopeful", "hope")]
    [InlineData("electricity electrical electric", "electr")]
    [InlineData("formative", "format")]
    [InlineData("adoption adopted adopt", "adopt")]
    [InlineData("opinion", "opinion")]
    [InlineData("communist communism", "communist", "communism")]
    [InlineData("generate general", "generat", "general")]
    [InlineData("arsenal", "arsenal")]
    [InlineData("controlling controlled control", "control")]
    [InlineData("rolls roll", "roll")]
    [InlineData("skies sky", "sky")]
    [InlineData("dying die", "die")]
    [InlineData("news", "news")]
    [InlineData("proceed proceeds proceeded", "proceed")]
    [InlineData("inning innings", "inning")]
    [InlineData("add added adding adds", "add")]
    [InlineData("egg eggs", "egg")]
    [InlineData("evening even", "evening", "even")]
    [InlineData("later lateral laterally", "later", "lateral")]
    [InlineData("university universities universe", "universiti", "universiti", "univers")]
    [InlineData("international interned", "internat", "intern")]
    [InlineData("emergency emerge", "emergenc", "emerg")]
    [InlineData("organization organ", "organiz", "organ")]
    [InlineData("geologist geology geologists", "geolog")]
    [InlineData("paste pasted pasting", "paste")]
    [InlineData("past", "past")]
    [InlineData("vying vie", "vie")]
    [InlineData("youth", "youth")]
    [InlineData("boyish", "boyish")]
    [InlineData("ye", "ye")]
    public void The_forms_of_a_word_have_one_stem(string forms, params string[] stems)
    {
        var words = forms.Split(' ');
        Assert.Equal(words.Select((_, i) => stems[Math.Min(i, stems.Length - 1)]), words.Select(Stemmed));
    }

    [Theory]
    [InlineData("naïves")]
    [InlineData("города")]
    [InlineData("f16s")]
    [InlineData("mi6")]
    public void A_word_with_other_letters_or_digits_is_its_own_stem(string word) => Assert.Equal(word, Stemmed(word));

    // Snowball's own vocabulary, read where it is at hand. Apostrophes are the reader's.
    [Fact]
    public void Snowball_has_the_same_stems()
    {
        var directory = SourceTree.PathOf("../shared/cases/stemmer");
        if (!Directory.Exists(directory)) Assert.Skip("Snowball's vocabulary is not at hand.");
        var words = File.ReadLines(Path.Combine(directory, "voc.txt"));
        var stems = File.ReadLines(Path.Combine(directory, "output.txt"));
        Assert.DoesNotContain(
            words.Zip(stems), pair => !pair.First.Contains('\'', StringComparison.Ordinal) && Stemmed(pair.First) != pair.Second);
    }

    [Fact]
    public void No_word_is_stemmed_to_nothing_or_to_another_initial() =>
        Assert.All(AllWords(4), word => Assert.Equal(word[0], Stemmed(word)[0]));

    [Fact]
    public void A_stem_differs_from_the_start_of_its_word_in_few_letters_at_its_end()
    {
        var starts = "a ab e hop mo no rel sens st us vietnam y".Split(' ');
        var ends = (" s es ed ing ingly edly y ies e le l at bl iz ational tional ency ancy ably ently izer ization ation ator alism "
            + "ality ally fulness ously ousness iveness ivity bility bilities bly ogy fully lessly ly alize icate icity ical ful ness "
            + "ative ement able ible ent ion").Split(' ');
        var words = from start in starts from first in ends from second in ends select start + first + second;
        var most = 0;
        foreach (var word in words.Concat(AllWords(5)))
        {
            var stem = Stemmed(word);
            var same = word.Zip(stem).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.True(stem.Length - same <= EnglishStemmer.MostAltered, $"{word}: {stem}");
            most = Math.Max(most, stem.Length - same);
        }

        Assert.Equal(EnglishStemmer.MostAltered, most);
    }

    private static IEnumerable<string> AllWords(int length) => length == 0
        ? [""]
        : AllWords(length - 1).SelectMany(word => "aelsdyingt".Select(letter => word + letter));

    private static string Stemmed(string word)
    {
        var bytes = Encoding.UTF8.GetBytes(word);
        return Encoding.UTF8.GetString(bytes, 0, EnglishStemmer.Stem(bytes));
    }
}
