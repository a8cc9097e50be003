using System.Text;
using Claims.Curated;

namespace Claims.Tests.Curated;

public class MistakeLocationTests
{
    [Theory]
    [InlineData("", 1, 1, "the file has no content; expected an object, {} at the least")]
    [InlineData("// Nothing.\n", 2, 1, "the file has no content; expected an object, {} at the least")]
    [InlineData("/* é\n𝄞 */ {\n\t/* ∀ */ \"license\": 'CC0' }", 3, 21, "''' is an invalid start of a value.")]
    [InlineData("{", 1, 2, "Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array "
        + "that should be closed.")]
    public void A_syntax_error_is_told_where_it_stands(string text, int line, int column, string message)
    {
        var mistake = Assert.Single(CorpusFiles.MistakesOf(text));
        Assert.Equal(("malformed-json", line, column, message), (mistake.Rule, mistake.Line, mistake.Column, mistake.Message));
    }

    [Fact]
    public void A_name_in_two_files_is_told_with_both_places()
    {
        using var files = new CorpusFiles(
            ("a/first.json", Some.Corpus),
            ("b/second.json", """
                { "sources": [
                  { "kind": "SOURCE_KIND_PERSON", "displayName": "Ω", "name": "sources/brask" }] }
                """));
        Assert.Equal(
            [new("b/second.json", 2, 63, "$.sources[0].name", "sources/brask", "doubled-name",
                "'sources/brask' is given twice; a name is given once; first at a/first.json:43:15")],
            files.Mistakes());
    }

    [Fact]
    public void Mistakes_come_by_file_line_and_column()
    {
        const string Text = """
            { "topics": [{ "slug": "A", "displayName": "" },
              { "slug": "B" }] }
            """;
        using var files = new CorpusFiles(("b.json", Text), ("a.json", "\n" + Text));
        Assert.Equal(
            [
                "a.json:2:24 malformed-slug", "a.json:2:44 blank-text", "a.json:3:3 missing-member", "a.json:3:13 malformed-slug",
                "b.json:1:24 malformed-slug", "b.json:1:44 blank-text", "b.json:2:3 missing-member", "b.json:2:13 malformed-slug",
            ],
            files.Mistakes().Where(mistake => mistake.Rule != "doubled-name")
                .Select(mistake => $"{mistake.File}:{mistake.Line}:{mistake.Column} {mistake.Rule}"));
    }

    [Theory]
    [InlineData("plain", 37)]
    [InlineData("Ünïcödé Ω", 41)]
    [InlineData("🚢🔥𝄞", 35)]
    [InlineData("e\u0301", 34)]
    [InlineData("a\\u00e9", 39)]
    public void Columns_count_code_points(string before, int column)
    {
        var text = $$"""
            {
              "topics": [{ "displayName": "{{before}}", "slug": "Ω" }] }
            """;
        var mistake = Assert.Single(CorpusFiles.MistakesOf(text));
        Assert.Equal(("malformed-slug", 2, column + 11), (mistake.Rule, mistake.Line, mistake.Column));
    }

    [Fact]
    public void A_file_on_one_line_has_its_mistakes_where_they_stand()
    {
        var text = Some.Corpus.ReplaceLineEndings(" ").Replace("Quessin", "Ω𝄞", StringComparison.Ordinal)
            .Replace("\"tankers\"]", "\"tanker\"]", StringComparison.Ordinal)
            .Replace("\"kind\": \"SOURCE_KIND_MINISTER\"", "\"kind\": \"MINISTER\"", StringComparison.Ordinal)
            .Replace("\"2019-03-29/..\"", "\"2019-02-29/..\"", StringComparison.Ordinal);
        (int, int) Place(string value) =>
            (1, text[..text.IndexOf(value, StringComparison.Ordinal)].EnumerateRunes().Count() + 1);
        Assert.Equal(
            [Place("\"MINISTER\""), Place("\"tanker\""), Place("\"2019-02-29/..\"")],
            CorpusFiles.MistakesOf(text).Select(mistake => (mistake.Line, mistake.Column)));
    }

    [Fact]
    public void Line_ends_of_either_kind_and_a_byte_order_mark_change_no_place()
    {
        var mistake = Mistakes.All.First(mistake => mistake.Rule == "unknown-topic");
        using var files = new CorpusFiles();
        files.Write("corpus.json", WithMarkAndCrlf(mistake.Text));
        Assert.Equal([mistake.Diagnostic("corpus.json")], files.Mistakes());

        var malformed = Mistakes.All.First(mistake => mistake.Rule == "malformed-json");
        files.Write("corpus.json", WithMarkAndCrlf(malformed.Text));
        Assert.Equal([malformed.Diagnostic("corpus.json")], files.Mistakes());
    }

    [Fact]
    public void A_mistake_is_printed_as_a_compiler_would()
    {
        var inside = new Diagnostic("a/b.json", 3, 14, "$.sources[2].kind", "sources/brask", "wrong-type", "expected a string");
        Assert.Equal("a/b.json:3:14: error wrong-type: expected a string\n    at $.sources[2].kind in sources/brask", $"{inside}");
        Assert.Equal("a/b.json:3:14: error wrong-type: expected a string\n    at $", $"{inside with { Path = "$", Resource = "" }}");
    }

    private static byte[] WithMarkAndCrlf(string text) =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))];
}
