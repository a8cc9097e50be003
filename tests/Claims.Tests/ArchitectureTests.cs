using System.Text.RegularExpressions;

namespace Claims.Tests;

/// <summary>
/// Which room of the server may know which: <c>Curated → Catalog ← Rpc</c>, <c>Live</c> sees <c>Curated</c> and
/// <c>Catalog</c>, <c>Rpc</c> sees <c>Live</c> and <c>Catalog</c>; <c>Hosting</c>, <c>Verbs</c> and <c>Program</c> see all.
/// </summary>
public partial class ArchitectureTests
{
    private const string Server = "src/Claims.Server";
    private const string ServerNamespace = @"Claims\s*\.\s*Server";

    private static readonly Dictionary<string, string[]> _mayKnow = new()
    {
        ["Catalog"] = [],
        ["Curated"] = ["Catalog"],
        ["Live"] = ["Curated", "Catalog"],
        ["Rpc"] = ["Live", "Catalog"],
        ["Hosting"] = ["Catalog", "Curated", "Live", "Rpc", "Verbs"],
        ["Verbs"] = ["Catalog", "Curated", "Live", "Rpc", "Hosting"],
    };

    private static readonly string[] _unknownToCatalog = ["System.Text.Json", "System.IO", "Microsoft"];

    // What implicit usings bring within reach without a word.
    private static readonly string _inputAndOutput = string.Join('|', typeof(File).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == "System.IO" && !type.IsNested && !type.IsGenericType)
        .Select(type => type.Name)
        .Append("Console"));

    public static TheoryData<string> RoomsThatMayNotKnowAll =>
        [.. _mayKnow.Keys.Where(room => _mayKnow[room].Length < _mayKnow.Count - 1)];

    [Fact]
    public void Every_room_has_its_place_in_the_plan()
    {
        var rooms = SourceTree.FilesIn(Server)
            .Select(file => file.Split('/'))
            .Where(parts => parts.Length > 3 && parts[2] is not ("bin" or "obj"))
            .Select(parts => parts[2])
            .Distinct();
        Assert.Equal(_mayKnow.Keys.Order(), rooms.Order());
    }

    [Theory]
    [MemberData(nameof(RoomsThatMayNotKnowAll))]
    public void A_room_knows_only_what_it_may(string room)
    {
        var forbidden = string.Join('|', _mayKnow.Keys.Except(_mayKnow[room]).Except([room]));
        AssertNone(room, $@"(?<![\w.])(?:{forbidden})\s*\.\s*[A-Z]\w*|\b{ServerNamespace}\s*\.\s*(?:{forbidden})\b");
    }

    [Fact]
    public void The_catalog_knows_no_json_no_input_or_output_and_no_web_server()
    {
        AssertNone("Catalog", $@"\b(?:{string.Join('|', _unknownToCatalog.Select(Regex.Escape))})\b[\w.]*");

        // A static call, a constructor, or the type of a variable or parameter.
        AssertNone("Catalog", $@"(?<![\w.])(?:{_inputAndOutput})(?:\s*[.(]|\??\s+_?[a-z])");
    }

    [Fact]
    public void The_rules_of_this_test_find_what_they_forbid()
    {
        // It must not become green by looking for nothing.
        Assert.Contains("StreamReader", _inputAndOutput.Split('|'));
        Assert.NotEmpty(Found("Curated", @"\bSystem\.Text\.Json\b"));
        Assert.NotEmpty(Found("Curated", $@"(?<![\w.])(?:{_inputAndOutput})(?:\s*[.(]|\??\s+_?[a-z])"));
        Assert.NotEmpty(Found("Hosting", @"\bMicrosoft\b[\w.]*"));
        Assert.NotEmpty(Found("Verbs", $@"\b{ServerNamespace}\s*\.\s*(?:Curated)\b"));
    }

    private static void AssertNone(string room, string pattern) => Assert.Empty(Found(room, pattern));

    private static IEnumerable<string> Found(string room, string pattern) =>
        from file in SourceTree.FilesIn($"{Server}/{room}")
        let code = CommentOrText().Replace(SourceTree.Read(file), match => new string('\n', match.Value.Count(c => c == '\n')))
        from match in Regex.Matches(code, pattern)
        let line = code.AsSpan(0, match.Index).Count('\n') + 1
        select $"{file}:{line}: {match.Value}";

    // Not what stands in the holes of interpolated strings: a forbidden name there goes unseen.
    [GeneratedRegex(""""//[^\n]*|/\*[\s\S]*?\*/|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'"""")]
    private static partial Regex CommentOrText();
}
