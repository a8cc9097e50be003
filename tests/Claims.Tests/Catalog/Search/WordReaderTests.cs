using System.Text;
using Claims.Catalog.Search;

namespace Claims.Tests.Catalog.Search;

public class WordReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" ,;. -- ' ’ … ", "")]
    [InlineData("The ceasefire, he said, failed.", "the ceasefire he said failed")]
    [InlineData("F-16s F16s AK‑47s F\u201016's hit 12s targets", "f 16 f16 ak 47 f 16 hit 12s targets")]
    [InlineData("the 1980s, mid-1980s, Late-90s, 12-16s, T-90s, F-2000s, Amid-90s", "the 1980s mid 1980s late 90s 12 16s t 90 f 2000 amid 90")]
    [InlineData("5'10 5′10″ 1’000’000", "5 10 5 10 1 000 000")]
    [InlineData("Syria's Syria’s SYRIA'S 1980's", "syria syria syria 1980")]
    [InlineData("the states' rights", "the states rights")]
    [InlineData("O'Brien Sana'a Sana‘a Qurʾān don't", "obrien sanaa sanaa quran dont")]
    [InlineData("'quoted' ‘quoted’", "quoted quoted")]
    [InlineData("U.S. U.S.-led e.g. the U.N. U.S.'s", "us us led eg the un us")]
    [InlineData("J.K.Rowling, No. 5 at 2.4 m.p.h.", "jk rowling no 5 at 2 4 mph")]
    [InlineData("J. K. Rowling J.\u00a0K.\n\tL. Rowling Ж. Ж. — É. E\u0301. أ. ب.", "jk rowling jkl rowling жж ee ا ب")]
    [InlineData("U.\u00adS. Ｕ．Ｓ．, U.S, U.S.A", "us us u s us a")]
    [InlineData("J.R. R. Tolkien J. R.R. Tolkien J.R.R. Tolkien, U.S. U.N. envoy", "jrr tolkien jrr tolkien jrr tolkien us un envoy")]
    [InlineData("het ŉ man, aẚb x", "het n man aab x")]
    [InlineData("plan A. B was, Plan A B, plan B. Then", "plan a b was plan a b plan b then")]
    [InlineData("bbc.com", "bbc com")]
    [InlineData("Bashar al-Assad", "bashar al assad")]
    [InlineData("Erdoğan İstanbul ŁÓDŹ Düsseldorf straße Ærø", "erdogan istanbul lodz dusseldorf strasse aero")]
    [InlineData("Cafe\u0301 Việt Nam e\u0323\u0302", "cafe viet nam e")]
    [InlineData("\u0301 \u0301a", "a")]
    [InlineData("МОСКВА Ёлка е\u0308лка Άθήνα ΣΟΦΟΣ σοφός", "москва елка елка αθηνα σοφοσ σοφοσ")]
    [InlineData("حلب", "حلب")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("叙利亚2016年", "叙 利 亚 2016 年")]
    [InlineData("かく か\u3099く がく ｶﾞ カ\u3099", "か く か\u3099 く か\u3099 く カ\u3099 カ\u3099")]
    [InlineData("한국 \u1112\u1161\u11ab\u1100\u116e\u11a8 각", "한국 한국 각")]
    [InlineData("𝐀𐐀 Ｗａｒ ﬁre oﬀice ﬅ Ⅷ ℌ \u01c4", "a𐐨 war fire office st viii h dz")]
    [InlineData("Kerry¹ 10² 1º ½ ① ㎏ aʰb", "kerry 10 1 a b")]
    [InlineData("محمّد مـحمد ـ مؤمن سُئِل أإآ ء ٱ\u0670", "محمد محمد مومن سيل ااا ء ٱ")]
    [InlineData("שָׁלוֹם אב־גד", "שלום אב גד")]
    [InlineData("Ἀθῆναι ᾼ ᾳ ΆΘ ϑ Ѐ ЁЖ", "αθηναι α α αθ θ е еж")]
    [InlineData("क़ क\u093c कुल ก\u0e33", "क\u093c क\u093c कुल ก\u0e4dา")]
    [InlineData("٢٠١٦ २०१६ 𝟚０１6", "2016 2016 2016")]
    [InlineData("soft hy\u00adphen zero\u200bwidth join\u2060er ﷺ", "soft hyphen zero width joiner صلى الله عليه وسلم")]
    [InlineData("a\u0301\u0323 \u0915\u094d\u093c", "a \u0915\u093c\u094d")]
    public void Words_are_read_folded(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Read(text).Select(word => word.Folded));

    [Fact]
    public void A_word_knows_its_place()
    {
        const string Text = "kerry\ufe0f «Syria’s U. S. naïve» e\u0301\u0323\u00ad, x\u00ady ﬁn 5'10 ק\u05b8";
        Assert.Equal(
            ["kerry\ufe0f", "Syria’s", "U. S.", "naïve", "e\u0301\u0323", "x\u00ady", "ﬁn", "5", "10", "ק\u05b8"],
            Read(Text).Select(word => word.Written));
    }

    [Theory]
    [InlineData("d’Ivoire", "divoire", "ivoire", "Ivoire")]
    [InlineData("L’Oréal's", "loreal", "oreal", "Oréal's")]
    [InlineData("qu`il", "quil", "il", "il")]
    [InlineData("O'Br'ien", "obrien", "brien", "Br'ien")]
    [InlineData("æ'x", "aex", "x", "x")]
    [InlineData("rock'n", "rockn", "", "")]
    [InlineData("1'a", "1a", "", "")]
    [InlineData("O's", "o", "", "")]
    public void Behind_one_or_two_letters_and_an_apostrophe_stands_a_word_of_its_own(
        string text, string folded, string inner, string written)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new WordReader(utf8, new FoldedText(), new byte[WordReader.BufferLength]);
        Assert.True(reader.Read());
        Assert.Equal((folded, inner), (Encoding.UTF8.GetString(reader.Folded), Encoding.UTF8.GetString(reader.Inner)));
        if (inner != "") Assert.Equal(written, Encoding.UTF8.GetString(utf8[reader.InnerStart..reader.End]));
        Assert.False(reader.Read());
    }

    [Fact]
    public void Whatever_people_type_for_an_apostrophe_is_one()
    {
        foreach (var sign in "'`´ʹʻʼʽʾʿˈ‘’‛′՚׳ꞌ＇｀")
        {
            Assert.Equal(["obrien"], Read($"O{sign}Brien").Select(word => word.Folded));
            Assert.Equal(["syria", "x"], Read($"Syria{sign}s {sign}x{sign}").Select(word => word.Folded));
        }
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
            var reader = new WordReader(bytes, new FoldedText(), new byte[WordReader.BufferLength]);
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
        var reader = new WordReader(utf8, new FoldedText(), new byte[WordReader.BufferLength]);
        while (reader.Read())
        {
            words.Add((Encoding.UTF8.GetString(reader.Folded), Encoding.UTF8.GetString(utf8[reader.Start..reader.End])));
        }
        return words;
    }
}
