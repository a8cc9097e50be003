using System.Text.RegularExpressions;
using Claims.Catalog;
using Claims.Curated;

namespace Claims.Tests;

/// <summary>
/// Which part may know which: the libraries by the assemblies they refer to, <c>Curated → Catalog → Contracts</c>; of the
/// server's rooms, <c>Access</c> sees none, <c>Limits</c> sees it, <c>Live</c> sees <c>Curated</c> and <c>Catalog</c>,
/// <c>Telemetry</c> sees <c>Access</c>, <c>Live</c> and <c>Catalog</c>, <c>Rpc</c> sees all these but <c>Curated</c>;
/// <c>Web</c> sees <c>Rpc</c> too; <c>Hosting</c>, <c>Verbs</c> and <c>Program</c> see all.
/// </summary>
public partial class ArchitectureTests
{
    private const string Server = "src/Claims.Server";
    private const string Catalog = "src/Claims.Catalog";

    private static readonly string[] _libraries = ["Curated", "Catalog"];

    private static readonly Dictionary<string, string[]> _mayKnow = new()
    {
        ["Access"] = [],
        ["Limits"] = ["Access"],
        ["Live"] = ["Curated", "Catalog"],
        ["Telemetry"] = ["Access", "Live", "Catalog"],
        ["Rpc"] = ["Access", "Live", "Catalog", "Limits", "Telemetry"],
        ["Web"] = ["Access", "Live", "Catalog", "Limits", "Rpc", "Telemetry"],
        ["Hosting"] = ["Access", "Catalog", "Curated", "Limits", "Live", "Rpc", "Telemetry", "Web", "Verbs"],
        ["Verbs"] = ["Access", "Catalog", "Curated", "Limits", "Live", "Rpc", "Hosting"],
    };

    // What implicit usings bring within reach without a word.
    private static readonly string _inputAndOutput = string.Join('|', typeof(File).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == "System.IO" && !type.IsNested && !type.IsGenericType)
        .Select(type => type.Name)
        .Append("Console"));

    public static TheoryData<string> RoomsThatMayNotKnowAll =>
        [.. _mayKnow.Keys.Where(room => _mayKnow[room].Length < _mayKnow.Count + 1)];

    [Fact]
    public void Every_room_of_the_server_has_its_place_in_the_plan()
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
    public void A_room_of_the_server_knows_only_what_it_may(string room)
    {
        var forbidden = string.Join('|', _mayKnow.Keys.Concat(_libraries).Except(_mayKnow[room]).Except([room]));
        AssertNone($"{Server}/{room}", Mention(forbidden));
    }

    [Fact]
    public void The_catalog_knows_no_json_no_curated_file_and_no_web_server()
    {
        var known = typeof(Revision).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToList();
        Assert.Contains("Google.Protobuf", known);
        Assert.DoesNotContain(known, name => name == "System.Text.Json" || name.StartsWith("Microsoft.", StringComparison.Ordinal)
            || name is "Claims.Curated" or "Claims.Server");
    }

    [Fact]
    public void Curated_files_are_read_without_knowing_who_serves_them()
    {
        var known = typeof(CorpusLoader).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToList();
        Assert.Contains("Claims.Catalog", known);
        Assert.DoesNotContain(known, name => name == "Claims.Server" || name.StartsWith("Microsoft.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_catalog_reads_and_writes_nothing_but_what_it_stores() =>

        // A static call, a constructor, or the type of a variable or parameter.
        Assert.DoesNotContain(Found(Catalog, Use(_inputAndOutput)), use => !use.Contains("/Stored/", StringComparison.Ordinal));

    [Fact]
    public void The_rules_of_this_test_find_what_they_forbid()
    {
        // It must not become green by looking for nothing.
        Assert.Contains("StreamReader", _inputAndOutput.Split('|'));
        Assert.NotEmpty(Found("src/Claims.Curated", Use(_inputAndOutput)));
        Assert.NotEmpty(Found($"{Server}/Verbs", Mention("Curated")));
        Assert.NotEmpty(Found($"{Server}/Rpc", Mention("Live")));
    }

    private static string Mention(string rooms) =>
        $@"(?<![\w.])(?:{rooms})\s*\.\s*[A-Z]\w*|\bClaims\s*\.\s*(?:Server\s*\.\s*)?(?:{rooms})\b";

    private static string Use(string types) => $@"(?<![\w.])(?:{types})(?:\s*[.(]|\??\s+_?[a-z])";

    private static void AssertNone(string folder, string pattern) => Assert.Empty(Found(folder, pattern));

    private static IEnumerable<string> Found(string folder, string pattern) =>
        from file in SourceTree.FilesIn(folder)
        let code = CommentOrText().Replace(SourceTree.Read(file), match => new string('\n', match.Value.Count(c => c == '\n')))
        from match in Regex.Matches(code, pattern)
        let line = code.AsSpan(0, match.Index).Count('\n') + 1
        select $"{file}:{line}: {match.Value}";

    // Not what stands in the holes of interpolated strings: a forbidden name there goes unseen.
    [GeneratedRegex(""""//[^\n]*|/\*[\s\S]*?\*/|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'"""")]
    private static partial Regex CommentOrText();
}
