using System.Text;
using System.Text.Json;
using Claims.Curated;
using FsCheck;
using FsCheck.Fluent;

namespace Claims.Tests.Curated;

public class JsonSkipTests
{
    private static readonly string[] _pieces =
    [
        "\"\"", "\"[\"", "\"]}\"", "\"\\\"\"", "\"\\\\\"", "\"\\\\\\\"]\"", "\"é🚢\"", "\"/* */\"", "{\"a\":[1,{\"b\":\"\\\\\"}]}", "[[],{}]", "-1.5e9",
        "null", "  ", "\n", "[]", "\"" + new string('x', 61) + "\\\"\"", "\"" + new string('\\', 64) + "\"", "\"" + new string(']', 63) + "\"",
    ];

    [Fact]
    public void It_ends_where_a_reader_of_JSON_ends() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll(
            Gen.Zip(Gen.ListOf(Gen.Elements(_pieces)), Gen.Choose(0, 130)).ToArbitrary(),
            given =>
            {
                // The white space before moves all to any place in a block.
                var items = string.Join(',', given.Item1.Select(piece => string.IsNullOrWhiteSpace(piece) ? piece + "0" : piece));
                var text = $"{new string(' ', given.Item2)}[{items}]";
                Assert.Equal(EndByReader(text), EndBySkip(text));
                Assert.Equal(EndByReader(text), EndBySkip(text + ",{\"behind\":[]}]"));
            }));

    [Theory]
    [InlineData("[1, // ]\n 2]")]
    [InlineData("[/* \" */]")]
    [InlineData("[1")]
    [InlineData("[\"]")]
    [InlineData("[1}")]
    [InlineData("[{]")]
    public void It_leaves_comments_and_what_does_not_end_to_a_reader(string text) => Assert.Equal(-1, EndBySkip(text));

    [Fact]
    public void A_quotation_mark_may_be_escaped_at_any_place_of_a_block()
    {
        for (var before = 0; before < 200; before++)
        {
            foreach (var escape in new[] { "\\\"", "\\\\", "\\\\\\\"", "\\n" })
            {
                var text = $"[\"{new string('x', before)}{escape}]\", 1]";
                Assert.Equal(EndByReader(text), EndBySkip(text));
            }
        }
    }

    private static int EndBySkip(string text) => JsonSkip.EndOfArray(Encoding.UTF8.GetBytes(text), text.IndexOf('[') + 1);

    private static int EndByReader(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), JsonCursor.Options);
        reader.Read();
        reader.Skip();
        return (int)reader.TokenStartIndex;
    }
}
