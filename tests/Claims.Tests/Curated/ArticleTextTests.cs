using System.Text;
using Claims.Curated;
using Claims.V1;

namespace Claims.Tests.Curated;

public class ArticleTextTests
{
    [Theory]
    [InlineData("one", "one")]
    [InlineData("\uFEFFone", "one")]
    [InlineData("one\n\ntwo", "one", "two")]
    [InlineData("one\r\n\r\ntwo\r\n", "one", "two")]
    [InlineData("one\n \t\n\u00A0\ntwo", "one", "two")]
    [InlineData("one\r\n \r\ntwo", "one", "two")]
    [InlineData("\n\n\none\n\n\n\ntwo\n\n\n", "one", "two")]
    [InlineData("one\nline", "one line")]
    [InlineData("one \r\n line", "one line")]
    [InlineData("  one\t\t two \u3000 three  ", "one two three")]
    [InlineData("a\u00A0b\u2003c\u2028d\u0085e\u000Bf\u1680g\u202Fh", "a b c d e f g h")]
    [InlineData("a\u200Bb\u180Ec\u2060d", "a\u200Bb\u180Ec\u2060d")]
    [InlineData("Velle\u0301", "Vell\u00E9")]
    [InlineData("\u1E9B\u0323 \uFB01 \u2460", "\u1E9B\u0323 \uFB01 \u2460")]
    [InlineData("\u212B 가 \u1100\u1161", "\u00C5 가 가")]
    [InlineData("🚢\n🔥", "🚢 🔥")]
    [InlineData("one\n\n\uFEFFtwo", "one", "\uFEFFtwo")]
    [InlineData("one\rtwo", "one two")]
    [InlineData("one\u2029\u2029two", "one two")]
    [InlineData("one\n\n \t \n\u2003\n\ntwo", "one", "two")]
    public void A_text_is_brought_into_canonical_form(string text, params string[] paragraphs)
    {
        var canonical = ArticleText.Canonicalize(Encoding.UTF8.GetBytes(text));
        Assert.Equal(paragraphs.Length, canonical.ParagraphCount);
        Assert.Equal(paragraphs, Enumerable.Range(0, paragraphs.Length).Select(i => canonical.Span(new() { Paragraph = i })));
        Assert.Equal(string.Join("\n\n", paragraphs), canonical.Span(new()));
        Assert.Equal(ArticleText.Digest(string.Join("\n\n", paragraphs)), canonical.Sha256);

        // It is canonical then.
        Assert.Equal(canonical.Sha256, ArticleText.Canonicalize(Encoding.UTF8.GetBytes(canonical.Span(new())!)).Sha256);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData(" \r\n\r\n\u3000\n")]
    public void An_empty_text_has_no_paragraph(string text)
    {
        var canonical = ArticleText.Canonicalize(Encoding.UTF8.GetBytes(text));
        Assert.Equal(0, canonical.ParagraphCount);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", canonical.Sha256);
        Assert.Null(canonical.Span(new() { Paragraph = 0 }));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.Throws<InvalidDataException>(() => ArticleText.Canonicalize([0x66, 0xE9, 0x67]));

    [Fact]
    public void A_digest_is_that_of_the_utf8_bytes() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ArticleText.Digest("abc"));

    [Theory]
    [InlineData(0, 1, "a")]
    [InlineData(1, 2, "🚢")]
    [InlineData(1, 4, "🚢é𝄞")]
    [InlineData(3, 5, "𝄞z")]
    [InlineData(0, 5, "a🚢é𝄞z")]
    [InlineData(4, 5, "z")]
    [InlineData(4, 6, null)]
    [InlineData(5, 6, null)]
    [InlineData(2, 2, null)]
    [InlineData(3, 2, null)]
    [InlineData(-1, 2, null)]
    [InlineData(0, int.MaxValue, null)]
    public void A_span_counts_code_points(int start, int end, string? span)
    {
        var text = ArticleText.Canonicalize("headline\n\na🚢é𝄞z"u8);
        Assert.Equal(span, text.Span(new() { Paragraph = 1, Start = start, End = end }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_paragraph_that_is_not_there_has_no_span(int paragraph)
    {
        var text = ArticleText.Canonicalize("headline\n\nbody"u8);
        Assert.Null(text.Span(new() { Paragraph = paragraph }));
        Assert.Null(text.Span(new() { Paragraph = paragraph, Start = 0, End = 1 }));
    }

    [Theory]
    [InlineData(0, "paragraph 0 has 8 code points")]
    [InlineData(1, "paragraph 1 has 1 code point")]
    [InlineData(2, "the text has 2 paragraphs, from 0 on")]
    public void How_far_a_text_reaches_is_told_in_code_points(int paragraph, string extent) =>
        Assert.Equal(extent, ArticleText.Canonicalize("headline\n\n🚢"u8).ExtentOf(new() { Paragraph = paragraph }));

    [Fact]
    public void A_locator_without_a_paragraph_is_the_whole_text() =>
        Assert.Equal("headline\n\nbody", ArticleText.Canonicalize("headline\n\nbody"u8).Span(new Locator()));
}
