using System.Text;
using Claims.Curated;

namespace Claims.Tests.Curated;

public class CorpusTranscoderTests
{
    private static readonly string _id = CorpusFiles.RevisionOf(Some.Corpus).Id;

    // As long as it is right, and nothing in it is rare, no corpus should need the thorough way.
    [Theory]
    [InlineData("corpus")]
    [InlineData("Samples/invented")]
    public void The_corpora_that_are_there_are_read_fast(string directory)
    {
        var path = Path.Combine(AppContext.BaseDirectory, directory);
        var files = Directory.GetFiles(path, "*.json", SearchOption.AllDirectories);
        Assert.Equal(CorpusLoader.Load(path).Revision!.Id, CorpusTranscoder.Load(files)?.Id);
    }

    // Threads that read it together once could lose what one of them had read.
    [Fact]
    public void It_comes_to_the_same_revision_each_time()
    {
        var files = Directory.GetFiles(RunningServer.InventedCorpus, "*.json", SearchOption.AllDirectories);
        Assert.True(files.Length > 1);
        var ids = Enumerable.Range(0, 1000).Select(_ => CorpusTranscoder.Load(files)?.Id).Distinct();
        Assert.Equal([CorpusLoader.Load(RunningServer.InventedCorpus).Revision!.Id], ids);
    }

    [Fact]
    public void It_comes_to_the_revision_that_the_thorough_way_comes_to()
    {
        // Something behind the articles is what the fast way does not know.
        var thorough = Some.CorpusWith("\n  ]\n}", "\n  ],\n  \"$schema\": \"s\"\n}");
        Assert.Null(Fast(thorough));
        Assert.Equal(CorpusFiles.RevisionOf(thorough).Id, Fast(Some.Corpus));
    }

    [Fact]
    public void Sources_places_and_topics_may_be_in_files_of_their_own()
    {
        var articles = Some.Corpus.IndexOf("\"articles\"", StringComparison.Ordinal);
        Assert.Equal(_id, Fast("{" + Some.Corpus[articles..], Some.Corpus[..articles] + "}", "{}"));
    }

    [Fact]
    public void A_file_may_begin_with_a_byte_order_mark() => Assert.Equal(_id, Fast("\ufeff" + Some.Corpus));

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData(300 * 1024)]
    public void What_comes_before_the_articles_may_be_long(int length) => Assert.Equal(_id,
        Fast(Some.CorpusWith("\"sources\":", $"// {new string('é', length)}\n\"sources\":").Replace(
            "\"license\"", $"\"$schema\": \"{new string('x', length)}\", \"license\"", StringComparison.Ordinal)));

    [Fact]
    public void Only_the_files_own_articles_are_taken_for_them() => Assert.Equal(
        CorpusFiles.RevisionOf(Some.CorpusWith("\"Lumen Strait\"", "\"articles\"")).Id, Fast(Some.CorpusWith("\"Lumen Strait\"", "\"articles\"")));

    [Fact]
    public void A_file_that_breaks_off_anywhere_is_not_read()
    {
        for (var length = 0; length < Some.Corpus.Length; length += 7) Assert.Null(Fast(Some.Corpus[..length]));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_not_read()
    {
        foreach (var text in new[] { "Government of Velmora", "An invented claim.", "The harbour", "CC0-1.0" })
        {
            var bytes = Encoding.UTF8.GetBytes(Some.Corpus);
            bytes[Encoding.UTF8.GetBytes(Some.Corpus).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) + 2] = 0xC3;
            using var files = new CorpusFiles();
            files.Write("corpus.json", bytes);
            Assert.Null(CorpusTranscoder.Load([files.PathOf("corpus.json")]));
        }
    }

    [Fact]
    public void A_source_too_large_is_not_read()
    {
        var description = new string('x', 33_000);
        Assert.Null(Fast(Some.CorpusWith("An imaginary government.", description)));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_not_read() => Assert.Null(CorpusTranscoder.Load([Path.Combine(Path.GetTempPath(), "nowhere.json")]));

    private static string? Fast(params string[] texts)
    {
        using var files = new CorpusFiles([.. texts.Select((text, i) => ($"{i}.json", text))]);
        return CorpusTranscoder.Load([.. texts.Select((_, i) => files.PathOf($"{i}.json"))])?.Id;
    }
}
