using System.Text;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Claims.Curated;
using Claims.Tests.Catalog.Stored;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Curated;

/// <summary>
/// What comes of curated files the fast way and the thorough one: articles and claims by their names, encoded.
/// </summary>
/// <param name="Encodings">What came of them; null where a file was refused.</param>
/// <param name="Rules">The rules for which it was; the fast way knows none.</param>
internal sealed record Transcoded(SortedDictionary<string, byte[]>? Encodings, IReadOnlySet<string> Rules)
{
    private static readonly IReadOnlySet<string> _none = new HashSet<string>();

    /// <summary>The fast way, up to the revision, which has rules of its own.</summary>
    public static Transcoded Fast(params string[] files)
    {
        var content = new CorpusContent();
        var articles = new List<(byte[] Json, string? License)>();
        foreach (var file in files)
        {
            var bytes = Encoding.UTF8.GetBytes(file);
            Assert.True(FileHead.TryFindArticles(bytes, isWhole: true, out var length));
            if (FileHead.Read(bytes, length) is not { } head) return new(null, _none);
            content.Licenses.AddRange(head.Content.Licenses);
            content.Topics.AddRange(head.Content.Topics);
            content.Places.AddRange(head.Content.Places);
            content.Sources.AddRange(head.Content.Sources);
            if (length >= 0) articles.Add(([(byte)'{', .. bytes[length..]], head.License));
        }

        if (CorpusRules.Check(content, new MistakeCount()).Count > 0) return new(null, _none);
        Derivation.Apply(content);
        var license = Derivation.CommonLicense(content.Licenses);
        var part = new PartBuilder();
        var transcoder = new ArticleTranscoder(new(content.Topics, content.Places, content.Sources), part);
        if (!articles.All(file => transcoder.TryTranscode(file.Json, file.License ?? license))) return new(null, _none);

        // Doubled names are the revision's to find.
        var encodings = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var stored = new Part(InMemory.Stored(sections => part.Write(sections, [], [])));
        foreach (var number in Enumerable.Range(0, stored.Articles.Count))
        {
            var article = Article.Parser.ParseFrom(stored.Articles[number]);
            article.ClaimCount = 0;
            encodings[article.Name] = article.ToByteArray();
        }

        long[] records = GC.AllocateArray<long>(stored.ClaimCount, pinned: true);
        stored.RecordStarts.Span.CopyTo(records);
        var claims = new EncodedClaims(Section.Over(records), [stored]);
        for (var claim = 0; claim < claims.Count; claim++) encodings[claims.NameTextOf(claim)] = claims.Copy(claim);
        return new(encodings, _none);
    }

    /// <summary>The thorough way.</summary>
    public static Transcoded Thorough(params string[] files)
    {
        var content = new CorpusContent();
        var mistakes = files.SelectMany(file =>
            CuratedFileReader.Read(
                Encoding.UTF8.GetBytes(file), 0, content, new CorpusOrigins(), new MistakeCount()).Mistakes);
        var rules = mistakes.Select(mistake => mistake.Rule).ToHashSet();
        rules.UnionWith(CorpusRules.Check(content, new MistakeCount()).Select(violation => violation.Rule));
        if (rules.Count > 0) return new(null, rules);
        Derivation.Apply(content);
        rules.UnionWith(CorpusRules.CheckSizes(content, new MistakeCount()).Select(violation => violation.Rule));
        if (rules.Count > 0) return new(null, rules);
        foreach (var article in content.Articles) article.ClaimCount = 0;
        var encodings = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var article in content.Articles) encodings.Add(article.Name, article.ToByteArray());
        foreach (var claim in content.Claims) encodings.Add(claim.Name, claim.ToByteArray());
        return new(encodings, rules);
    }
}
