using System.Text.Json;
using System.Text.Json.Nodes;
using Claims.Tests.Curated;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Rpc;

/// <summary>
/// Corpora that are made up for one test, and entries for them that break no rule.
/// </summary>
internal static class Made
{
    public const string Publisher = "sources/publisher";

    private static readonly JsonDocumentOptions _lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>A corpus of articles by <see cref="Publisher"/>, each claim in the article of its name.</summary>
    public static CorpusFiles Corpus(IEnumerable<Article> articles, IEnumerable<Claim> claims) =>
        new(("corpus.json", Text([Source(Publisher)], articles, claims)));

    /// <summary>A curated file of these, each claim in the article of its name.</summary>
    public static string Text(IEnumerable<Source> sources, IEnumerable<Article> articles, IEnumerable<Claim> claims)
    {
        var byArticle = claims.ToLookup(claim => claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)]);
        var corpus = new JsonObject
        {
            ["sources"] = new JsonArray([.. sources.Select(Json)]),
            ["articles"] = new JsonArray([.. articles.Select(article =>
            {
                var json = Json(article);
                json["claims"] = new JsonArray([.. byArticle[article.Name].Select(Json)]);
                return json;
            })]),
        };
        return corpus.ToJsonString();
    }

    /// <summary>The entries of another corpus, each in a file of its own, and every list back to front.</summary>
    public static CorpusFiles Scattered(string corpus)
    {
        var members = new List<(string Name, JsonNode Value)>();
        foreach (var file in Directory.EnumerateFiles(corpus, "*.json", SearchOption.AllDirectories))
        {
            var content = JsonNode.Parse(File.ReadAllText(file), documentOptions: _lenient)!.AsObject();
            foreach (var (name, value) in content.Where(member => member.Key != "$schema"))
            {
                if (value is JsonArray list) members.AddRange(list.Select(entry => (name, (JsonNode)new JsonArray(Reversed(entry!)))));
                else members.Add((name, value!.DeepClone()));
            }
        }

        return new([.. members.Select((member, i) =>
            ($"{members.Count - i}.json", new JsonObject { [member.Name] = member.Value }.ToJsonString()))]);

        static JsonNode Reversed(JsonNode entry)
        {
            var copy = entry.DeepClone();
            if (copy is JsonObject && copy["claims"] is JsonArray claims)
            {
                copy["claims"] = new JsonArray([.. claims.Reverse().Select(claim => claim!.DeepClone())]);
            }

            return copy;
        }
    }

    public static Source Source(string name) => new() { Name = name, DisplayName = name, Kind = SourceKind.NewsAgency };

    public static Article Article(string name, string published) => new()
    {
        Name = name,
        Title = name,
        Publisher = Publisher,
        PublishedDate = Date(published),
        Language = "en",
        TextSha256 = Some.Digest,
        ParagraphCount = 1000,
        Curator = "A test",
        CuratedDate = Date("2030"),
    };

    public static Claim Claim(string name, string stated, string? happened = null) => new()
    {
        Name = name,
        Text = name,
        Attribution = new(),
        StatedDate = Date(stated),
        EventDate = happened is null ? null : Date(happened),
        Stance = new() { Polarity = Polarity.Positive, Certainty = Certainty.Certain, Force = Force.Assert },
        Locators = { new Locator { Paragraph = 1, Sha256 = Some.Digest } },
    };

    public static EdtfDate Date(string edtf) =>
        new() { Edtf = edtf, Basis = DateBasis.Stated, TimeZone = "Etc/UTC" };

    private static JsonNode Json(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;
}
