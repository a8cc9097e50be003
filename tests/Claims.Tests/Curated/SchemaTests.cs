using System.Globalization;
using System.Text.Json.Nodes;
using Claims.Curated;
using Claims.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Curated;

/// <summary>
/// The JSON Schema that editors check curated files with, against the contract that the service checks them with.
/// </summary>
public class SchemaTests
{
    private static readonly JsonObject _schema =
        JsonNode.Parse(SourceTree.Read("src/Claims.Curated/corpus.schema.json"))!.AsObject();

    private static readonly Dictionary<string, MessageDescriptor> _messages = new()
    {
        ["topic"] = Topic.Descriptor,
        ["place"] = Place.Descriptor,
        ["coordinates"] = Coordinates.Descriptor,
        ["source"] = Source.Descriptor,
        ["article"] = Article.Descriptor,
        ["dateline"] = Dateline.Descriptor,
        ["claim"] = Claim.Descriptor,
        ["attribution"] = Attribution.Descriptor,
        ["attributionStep"] = AttributionStep.Descriptor,
        ["speaker"] = Speaker.Descriptor,
        ["stance"] = Stance.Descriptor,
        ["edtfDate"] = EdtfDate.Descriptor,
        ["figure"] = Figure.Descriptor,
        ["topicMention"] = TopicMention.Descriptor,
        ["placeMention"] = PlaceMention.Descriptor,
        ["locator"] = Locator.Descriptor,
        ["relation"] = Relation.Descriptor,
        ["alternative"] = Alternative.Descriptor,
        ["review"] = Review.Descriptor,
        ["appearance"] = Appearance.Descriptor,
        ["correction"] = Correction.Descriptor,
        ["withdrawal"] = Withdrawal.Descriptor,
    };

    // Without them, others that are given make no sense.
    private static readonly string[] _goesWithOthers =
        ["steps", "scope", "paragraph", "start", "end", "earliestTime", "endTime", "expression", "claims", "lower", "upper"];

    public static TheoryData<string> Messages => [.. _messages.Keys];

