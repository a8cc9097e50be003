using System.Text.Json;
using System.Text.Json.Nodes;
using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Curated;

/// <summary>
/// Reads curated files without a mistake by means of protobuf's own reader of JSON, message by message, to compare
/// with.
/// </summary>
internal static class PlainReading
{
    private static readonly JsonDocumentOptions _asCurated =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>What files give, as messages; the files' licenses are filled in.</summary>
    public static CorpusContent Of(params string[] files)
    {
        var content = new CorpusContent();
        var licenses = new List<(string Text, bool HasArticles)>();
        foreach (var text in files)
        {
            var file = JsonNode.Parse(text, documentOptions: _asCurated)!.AsObject();
            var license = (string?)file["license"];
            if (license is not null) licenses.Add((license, file.ContainsKey("articles")));
            content.Topics.AddRange(Items(file, "topics").Select(Message<Topic>));
            content.Places.AddRange(Items(file, "places").Select(Message<Place>));
            content.Sources.AddRange(Items(file, "sources").Select(Message<Source>));
            content.Synonyms.AddRange(Items(file, "synonyms").Select(group => group.AsArray().Select(term => (string)term!).ToList()));
            content.Withdrawals.AddRange(Items(file, "withdrawn").Select(Message<Withdrawal>));
            foreach (var article in Items(file, "articles")) AddArticle(content, article, license ?? "");
        }

        var meant = licenses.Any(license => !license.HasArticles) ? licenses.Where(license => !license.HasArticles) : licenses;
        var common = meant.Select(license => license.Text).Distinct().ToList() is [var only] ? only : "";
        foreach (var article in content.Articles.Where(article => article.License.Length == 0)) article.License = common;
        return content;
    }

    /// <summary>What files come to: articles and claims by their names, encoded.</summary>
    public static SortedDictionary<string, byte[]> EncodingsOf(params string[] files)
    {
        var content = Derivation.Apply(Of(files));
        var encodings = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var article in content.Articles) encodings.Add(article.Name, article.ToByteArray());
        foreach (var claim in content.Claims) encodings.Add(claim.Name, claim.ToByteArray());
        return encodings;
    }

    private static void AddArticle(CorpusContent content, JsonNode article, string license)
    {
        var own = article.DeepClone().AsObject();
        own.Remove("claims");
        var message = Message<Article>(own);
        message.License = license;
        foreach (var claim in Items(article.AsObject(), "claims"))
        {
            var given = claim.DeepClone();
            if (given["topics"] is JsonArray topics)
            {
                for (var i = 0; i < topics.Count; i++)
                {
                    if (topics[i] is JsonValue slug) topics[i] = new JsonObject { ["topic"] = slug.DeepClone() };
                }
            }

            content.Claims.Add(Message<Claim>(given));
            content.ArticleOfClaim.Add(content.Articles.Count);
        }

        content.Articles.Add(message);
    }

    private static IEnumerable<JsonNode> Items(JsonObject of, string member) => of[member]?.AsArray().Select(item => item!) ?? [];

    private static T Message<T>(JsonNode node)
        where T : IMessage, new() =>
        // The day's end, as RFC 3339 has it and protobuf does not.
        JsonParser.Default.Parse<T>(node.ToJsonString().Replace("2019-03-27T24:00:00Z", "2019-03-28T00:00:00Z", StringComparison.Ordinal));
}
