using System.Text;
using Claims.Curated;
using Claims.Tests.Curated;

namespace Claims.Tests.Verbs;

public class VerifyTests
{
    [Theory]
    [InlineData("ferry-fire")]
    [InlineData("ferry-claim")]
    [InlineData("salt-talks")]
    public async Task An_article_whose_text_is_the_curated_one_is_verified_and_shown(string article)
    {
        var run = await ServerProcess.RunAsync("verify", Some.Sample("invented"), "--article", Text(article));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith($"articles/{article}: the text is the one that was curated (", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nverified: [1-9][0-9]* claims\s*$", run.Output);
        Assert.DoesNotContain("FAILED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_is_shown_beside_its_spans_and_cues()
    {
        var run = await ServerProcess.RunAsync("verify", Some.Sample("invented"), "--article", Text("salt-talks"));
        Assert.Contains(
            """

            articles/salt-talks/claims/reopening-needed
              claim: Unless Velmora lets Drunland's tankers through the Lumen Strait again, Drunland cannot sign the salt treaty.
              span (paragraph 2, 84 to 157): his country “simply cannot” sign unless Velmora reopened the Lumen Strait
              attribution (paragraph 2, 35 to 83): Drunland's foreign minister, Séverin Môlet, said
            """,
            run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_text_is_refused()
    {
        using var files = new CorpusFiles();
        var text = await File.ReadAllTextAsync(Text("ferry-fire"), TestContext.Current.CancellationToken);
        files.Write("changed.txt", text.Replace("nine", "ten", StringComparison.Ordinal));
        var run = await ServerProcess.RunAsync("verify", Some.Sample("invented"), "--article", files.PathOf("changed.txt"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"{files.PathOf("changed.txt")}: its text has SHA-256 ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "  8baedb85041c80c2d8f032cc3fb4404ed3778fd208958624db3c55d8657cd09b  articles/ferry-fire", run.Errors,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "ffba7d70e02343ee267f11df2280b524abf04090ff3747e4f0c979aea59bba88", "articles/ferry-claim/claims/front-claims-fire",
        "span (paragraph 1, 40 to 127)")]
    [InlineData(
        "ee37d67afa31f2d0b9b510127f497860520b69ee73bcace05b345dca767f1cef", "articles/ferry-claim/claims/toll-fourteen",
        "attribution (paragraph 4, 0 to 34)")]
    public async Task A_wrong_digest_is_told_beside_its_claim(string digest, string claim, string place)
    {
        using var files = Invented("ferry-claim.json", digest, Some.Digest);
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        var lines = run.Output.Split('\n');
        var failed = Assert.Single(Enumerable.Range(0, lines.Length), i => lines[i].Contains("FAILED", StringComparison.Ordinal));
        Assert.Equal($"  FAILED: sha256 is {Some.Digest}, the span's {digest}", lines[failed]);
        Assert.StartsWith($"  {place}: ", lines[failed - 1], StringComparison.Ordinal);
        Assert.Equal(claim, lines[..failed].Last(line => line.StartsWith("articles/", StringComparison.Ordinal)));
        Assert.Matches(@"\n1 failure in [0-9]+ claims\s*$", run.Output);
    }

    [Fact]
    public async Task A_span_that_is_not_in_the_text_is_told()
    {
        using var files = Invented("ferry-claim.json", "\"end\": 127,", "\"end\": 1270,");
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(
            "  span (paragraph 1, 40 to 1270): \n  FAILED: there is no such span; paragraph 1 has 197 code points\n", run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paragraph_that_is_not_in_the_text_is_told()
    {
        using var files = Invented("ferry-claim.json", "\"paragraph\": 1,\n              \"start\": 40", "\"paragraph\": 10, \"start\": 40");
        var more = await File.ReadAllTextAsync(files.PathOf("ferry-claim.json"), TestContext.Current.CancellationToken);
        files.Write("ferry-claim.json", more.Replace("\"paragraphCount\": 10", "\"paragraphCount\": 11", StringComparison.Ordinal));
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("  FAILED: there is no such span; the text has 10 paragraphs, from 0 on\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_a_quotation_are_not_asked_to_be_others()
    {
        using var files = Invented("ferry-claim.json", "\"The Tidal Front lit the fire that destroyed the Aldine.\"",
            "\"Set the fire that destroyed the ferry: so says the Front.\", \"verbatim\": true");
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData(
        "\"The Tidal Front lit the fire that destroyed the Aldine.\"", "\"Set the fire that destroyed the ferry: so says the Front.\"",
        "the text shares 'Set the fire that destroyed the' with the article; say it in other words")]
    [InlineData(
        "\"expression\": \"all through Sunday\"", "\"expression\": \"all … through Thursday\"",
        "'all … through Thursday' is not in the article")]
    [InlineData("\"phrase\": \"a survivor\"", "\"phrase\": \"the survivors\"", "'the survivors' is not in the article")]
    [InlineData(
        "\"asPublished\": \"a survivor\"", "\"asPublished\": \"two survivors\"", "'two survivors' is not in the article")]
    public async Task Words_that_are_the_articles_where_they_must_not_and_are_not_where_they_must_are_told(
        string good, string broken, string failure)
    {
        using var files = Invented("ferry-claim.json", good, broken);
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Equal((2, ""), (run.ExitCode, run.Errors));
        Assert.Contains($"  FAILED: {failure}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paragraphs_that_no_claim_points_to_are_named_and_are_no_failure()
    {
        var text = ArticleText.Canonicalize(await File.ReadAllBytesAsync(Text("ferry-claim"), TestContext.Current.CancellationToken));
        using var files = new CorpusFiles(("corpus.json", Some.Corpus
            .Replace($"\"textSha256\": \"{Some.Digest}\"", $"\"textSha256\": \"{text.Sha256}\"", StringComparison.Ordinal)));
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Contains("\nno claim points to 7 paragraphs:\n  paragraph 3: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("\n  paragraph [012]: ", run.Output);
        Assert.Matches("\n  paragraph 9: [^\n]{10,101}\n", run.Output);
    }

    [Fact]
    public async Task A_wrong_number_of_paragraphs_is_told()
    {
        using var files = Invented("ferry-claim.json", "\"paragraphCount\": 10", "\"paragraphCount\": 11");
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("\n  FAILED: paragraphCount is 11, the text has 10\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_not_there_or_not_utf8_is_told()
    {
        using var files = new CorpusFiles();
        var gone = await ServerProcess.RunAsync("verify", Some.Sample("invented"), "--article", files.PathOf("gone.txt"));
        Assert.Equal((2, ""), (gone.ExitCode, gone.Output));
        Assert.StartsWith(files.PathOf("gone.txt") + ": ", gone.Errors, StringComparison.Ordinal);

        files.Write("latin1.txt", Encoding.Latin1.GetBytes("déjà vu"));
        var latin1 = await ServerProcess.RunAsync("verify", Some.Sample("invented"), "--article", files.PathOf("latin1.txt"));
        Assert.Equal((2, ""), (latin1.ExitCode, latin1.Output));
        Assert.Equal($"{files.PathOf("latin1.txt")}: The article is not UTF-8.{Environment.NewLine}", latin1.Errors);
    }

    [Theory]
    [InlineData("gone.txt", "no such file or directory")]
    [InlineData("gone/article.txt", "no such file or directory")]
    [InlineData("", "it is a directory; expected the file of the article's text")]
    public async Task Where_no_text_is_it_is_told_in_one_sentence(string name, string problem)
    {
        using var files = new CorpusFiles();
        var run = await ServerProcess.RunAsync("verify", Some.Sample("invented"), "--article", files.PathOf(name));
        Assert.Equal((2, "", $"{files.PathOf(name)}: {problem}{Environment.NewLine}"), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact]
    public async Task A_bad_corpus_is_not_compared()
    {
        using var files = new CorpusFiles(("corpus.json", "[]"));
        var run = await ServerProcess.RunAsync("verify", files.Root, "--article", Text("ferry-claim"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("corpus.json:1:1: error wrong-type: ", run.Errors, StringComparison.Ordinal);
    }

    private static string Text(string article) => Some.Sample(Path.Combine("invented-articles", article + ".txt"));

    /// <summary>The invented corpus with something replaced in one of its files.</summary>
    private static CorpusFiles Invented(string name, string good, string broken)
    {
        var files = new CorpusFiles();
        foreach (var path in Directory.EnumerateFiles(Some.Sample("invented"), "*.json", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(path);
            if (Path.GetFileName(path) == name)
            {
                Assert.Contains(good, text, StringComparison.Ordinal);
                text = text.Replace(good, broken, StringComparison.Ordinal);
            }

            files.Write(Path.GetFileName(path), text);
        }

        return files;
    }
}
