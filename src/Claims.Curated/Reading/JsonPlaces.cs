using System.Text.Json;

namespace Claims.Curated;

/// <summary>
/// Tells where values stand in a JSON text, by their paths, found in one pass for all of them. Only asked where there is a
/// mistake to be told: a corpus without one costs nothing here.
/// </summary>
internal sealed class JsonPlaces
{
    private readonly Node _root = new();

    /// <param name="json">The text, which may break off at a syntax error: what comes after it is not found.</param>
    /// <param name="paths">The paths that will be asked for, such as <c>$.articles[0].claims[3].text</c>.</param>
    public JsonPlaces(ReadOnlySpan<byte> json, IEnumerable<string> paths)
    {
        foreach (var path in paths) Reach(path, create: true);
        var reader = new Utf8JsonReader(json, CuratedFileReader.JsonOptions);
        try
        {
            if (reader.Read()) Visit(ref reader, _root);
        }
        catch (JsonException)
        {
            // The syntax error has a diagnostic of its own.
        }
    }

    /// <summary>
    /// The offset of the value at a path; where there is none, that of the nearest value around it.
    /// </summary>
    public int Of(string path)
    {
        var node = Reach(path, create: false);
        while (node.Offset < 0 && node.Parent is not null) node = node.Parent;
        return Math.Max(node.Offset, 0);
    }

    private Node Reach(string path, bool create)
    {
        var node = _root;
        foreach (var step in Steps(path))
        {
            if (!node.Children.TryGetValue(step, out var child))
            {
                if (!create) return node;
                node.Children[step] = child = new Node { Parent = node };
            }

            node = child;
        }

        return node;
    }

    private static IEnumerable<string> Steps(string path) =>
        path.Split('.', '[').Skip(1).Select(step => step.EndsWith(']') ? $"[{step}" : step);

    private static void Visit(ref Utf8JsonReader reader, Node node)
    {
        node.Offset = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = CuratedFileReader.Text(ref reader) ?? "";
                reader.Read();
                VisitChild(ref reader, node, name);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                VisitChild(ref reader, node, $"[{i}]");
            }
        }
    }

    private static void VisitChild(ref Utf8JsonReader reader, Node node, string step)
    {
        // A doubled member is read once: the first is the one that counts.
        if (node.Children.TryGetValue(step, out var child) && child.Offset < 0) Visit(ref reader, child);
        else reader.Skip();
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = [];

        public Node? Parent { get; init; }

        public int Offset { get; set; } = -1;
    }
}
