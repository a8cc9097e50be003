using System.Text.Json;
using System.Text.Unicode;
using Claims.Catalog.Building;

namespace Claims.Curated;

/// <summary>
/// Compiles the articles of curated files, one after the other, and asks all rules on them that a file can break which
/// knows the heads of all. Not thread-safe: there is one for each thread.
/// </summary>
internal sealed class FileCompiler
{
    private readonly References _references;
    private readonly JsonValues _values = new(new(0));
    private readonly ArticleReader _articles;

    /// <param name="heads">The heads of all files of the corpus, merged.</param>
    public FileCompiler(Heads heads)
    {
        _references = new(heads);
        _articles = new(_references, _values);
    }

    /// <summary>What the last file's articles refer to: as long as these are the same, the file compiles to the
    /// same.</summary>
    public References References => _references;

    /// <summary>The license that the last file's articles have.</summary>
    public string License { get; private set; } = "";

    /// <summary>Compiles the articles of a file.</summary>
    /// <param name="file">The file's bytes, without a byte order mark.</param>
    /// <param name="head">Its head, as <see cref="HeadReader"/> read it.</param>
    /// <param name="renames">What claims are called now that the file's relations name otherwise; null where none
    /// is.</param>
    /// <param name="part">What articles and claims are put into; of no more use where there is a mistake. Null where
    /// nothing but the mistakes is wanted.</param>
    /// <param name="mistakes">Where mistakes are noted that the head has not.</param>
    public void Compile(
        ArraySegment<byte> file, FileHead head, IReadOnlyDictionary<string, string?>? renames, PartBuilder? part, MistakeLog mistakes)
    {
        _references.Begin();
        _values.Begin(mistakes);
        License = head.License ?? _references.Heads.CommonLicense;
        if (!head.HasArticles || !Utf8.IsValid(file)) return;
        _articles.Begin(License, renames, part);
        try
        {
            var json = new JsonCursor(file);
            if (TryFindArticles(ref json)) ReadArticles(ref json);
        }
        catch (JsonException)
        {
            if (!head.IsBrokenOff) mistakes.Tell(JsonRules.MalformedJson, Mistake.Unknown);
        }
    }

    private void ReadArticles(ref JsonCursor json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) _articles.Read(ref json);
    }

    // Whether there are any: all else is told of the head.
    private static bool TryFindArticles(ref JsonCursor json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = JsonMembers.NameAt(ref json, out _).SequenceEqual("articles"u8);
            json.Read();
            if (isFound) return json.TokenType == JsonTokenType.StartArray;
            if (json.TokenType != JsonTokenType.StartArray) json.Reader.Skip();
            else if (!json.TrySkipArray()) return false;
        }

        return false;
    }
}
