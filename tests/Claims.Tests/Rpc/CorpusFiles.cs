using System.Text.Json;
using System.Text.Json.Nodes;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Rpc;

/// <summary>
/// Curated files in a directory of their own, which is removed when this is disposed.
/// </summary>
internal sealed class CorpusFiles : IDisposable
{
    private static readonly JsonDocumentOptions _lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private CorpusFiles() => Path = Directory.CreateTempSubdirectory("claims-").FullName;

    public string Path { get; }

    /// <summary>A corpus of given articles and claims, each claim in the article of its name.</summary>
    public static CorpusFiles Of(IEnumerable<Source> sources, IEnumerable<Article> articles, IEnumerable<Claim> claims)
    {
        var files = new CorpusFiles();
        var byArticle = claims.ToLookup(claim => claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)]);
        files.Write("corpus", new JsonObject
        {
            ["sources"] = new JsonArray([.. sources.Select(Json)]),
            ["articles"] = new JsonArray([.. articles.Select(article =>
            {
                var json = Json(article);
                json["claims"] = new JsonArray([.. byArticle[article.Name].Select(Json)]);
                return json;
            })]),
        });
        return files;
    }

    /// <summary>The entries of another corpus, each in a file of its own, and every list back to front.</summary>
    public static CorpusFiles Scattered(string corpus)
    {
        var files = new CorpusFiles();
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(corpus, "*.json", SearchOption.AllDirectories))
        {
            var content = JsonNode.Parse(File.ReadAllText(file), documentOptions: _lenient)!.AsObject();
            foreach (var (member, value) in content)
            {
                if (value is not JsonArray list)
                {
                    if (member != "$schema") Write(member, value!.DeepClone());
                    continue;
                }

                foreach (var entry in list)
                {
                    var copy = entry!.DeepClone();
                    if (copy["claims"] is JsonArray claims)
                    {
                        copy["claims"] = new JsonArray([.. claims.Reverse().Select(claim => claim!.DeepClone())]);
                    }

                    Write(member, new JsonArray(copy));
                }
            }
        }

        return files;

        void Write(string member, JsonNode value) =>
            files.Write($"{1000 - ++count}", new JsonObject { [member] = value });
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static JsonNode Json(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;

    private void Write(string name, JsonNode content) =>
        File.WriteAllText(System.IO.Path.Combine(Path, $"{name}.json"), content.ToJsonString());
}
