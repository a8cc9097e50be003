using System.Text;
using Claims.Server.Catalog.Search;

namespace Claims.Tests.Catalog.Search;

public class WordReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" ,;. -- ' ’ … ", "")]
    [InlineData("The ceasefire, he said, failed.", "the ceasefire he said failed")]
    [InlineData("F-16s hit 12 targets", "f 16s hit 12 targets")]
    [InlineData("Syria's Syria’s SYRIA'S 1980's", "syria syria syria 1980")]
    [InlineData("the states' rights", "the states rights")]
    [InlineData("O'Brien Sana'a Sana‘a Qurʾān don't", "obrien sanaa sanaa quran dont")]
    [InlineData("'quoted' ‘quoted’", "quoted quoted")]
    [InlineData("U.S. U.S.-led e.g. the U.N.", "us us led eg the un")]
    [InlineData("J.K.Rowling, No. 5 at 2.4 m.p.h.", "jk rowling no 5 at 2 4 mph")]
    [InlineData("plan B. Then", "plan b then")]
    [InlineData("bbc.com", "bbc com")]
    [InlineData("Bashar al-Assad", "bashar al assad")]
    [InlineData("Erdoğan İstanbul ŁÓDŹ Düsseldorf straße Ærø", "erdogan istanbul lodz dusseldorf strasse aero")]
    [InlineData("Cafe\u0301 Việt Nam e\u0323\u0302", "cafe viet nam e")]
    [InlineData("\u0301 \u0301a", "a")]
    [InlineData("МОСКВА Ёлка е\u0308лка Άθήνα ΣΟΦΟΣ σοφός", "москва елка елка αθηνα σοφοσ σοφοσ")]
    [InlineData("حلب", "حلب")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("叙利亚2016年", "叙 利 亚 2016 年")]
    [InlineData("𝐀𐐀", "𝐀𐐨")]
    public void Words_are_read_folded(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Read(text).Select(word => word.Folded));

    [Fact]
    public void A_word_knows_its_place()
    {
        const string Text = "«Syria’s U.S. naïve»";
        Assert.Equal(["Syria’s", "U.S.", "naïve"], Read(Text).Select(word => word.Written));
    }

    [Fact]
    public void A_long_word_is_cut_at_a_whole_letter()
    {
        var word = Assert.Single(Read(new string('a', WordReader.MaxLength - 1) + new string('ж', 100)));
        Assert.Equal(new string('a', WordReader.MaxLength - 1), word.Folded);
        Assert.Equal(WordReader.MaxLength - 1 + 100, word.Written.Length);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_over()
    {
        var random = new Random(1);
        var bytes = new byte[40];
        for (var i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            var reader = new WordReader(bytes, new byte[WordReader.MaxLength]);
            var end = 0;
            while (reader.Read())
            {
                Assert.InRange(reader.Start, end, bytes.Length);
                Assert.InRange(reader.End, reader.Start + 1, bytes.Length);
                end = reader.End;
            }
        }
    }

    private static List<(string Folded, string Written)> Read(string text)
    {
        var words = new List<(string, string)>();
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new WordReader(utf8, new byte[WordReader.MaxLength]);
        while (reader.Read())
        {
            words.Add((Encoding.UTF8.GetString(reader.Folded), Encoding.UTF8.GetString(utf8[reader.Start..reader.End])));
        }
        return words;
    }
}
