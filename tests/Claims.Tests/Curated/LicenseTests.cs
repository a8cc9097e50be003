using System.Text.Json.Nodes;

namespace Claims.Tests.Curated;

/// <summary>
/// Which license an article has, of the files of a corpus that give one.
/// </summary>
public class LicenseTests
{
    /// <param name="first">The license of a file with an article and all that it refers to; null where it gives none.</param>
    /// <param name="second">Of a file with another article.</param>
    /// <param name="lists">Of a file without articles.</param>
    /// <param name="ofFirst">The license of the first article.</param>
    /// <param name="ofSecond">Of the second.</param>
    /// <param name="all">The licenses of the corpus.</param>
    [Theory]
    [InlineData(null, null, null, "", "", new string[0])]

    // Articles have what their file gives.
    [InlineData("MIT", "MIT", null, "MIT", "MIT", new[] { "MIT" })]
    [InlineData("MIT", "CC0-1.0", null, "MIT", "CC0-1.0", new[] { "CC0-1.0", "MIT" })]
    [InlineData("a", "B", null, "a", "B", new[] { "B", "a" })]

    // One license is that of the whole corpus, in whatever file it is given.
    [InlineData("MIT", null, null, "MIT", "MIT", new[] { "MIT" })]
    [InlineData(null, "MIT", null, "MIT", "MIT", new[] { "MIT" })]
    [InlineData(null, null, "MIT", "MIT", "MIT", new[] { "MIT" })]
    [InlineData(null, "MIT", "MIT", "MIT", "MIT", new[] { "MIT" })]

    // Given without articles, it can be meant only for those that have none.
    [InlineData(null, "MIT", "CC0-1.0", "CC0-1.0", "MIT", new[] { "CC0-1.0", "MIT" })]
    [InlineData("MIT", "MIT", "CC0-1.0", "MIT", "MIT", new[] { "MIT" })]
    public void An_article_has_the_license_of_its_file_or_the_common_one(
        string? first, string? second, string? lists, string ofFirst, string ofSecond, string[] all)
    {
        string[] files = [File(first, Some.Corpus), File(second, AnotherArticle("other")), File(lists, "{}")];
        var revision = CorpusFiles.RevisionOf(files);
        Assert.Equal(ofFirst, revision.FindArticle("articles/port")!.License);
        Assert.Equal(ofSecond, revision.FindArticle("articles/other")!.License);
        Assert.Equal(all, revision.Licenses);

        // Neither what stands behind the articles nor the order of the files makes a difference.
        files[0] = files[0][..^1] + ", \"$schema\": \"s\" }";
        Assert.Equal(revision.Id, CorpusFiles.RevisionOf([.. files.Reverse()]).Id);
    }

    [Fact]
    public void An_article_has_none_where_its_file_gives_none_and_others_differ()
    {
        var revision = CorpusFiles.RevisionOf(
            File("MIT", Some.Corpus), File("CC0-1.0", AnotherArticle("other")), AnotherArticle("third"));
        Assert.Equal("", revision.FindArticle("articles/third")!.License);
        Assert.Equal(["CC0-1.0", "MIT"], revision.Licenses);
        Assert.Equal("", CorpusFiles.RevisionOf(
            Some.CorpusWith("\"license\": \"CC0-1.0\",", ""), File("MIT", "{}"), File("CC0-1.0", "{}")).Articles[0].License);
    }

    [Fact]
    public void An_article_of_another_license_is_another_article() => Assert.Equal(3, new[] { "CC0-1.0", "MIT", null }
        .Select(license => CorpusFiles.RevisionOf(File(license, Some.Corpus)).Id).Distinct().Count());

    [Fact]
    public void The_corpus_of_a_second_file_with_a_license_is_served()
    {
        var shipped = SourceTree.Read("src/Claims.Curated/corpora/reuters/reuters-2016-09-05.json");
        var revision = CorpusFiles.RevisionOf(shipped, File("MIT", Some.Corpus));
        Assert.Equal(["CC-BY-4.0", "MIT"], revision.Licenses);
        Assert.Equal("CC-BY-4.0", revision.FindArticle("articles/reuters-2016-09-05-syria-blasts-truce-talks")!.License);
    }

    private static string AnotherArticle(string slug) => new JsonObject
    {
        ["articles"] = JsonNode.Parse(Some.Corpus
            .Replace("articles/port", $"articles/{slug}", StringComparison.Ordinal)
            .Replace("articles/harbour", $"articles/former-{slug}", StringComparison.Ordinal))!["articles"]!.DeepClone(),
    }.ToJsonString();

    private static string File(string? license, string text)
    {
        var file = JsonNode.Parse(text)!.AsObject();
        file.Remove("license");
        if (license is not null) file.Insert(0, "license", license);
        return file.ToJsonString();
    }
}
