using Claims.Catalog;

namespace Claims.Tests.Catalog;

public sealed class QuoteTests
{
    [Fact]
    public void A_short_value_is_quoted_as_it_is() => Assert.Equal("sources/Grönland 😀", Quote.Cut("sources/Grönland 😀"));

    [Fact]
    public void A_long_value_is_cut_at_100_characters()
    {
        Assert.Equal(new string('a', 100), Quote.Cut(new string('a', 100)));
        Assert.Equal(new string('a', 100) + "…", Quote.Cut(new string('a', 101)));
    }

    [Fact]
    public void No_character_is_cut_in_half() =>
        Assert.Equal(new string('a', 99) + "…", Quote.Cut(new string('a', 99) + "😀"));

    [Fact]
    public void What_no_text_may_hold_is_spelt_out() => Assert.Equal(
        @"\u202Etxet \uFEFF\u{1FFFE} " + "👩\u200d🚀", Quote.Cut("\u202Etxet \uFEFF\U0001FFFE 👩\u200d🚀"));

    [Theory]
    [InlineData("casual\u200Bties", @"casual\u200Bties")]
    [InlineData("e\u00ADn", @"e\u00ADn")]
    [InlineData("Europe\u2060/Paris", @"Europe\u2060/Paris")]
    [InlineData("\u3164", @"\u3164")]
    [InlineData("a\u00A0b c", @"a\u00A0b c")]
    public void What_cannot_be_seen_is_spelt_out(string value, string quoted) => Assert.Equal(quoted, Quote.Cut(value));

    [Fact]
    public void Control_characters_are_spelt_out() =>
        Assert.Equal(@"two\u000Alines and \u001B[31mred", Quote.Cut("two\nlines and \u001B[31mred"));
}