    [Fact]
    public void Every_object_is_a_message_of_the_contract() =>
        Assert.Equal(
            _messages.Keys.Order(),
            _schema["$defs"]!.AsObject().Where(def => def.Value!["properties"] is not null).Select(def => def.Key).Order());

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_members_are_the_fields_that_are_not_derived(string name)
    {
        var fields = Given(_messages[name]).Select(field => field.JsonName);
        Assert.Equal(name == "article" ? fields.Append("claims") : fields, MembersOf(name).Select(member => member.Key));
        Assert.False((bool)Def(name)["additionalProperties"]!);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_members_are_of_the_fields_types(string name)
    {
        foreach (var field in Given(_messages[name]))
        {
            var member = MembersOf(name)[field.JsonName]!;
            if (field.IsRepeated) Assert.Equal("array", (string?)member["type"]);
            var item = field.IsRepeated ? member["items"]! : member;

            // What may be given more shortly comes whole last.
            item = WholeFormOf(item);
            if ((string?)item["$ref"] is { } reference) item = Def(reference["#/$defs/".Length..]);
            Assert.True(IsOfType(item, field), $"{name}.{field.JsonName}: {item}");
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_enum_values_are_those_of_the_contract(string name)
    {
        foreach (var field in Given(_messages[name]).Where(field => field.FieldType == FieldType.Enum))
        {
            // The own voice is put before the given steps by the service.
            var values = field.EnumType.Values.Where(value => value.Number != 0).Select(value => value.Name)
                .Where(value => value != "ATTRIBUTION_KIND_NARRATIVE");
            var member = MembersOf(name)[field.JsonName]!;
            Assert.Equal(values, member["enum"]!.AsArray().Select(value => (string)value!));
            Assert.Equal(member["enum"]!.AsArray().Count, member["enumDescriptions"]!.AsArray().Count);
        }
    }

    [Fact]
    public void The_members_of_a_file_are_those_that_the_reader_knows()
    {
        var members = _schema["properties"]!.AsObject().Select(member => member.Key);
        var mistake = Assert.Single(CorpusFiles.MistakesOf("{ \"unlike any\": 1 }"));
        Assert.EndsWith($"; expected one of {string.Join(", ", members)}", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_schema_requires_the_rules_require()
    {
        var required = Objects()
            .SelectMany(found => RequiredBy(found.Def), (found, member) => (found.Path, Member: member))
            .ToList();
        Assert.True(required.Count > 50, $"{required.Count} required members only");
        foreach (var (path, member) in required)
        {
            var sample = JsonNode.Parse(Some.Corpus)!;
            var owner = At(sample, path);
            Assert.True(owner.AsObject().Remove(member), $"{path} has no {member}");
            var mistakes = CorpusFiles.MistakesOf(sample.ToJsonString());
            var mistake = Assert.Single(mistakes, mistake => mistake.Path == $"{path}.{member}");
            Assert.Equal(member == "paragraphCount" ? "paragraph-count" : "missing-member", mistake.Rule);
            if (mistake.Rule == "missing-member") Assert.Equal($"'{member}' is missing", mistake.Message);

            // A name that is missing is missed once, and not in what refers to it; the other names and slugs likewise.
            Assert.Single(mistakes);
        }
    }

    [Fact]
    public void What_the_schema_does_not_require_the_rules_do_not()
    {
        foreach (var (path, def) in Objects())
        {
            foreach (var member in MembersOf(def).Select(member => member.Key).Except(RequiredBy(def)))
            {
                if (_goesWithOthers.Contains(member) || (def, member) == ("topic", "kind")) continue;
                var sample = JsonNode.Parse(Some.Corpus)!;
                At(sample, path).AsObject().Remove(member);
                Assert.Empty(CorpusFiles.MistakesOf(sample.ToJsonString()));
            }
        }
    }

    [Fact]
    public void The_sample_gives_every_member_that_can_be_given()
    {
        var given = Objects().ToLookup(found => found.Def, found => At(JsonNode.Parse(Some.Corpus)!, found.Path).AsObject());
        Assert.All(_messages.Keys, name => Assert.Empty(MembersOf(name)
            .Select(member => member.Key)
            .Except(given[name].SelectMany(node => node.Select(member => member.Key)))
            .Except(["joint"])));
    }

    /// <summary>The objects of the sample, by path, each with its definition.</summary>
    private static IEnumerable<(string Path, string Def)> Objects() =>
        Objects(JsonNode.Parse(Some.Corpus)!, _schema).Where(found => found.Def.Length > 0);

    private static IEnumerable<(string Path, string Def)> Objects(JsonNode node, JsonNode schema)
    {
        if (node is JsonObject) schema = WholeFormOf(schema);
        var reference = (string?)schema["$ref"] ?? "";
        var name = reference.Length > 0 ? reference["#/$defs/".Length..] : "";
        var def = name.Length > 0 ? Def(name) : schema;
        return node switch
        {
            JsonObject members => members
                .SelectMany(member => Objects(member.Value!, def["properties"]![member.Key]!))
                .Prepend((node.GetPath(), name)),
            JsonArray items => items.SelectMany(item => Objects(item!, def["items"]!)),
            _ => [],
        };
    }

    /// <summary>Where a slug is enough, what may stand in its place: the message.</summary>
    private static JsonNode WholeFormOf(JsonNode schema) =>
        schema["anyOf"]?.AsArray()[^1] is { } last && last["$ref"] is not null ? last : schema;

    private static JsonNode At(JsonNode root, string path)
    {
        foreach (var step in path.Split('.', '[').Skip(1))
        {
            root = step.EndsWith(']') ? root[int.Parse(step[..^1], CultureInfo.InvariantCulture)]! : root[step]!;
        }

        return root;
    }

    private static IEnumerable<string> RequiredBy(string def) =>
        Def(def)["required"]?.AsArray().Select(member => (string)member!) ?? [];

    private static IEnumerable<FieldDescriptor> Given(MessageDescriptor message) =>
        message.Fields.InDeclarationOrder().Where(field => !DerivedFields.All.Contains(field));

    private static JsonNode Def(string name) => _schema["$defs"]![name]!;

    private static JsonObject MembersOf(string def) => Def(def)["properties"]!.AsObject();

    private static bool IsOfType(JsonNode member, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => (string?)member["type"] == "string",
        FieldType.Bool => (string?)member["type"] == "boolean",
        FieldType.Int32 => (string?)member["type"] == "integer",
        FieldType.Double => (string?)member["type"] == "number",
        FieldType.Enum => member["enum"] is not null,
        _ when field.MessageType == Timestamp.Descriptor => member == Def("timestamp"),
        _ => _messages.Any(message => message.Value == field.MessageType && member == Def(message.Key)),
    };
}
