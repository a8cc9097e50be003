using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Writes a generated corpus as curated files, without white space: <c>reference.json</c> holds what articles share, and
/// <c>0000.json</c> and those after it a hundred articles each, with the sources that only they have.
/// </summary>
/// <remarks>No more is held than one file's articles for each processor, some 13 MB.</remarks>
internal static class CorpusWriter
{
    private const int ArticlesPerFile = 100;
    private const int BufferSize = 1 << 16;

    private static readonly JsonWriterOptions _options = new()
    {
        // The files are of people, not of web pages: diacritics stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <param name="corpus">What to write.</param>
    /// <param name="directory">Made where it is missing; files of the same names are overwritten.</param>
    /// <returns>How many bytes were written.</returns>
    public static long Write(CorpusGenerator corpus, string directory)
    {
        Directory.CreateDirectory(directory);
        var bytes = WriteReference(corpus, Path.Combine(directory, "reference.json"));
        var fileCount = (corpus.ArticleCount + ArticlesPerFile - 1) / ArticlesPerFile;
        Parallel.For(0, fileCount, file =>
        {
            var from = file * ArticlesPerFile;
            var articles = corpus.Articles(from, Math.Min(from + ArticlesPerFile, corpus.ArticleCount)).ToList();
            Interlocked.Add(ref bytes, WriteArticles(articles, Path.Combine(directory, $"{file:0000}.json")));
        });
        return bytes;
    }

    private static long WriteReference(CorpusGenerator corpus, string path)
    {
        using var file = Create(path);
        using var json = new Utf8JsonWriter(file, _options);
        json.WriteStartObject();
        json.WriteString("license", CorpusGenerator.License);
        WriteArray(json, "topics", corpus.Topics);
        WriteArray(json, "places", corpus.Places);
        WriteArray(json, "sources", corpus.Sources);
        json.WriteStartArray("synonyms");
        foreach (var group in corpus.Synonyms)
        {
            json.WriteStartArray();
            foreach (var term in group) json.WriteStringValue(term);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return file.Length;
    }

    private static long WriteArticles(List<GeneratedArticle> articles, string path)
    {
        using var file = Create(path);
        using var json = new Utf8JsonWriter(file, _options);
        json.WriteStartObject();
        WriteArray(json, "sources", articles.SelectMany(article => article.Sources));
        json.WriteStartArray("articles");
        foreach (var article in articles)
        {
            json.WriteStartObject();
            MessageWriter.WriteMembers(json, article.Article);
            WriteArray(json, "claims", article.Claims);
            json.WriteEndObject();
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return file.Length;
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<IMessage> messages)
    {
        json.WriteStartArray(name);
        foreach (var message in messages) MessageWriter.Write(json, message);
        json.WriteEndArray();
    }

    private static FileStream Create(string path) =>
        new(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferSize);
}
