using System.Text.Json;
using Claims.Catalog;

namespace Claims.Curated;

/// <summary>
/// Finds out in one pass over a file where its mistakes are: from the locations of values their paths and the names of the
/// entries they are in, and from paths the locations. Only asked of a file with a mistake to be told.
/// </summary>
internal sealed class MistakeLocations
{
    private readonly ArraySegment<byte> _json;
    private readonly Dictionary<int, FoundLocation> _byLocation = [];
    private readonly Dictionary<string, FoundLocation> _byPath = [];
    private readonly Node _paths = new();

    // What the value is in, from the outside in.
    private readonly List<Frame> _frames = [];

    /// <param name="json">The file, which may break off at a syntax error: what comes after that is not found.</param>
    /// <param name="locations">The locations that are asked for.</param>
    /// <param name="paths">The paths that are, such as <c>$.articles[0].claims[3].text</c>.</param>
    public MistakeLocations(ArraySegment<byte> json, IEnumerable<int> locations, IEnumerable<string> paths)
    {
        _json = json;
        foreach (var location in locations) _byLocation[location] = new(location);
        foreach (var path in paths) Ask(path);
        var reader = new Utf8JsonReader(json, JsonCursor.Options);
        try
        {
            while (reader.Read()) Visit(ref reader);
        }
        catch (JsonException e)
        {
            var start = 0;
            for (var line = 0; line < e.LineNumber; line++) start += json.AsSpan(start).IndexOf((byte)'\n') + 1;
            BreakOff = new(start + (int)(e.BytePositionInLine ?? 0)) { Path = PathOf(_frames.Count) };
            Problem = ProblemOf(e);
            _frames.FindLast(frame => frame.Found is not null)?.Found!.Add(BreakOff);
            while (_frames.Count > 0) Leave();
        }
    }

    /// <summary>Where the file breaks off; null where it does not.</summary>
    public FoundLocation? BreakOff { get; }

    /// <summary>Why it does, in the parser's words.</summary>
    public string Problem { get; } = "";

    /// <summary>What is at a location that was asked for.</summary>
    public FoundLocation At(int location) => _byLocation[location];

    /// <summary>What is at a path that was asked for; where nothing is, the start of the file.</summary>
    public FoundLocation At(string path) => _byPath.GetValueOrDefault(path) ?? new(0) { Path = path };

    private void Ask(string path)
    {
        var node = _paths;
        foreach (var step in path.Split('.', '[').Skip(1))
        {
            if (!node.Children.TryGetValue(step.TrimEnd(']'), out var child)) node.Children[step.TrimEnd(']')] = child = new();
            node = child;
        }

        node.Path = path;
    }

    private void Visit(ref Utf8JsonReader reader)
    {
        var at = (int)reader.TokenStartIndex;
        var around = _frames.Count > 0 ? _frames[^1] : null;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                around!.NameAt = at;
                around.IsInValue = true;
                Find(at, null);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Leave();
                if (_frames.Count > 0) _frames[^1].IsInValue = false;
                return;
        }

        if (around is { IsArray: true })
        {
            around.Index++;
            around.IsInValue = true;
        }

        var node = around is null ? _paths : around.Node?.Children.GetValueOrDefault(StepOf(around));
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var isEntry = reader.TokenType == JsonTokenType.StartObject && IsEntry();
            _frames.Add(new(reader.TokenType == JsonTokenType.StartArray) { Node = node, Found = isEntry ? [] : null });
            Find(at, node, _frames.Count - 1);
        }
        else
        {
            if (around is { Found: not null, EntryNameAt: < 0 } && StepOf(around) == "name") around.EntryNameAt = at;
            Find(at, node);
            if (around is not null) around.IsInValue = false;
        }
    }

    // A source, an article or a claim.
    private bool IsEntry() => _frames.Count switch
    {
        2 => _frames[1].IsArray && StepOf(_frames[0]) is "sources" or "articles",
        4 => _frames[3].IsArray && StepOf(_frames[0]) == "articles" && StepOf(_frames[2]) == "claims",
        _ => false,
    };

    private void Find(int at, Node? node, int depth = int.MaxValue)
    {
        var isAsked = _byLocation.TryGetValue(at, out var found);
        if (!isAsked && node?.Path is null) return;
        found ??= new(at);
        found.Path = PathOf(Math.Min(depth, _frames.Count));
        if (node?.Path is { } asked) _byPath.TryAdd(asked, found);
        _frames.FindLast(frame => frame.Found is not null)?.Found!.Add(found);
    }

    private void Leave()
    {
        var frame = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        if (frame.EntryNameAt < 0 || frame.Found!.Count == 0) return;
        var name = TextAt(frame.EntryNameAt) ?? "";
        if (TextRules.Check(name).Any(problem => problem.Rule != JsonRules.UntrimmedText.Slug)) return;
        foreach (var found in frame.Found) found.Resource = name;
    }

    private string PathOf(int depth)
    {
        var path = "$";
        foreach (var frame in _frames.Take(depth).Where(frame => frame.IsInValue))
        {
            path += frame.IsArray ? $"[{frame.Index}]" : $".{Quote.Cut(StepOf(frame))}";
        }

        return path;
    }

    private string StepOf(Frame frame) => frame.IsArray ? $"{frame.Index}" : TextAt(frame.NameAt) ?? "";

    // A text or a member's name; null where it is none, or holds half of a surrogate pair.
    private string? TextAt(int at)
    {
        var reader = new Utf8JsonReader(_json.AsSpan(at), isFinalBlock: false, default);
        reader.Read();
        if (reader.TokenType != JsonTokenType.String) return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return reader.ValueSpan.Length > 0 ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : null;
        }
    }

    // The parser's own words, less the location at their end, which counts from 0.
    private static string ProblemOf(JsonException e)
    {
        if (e.Message.StartsWith("The input does not contain any JSON tokens", StringComparison.Ordinal))
        {
            return "the file has no content; expected an object, {} at the least";
        }

        var location = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return location > 0 ? e.Message[..location] : e.Message;
    }

    private sealed class Frame(bool isArray)
    {
        public bool IsArray => isArray;

        public int Index { get; set; } = -1;

        /// <summary>Where the name of the member is that it is at.</summary>
        public int NameAt { get; set; }

        /// <summary>Whether it is at a member, or an item.</summary>
        public bool IsInValue { get; set; }

        /// <summary>What of the paths leads on from here.</summary>
        public Node? Node { get; init; }

        /// <summary>Of an entry, what was found in it.</summary>
        public List<FoundLocation>? Found { get; init; }

        /// <summary>Of an entry, where its name is.</summary>
        public int EntryNameAt { get; set; } = -1;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = [];

        public string? Path { get; set; }
    }
}

/// <summary>What is at a location in a file.</summary>
/// <param name="at">The location.</param>
internal sealed class FoundLocation(int at)
{
    public int At => at;

    /// <summary>The JSON path of the value there.</summary>
    public string Path { get; set; } = "$";

    /// <summary>The name of the source, article or claim it is in; empty outside of one.</summary>
    public string Resource { get; set; } = "";
}
