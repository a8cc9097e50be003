using Claims.Server.Web.Page;

namespace Claims.Tests.Web;

public sealed class ClaimWordsTests
{
    [Theory]
    [InlineData("Nobody was hurt.", 16, "Nobody was hurt.")]
    [InlineData("Nobody was hurt.", 15, "Nobody was …")]
    [InlineData("Nobody was hurt.", 10, "Nobody was …")]
    [InlineData("起重机倒塌时无人受伤", 4, "起重机倒 …")]
    [InlineData("𠮷𠮷𠮷", 3, "𠮷 …")]
    [InlineData(" unhurt", 3, " un …")]
    public void A_long_text_ends_with_a_word_where_its_script_has_any(string text, int most, string cut) =>
        Assert.Equal(cut, ClaimWords.Cut(text, most));
}
