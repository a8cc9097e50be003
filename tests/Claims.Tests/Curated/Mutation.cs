using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Claims.Tests.Curated;

/// <summary>
/// Curated files, changed at random.
/// </summary>
internal static partial class Mutation
{
    private static readonly JsonDocumentOptions _asCurated =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>
    /// With a token taken away, doubled, or another of the file in its place; up to three times.
    /// </summary>
    public static string Of(string text, Random random)
    {
        var tokens = Token().Matches(text).Select(match => match.Value).ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(4))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    tokens[at] = tokens[random.Next(tokens.Count)];
                    break;
                default:
                    // One of its kind, so that the file stays JSON.
                    var like = tokens.Where(token => token[0] == tokens[at][0]).ToList();
                    tokens[at] = like[random.Next(like.Count)];
                    break;
            }
        }

        return string.Join(' ', tokens);
    }

    /// <summary>With the members of every object in another order, claims first or last.</summary>
    public static string Shuffled(string text, Random random) =>
        Shuffled(JsonNode.Parse(text, documentOptions: _asCurated)!, random).ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static JsonNode Shuffled(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject members:
                var shuffled = members.Select(member => (member.Key, Shuffled(member.Value!, random))).ToArray();
                random.Shuffle(shuffled);
                var claims = random.Next(2) == 0 ? -1 : 1;
                return new JsonObject(shuffled.OrderBy(member => member.Key == "claims" ? claims : 0)
                    .Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Item2)));
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Shuffled(item!, random))]);
            default:
                return node.DeepClone();
        }
    }

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"|//[^\n]*\n|/\*[^*]*\*/|[\[\]{}:,]|[^\s\[\]{}:,"]+
        """)]
    private static partial Regex Token();
}
