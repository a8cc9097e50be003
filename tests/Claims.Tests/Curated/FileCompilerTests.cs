using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Claims.Catalog.Building;
using Claims.Curated;
using Claims.V1;
using Google.Protobuf.Reflection;

namespace Claims.Tests.Curated;

/// <summary>
/// What files compile to is what their messages are with all that is derived filled in.
/// </summary>
public partial class FileCompilerTests
{
    private static readonly string[] _invented = FilesOf(Some.Sample("invented"));

    public static TheoryData<string> Dates =>
    [
        "2019", "2019-03", "2019-03-28", "0001", "9999", "9999-12-31", "0001-01-01", "1970-01-01", "2011-12-30", "2019~", "2019-03?",
        "2019-03-28%", "2019-03-28T10:00:00Z", "2019-03-28T10:00:00+03:00", "2019-03-28T00:00:00-18:00", "1969-12-31T23:59:59Z",
        "2018/2019", "2018-11/2019-03", "2019-03-01/2019-03-28", "2018~/2019-03-28?", "../2019", "2015-09/..", "2019-03-28T10:00Z",
        "2019-02-29", "2019/2018", "2019-3", "2019-03-28T24:00:00Z", "../..", "0000", "2019-03-28~~", "2019 ", "\u0662019", "x",
        "/2019-03-28", "2019-03-28/", "/2019", "2019~/", "/2019-03-29", "/2019-03-27", "2019-03-29/",
        "2019-03/2019-03-28", "2019-03-28/2019", "/", "/..", "../", "2019-03-28/2019-03-28",
        "2019-03-28/2019-03-28/2019-03-28/2019-03-28/2019-03-28/2019-03-28/2019-03-28",
    ];

    [Fact]
    public void Every_claim_of_the_shipped_corpus_is_encoded_as_its_message() =>
        AssertAccepted(FilesOf(Path.Combine(AppContext.BaseDirectory, "corpora")));

    [Fact]
    public void Every_claim_of_the_invented_corpus_is_encoded_as_its_message() => AssertAccepted(_invented);

    [Fact]
    public void A_claim_that_gives_every_member_is_encoded_as_its_message() => AssertAccepted(Some.Corpus);

    [Fact]
    public void White_space_comments_and_trailing_commas_do_not_matter()
    {
        AssertAccepted(JsonNode.Parse(Some.Corpus)!.ToJsonString());
        AssertAccepted(Some.Corpus.ReplaceLineEndings("\r\n\t"));
        AssertAccepted(TrailingPlace().Replace(Some.Corpus, ",$0"));
        AssertAccepted(Some.Corpus.Replace(",\n", "/* é */ , // 𝄞\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Members_may_come_in_any_order()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            AssertAccepted(Mutation.Shuffled(Some.Corpus, random));
            AssertAccepted([.. _invented.Select(file => Mutation.Shuffled(file, random))]);
        }
    }

    [Fact]
    public void Texts_may_be_written_with_escapes()
    {
        AssertAccepted(Quoted().Replace(Some.Corpus, match => match.Groups[2].Success
            ? match.Value
            : $"\"{string.Concat(match.Groups[1].Value.Select(c => $"\\u{(int)c:x4}"))}\""));
        AssertAccepted(Some.CorpusWith("closed to tankers.\"", "closed \\\"to\\\" \\\\ \\/ tankers\\u00e9 \\ud83d\\udea2\""));
    }

    [Fact]
    public void Texts_of_any_script_are_taken_as_they_are()
    {
        foreach (var text in new[] { "Ω", "é", "e\u0301", "🚢🔥𝄞", "日本語", "\u0085x", "\u3000x", "x\u00a0", "x\u2003", "\ufeffx", "\u180ex" })
        {
            foreach (var good in new[] { "Lumen Strait", "say", "some ten", "An invented claim.", "The port of Quessin is open again." })
            {
                AssertSame(Some.CorpusWith($"\"{good}\"", $"\"{text}\""));
            }
        }

        // A capital, a title-case letter, and a letter beyond the plane that is looked at.
        foreach (var cue in new[] { "É", "ǅ", "étÉ", "𐐀", "ß", "ʼn" }) AssertSame(Some.CorpusWith("\"cue\": \"say\"", $"\"cue\": \"{cue}\""));
    }

    [Fact]
    public void Any_member_may_be_left_out_that_need_not_be_there()
    {
        var accepted = 0;
        for (var member = 0; ; member++)
        {
            var sample = JsonNode.Parse(Some.Corpus)!;
            if (Members(sample["articles"]!).ElementAtOrDefault(member) is not var (parent, name)) break;
            parent.Remove(name);
            if (AssertSame(sample.ToJsonString())) accepted++;
        }

        Assert.True(accepted > 20, $"{accepted} accepted");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1e999")]
    [InlineData("\"\"")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("{}")]
    public void Any_value_in_any_place_is_taken_as_its_message_or_is_a_mistake(string value)
    {
        for (var place = 0; ; place++)
        {
            var sample = JsonNode.Parse(Some.Corpus)!;
            if (Nodes(sample).ElementAtOrDefault(place) is not { } node) break;
            node.ReplaceWith(JsonNode.Parse(value));
            AssertSame(sample.ToJsonString());
        }
    }

    [Fact]
    public void Every_enum_value_is_known()
    {
        var messages = new[] { Claim.Descriptor, Attribution.Descriptor, AttributionStep.Descriptor, Speaker.Descriptor, Stance.Descriptor,
            EdtfDate.Descriptor, Relation.Descriptor, Source.Descriptor };
        var enums = messages.SelectMany(message => message.Fields.InDeclarationOrder())
            .Where(field => field.FieldType == FieldType.Enum && !DerivedFields.All.Contains(field))
            .Select(field => field.EnumType).Distinct().ToList();
        Assert.True(enums.Count >= 10);
        foreach (var (type, value) in enums.SelectMany(type => type.Values.Select(value => (type, value))))
        {
            var prefix = type.FindValueByNumber(0).Name[..^"UNSPECIFIED".Length];
            var given = Regex.Matches(Some.Corpus, $"\"{prefix}[A-Z_]*\"");
            foreach (Match match in given)
            {
                AssertSame($"{Some.Corpus.AsSpan(0, match.Index)}\"{value.Name}\"{Some.Corpus.AsSpan(match.Index + match.Length)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public void Every_form_of_date_is_resolved_as_the_catalog_does(string edtf)
    {
        foreach (var zone in new[] { "Etc/UTC", "Atlantic/Azores", "Pacific/Apia", "America/New_York", "Asia/Kolkata", "UTC+03", "Nowhere" })
        {
            AssertSame(Some.CorpusWith("{ \"edtf\": \"2019-03\",", $"{{ \"edtf\": \"{edtf}\",").Replace("Europe/Lisbon", zone, StringComparison.Ordinal));
            AssertSame(Some.CorpusWith("\"edtf\": \"2019-03-27\"", $"\"edtf\": \"{edtf}\"").Replace("Atlantic/Azores", zone, StringComparison.Ordinal));
        }

        AssertSame(Some.CorpusWith("\"edtf\": \"2019-03-28\"", $"\"edtf\": \"{edtf}\""));
        AssertSame(Some.CorpusWith("\"edtf\": \"2019-03-29T10:00:00Z\"", $"\"edtf\": \"{edtf}\""));
        AssertSame(Some.CorpusWith("\"edtf\": \"2019-03-29\", \"basis\": \"DATE_BASIS_STATED\", \"timeZone\": \"Etc/GMT+1\"",
            $"\"edtf\": \"{edtf}\", \"basis\": \"DATE_BASIS_STATED\", \"timeZone\": \"Etc/GMT+1\""));
        AssertSame(Some.CorpusWith("\"edtf\": \"2019-04-05\"", $"\"edtf\": \"{edtf}\""));
    }

    [Theory]
    [MemberData(nameof(Dates))]
    public void Every_form_of_date_is_bounded_as_the_catalog_does(string edtf)
    {
        const string Date = "\"edtf\": \"2019-03-27\",\n            \"earliestTime\": \"2019-03-27T06:00:00Z\",\n"
            + "            \"endTime\": \"2019-03-27T07:00:00Z\",\n            \"throughout\": true,";
        string[] moments =
            ["2019-01-01T01:00:00Z", "2019-03-28T00:59:59Z", "2019-03-28T01:00:00Z", "2020-01-01T01:00:00Z"];
        foreach (var moment in moments)
        {
            AssertSame(Some.CorpusWith(Date, $"\"edtf\": \"{edtf}\", \"earliestTime\": \"{moment}\","));
            AssertSame(Some.CorpusWith(Date, $"\"edtf\": \"{edtf}\", \"endTime\": \"{moment}\","));
        }

        AssertSame(Some.CorpusWith(Date, $"\"edtf\": \"{edtf}\", \"throughout\": true,"));
        AssertSame(Some.CorpusWith(Date, $"\"edtf\": \"{edtf}\", \"throughout\": false,"));
    }

    [Theory]
    [InlineData("2019-03-27T06:00:00Z")]
    [InlineData("2019-03-27T06:59:59.999999999Z")]
    [InlineData("2019-03-27T07:30:00.123456789+01:30")]
    [InlineData("2019-03-27T07:00:00Z")]
    [InlineData("2019-03-27T06:60:00Z")]
    [InlineData("2019-03-27T24:00:00Z")]
    [InlineData("2019-02-29T06:00:00Z")]
    [InlineData("2019-13-27T06:00:00Z")]
    [InlineData("0000-03-27T06:00:00Z")]
    [InlineData("2019-03-27T06:00:0:Z")]
    [InlineData("2019-03-27t06:00:00z")]
    [InlineData("2019-03-27T06:00:00+00:00")]
    [InlineData("2019-03-27T0é:00:00")]
    public void Every_form_of_moment_is_read_as_protobuf_does(string moment)
    {
        AssertSame(Some.CorpusWith("2019-03-27T06:00:00Z", moment));
        AssertSame(Some.CorpusWith("2019-03-27T07:00:00Z", moment));
    }

    [Theory]
    [InlineData("{ 'paragraph': 3 }")]
    [InlineData("{ 'paragraph': 4 }")]
    [InlineData("{ 'paragraph': 1, 'start': 0, 'end': 1 }")]
    [InlineData("{ 'paragraph': 1, 'start': 0, 'end': 2147483647 }")]
    [InlineData("{ 'paragraph': 1, 'start': 1, 'end': 1 }")]
    [InlineData("{ 'paragraph': 1, 'start': -1, 'end': 1 }")]
    [InlineData("{ 'paragraph': -0 }")]
    [InlineData("{ 'start': 0, 'end': 1 }")]
    [InlineData("{ 'paragraph': 0, 'end': 1 }")]
    public void Every_form_of_locator_is_read_as_protobuf_does(string locator)
    {
        var whole = locator.Replace('\'', '"').Replace(" }", $", \"sha256\": \"{Some.Digest}\" }}", StringComparison.Ordinal);
        AssertSame(Some.CorpusWith($"{{ \"paragraph\": 2, \"sha256\": \"{Some.Digest}\" }}", whole));
    }

    [Fact]
    public void Lists_of_any_length_are_encoded_as_their_messages()
    {
        // Enough for every length to need two bytes.
        var many = string.Join(", ", Enumerable.Range(100, 50).Select(i => $"\"Note {i} {new string('x', i)}\""));
        AssertAccepted(Some.CorpusWith("[\"An invented claim.\"]", $"[{many}]").Replace("Earlier the port", new string('y', 200), StringComparison.Ordinal)
            .Replace("It says when.", new string('z', 17000), StringComparison.Ordinal)
            .Replace("the interior minister, Teodor Brask", new string('é', 100), StringComparison.Ordinal));
        AssertAccepted(Some.CorpusWith("[\"harbour\", \"tankers\"]", "[]").Replace("[{ \"place\": \"quessin\" }, { \"place\": \"lumen-strait\" }]", "[]",
            StringComparison.Ordinal));
        AssertAccepted("{}");
        AssertAccepted("""{ "articles": [] }""");
    }

    [Fact]
    public void Former_names_of_sources_are_replaced_by_current_ones() => AssertAccepted(
        Some.CorpusWith("\"onBehalfOf\": \"sources/velmora\"", "\"onBehalfOf\": \"sources/velmoran-state\"")
            .Replace("\"publisher\": \"sources/corvane\"", "\"publisher\": \"sources/velmoran-state\"", StringComparison.Ordinal));

    [Fact]
    public void A_claim_is_taken_up_to_the_size_it_may_have()
    {
        int SizeWith(int more) => Compiled.Of(Text(more)).Encodings?["articles/port/claims/open"].Length ?? -1;
        string Text(int more) => Some.CorpusWith("Earlier the port", $"Earlier{new string('x', 32_000 + more)} the port");

        var room = SizeLimits.Entry - SizeWith(0);
        Assert.Equal(SizeLimits.Entry, SizeWith(room));
        Assert.Equal(-1, SizeWith(room + 1));
    }

    [Fact]
    public void A_relation_is_told_from_another_whatever_their_notes() =>
        AssertAccepted(Some.CorpusWith("\"RELATION_TYPE_SUPERSEDES\", \"claim\": \"articles/port/claims/open\" }",
            "\"RELATION_TYPE_QUALIFIES\", \"claim\": \"articles/port/claims/open\" }"));

    [Fact]
    public void What_comes_behind_the_claims_is_not_lost()
    {
        const string Uri = "\"uri\": \"https://corvane.example/port\",";
        var behind = Some.CorpusWith("\"claim\": \"articles/port/claims/open\" }]\n        }\n      ]",
            "\"claim\": \"articles/port/claims/open\" }]\n        }\n      ], " + Uri + " ").Replace(Uri + "\n", "", StringComparison.Ordinal);
        AssertAccepted(behind);
        const string Title = "\"title\": \"A port is closed to tankers\",";
        AssertAccepted(behind.Replace(Title, "", StringComparison.Ordinal).Replace(Uri, Uri + Title, StringComparison.Ordinal));
    }

    [Fact]
    public void Locators_may_be_many()
    {
        string With(int count) => Some.CorpusWith($"[{{ \"paragraph\": 2, \"sha256\": \"{Some.Digest}\" }}]", "["
            + string.Join(',', Enumerable.Range(1, count).Select(i =>
                $"{{ \"paragraph\": 2, \"start\": 0, \"end\": {i}, \"sha256\": \"{Some.Digest}\" }}")) + "]");
        AssertAccepted(With(32));
        AssertAccepted(With(300));
    }

    [Fact]
    public void Names_of_members_may_be_written_with_escapes() =>
        AssertAccepted(Some.CorpusWith("\"title\":", "\"titl\\u0065\":").Replace("\"text\":", "\"t\\u0065xt\":", StringComparison.Ordinal));

    [Fact]
    public void A_compiler_tells_what_a_file_refers_to_and_takes()
    {
        var file = Encoding.UTF8.GetBytes(Some.Corpus.Replace("\"onBehalfOf\": \"sources/velmora\"",
            "\"onBehalfOf\": \"sources/velmoran-state\"", StringComparison.Ordinal));
        var lists = Encoding.UTF8.GetBytes("""
            { "license": "MIT", "topics": [{ "slug": "unused", "displayName": "U" }],
              "sources": [{ "name": "sources/unused", "displayName": "U", "kind": "SOURCE_KIND_PERSON" }] }
            """);
        var reader = new HeadReader();
        FileHead[] read = [reader.Read(file, new()), reader.Read(lists, new())];
        var compiler = new FileCompiler(new(read, [new(), new()]));
        compiler.Compile(lists, read[1], null, null, new());
        compiler.Compile(file, read[0], null, null, new());
        Assert.Equal(["sources/brask", "sources/corvane", "sources/velmoran-state"], compiler.References.Sources.Order());
        Assert.Equal(["harbour", "tankers"], compiler.References.Topics.Order());
        Assert.Equal(["lumen-strait", "quessin"], compiler.References.Places.Order());
        Assert.Equal("CC0-1.0", compiler.License);
        compiler.Compile(lists, read[1], null, null, new());
        Assert.Empty(compiler.References.Sources);
        Assert.Equal("MIT", compiler.License);
    }

    [Fact]
    public void Whatever_happens_to_a_file_it_is_a_mistake_or_comes_to_its_messages()
    {
        var accepted = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var file = random.Next(_invented.Length + 1);
            if (file == _invented.Length)
            {
                if (AssertSame(Mutation.Of(Some.Corpus, random))) accepted++;
                continue;
            }

            string[] files = [.. _invented];
            files[file] = Mutation.Of(files[file], random);
            if (AssertSame(files)) accepted++;
        }

        Assert.True(accepted > 100, $"{accepted} accepted");
    }

    private static void AssertAccepted(params string[] files)
    {
        var compiled = Compiled.Of(files);
        Assert.Empty(compiled.Rules);
        Assert.Equal(PlainReading.EncodingsOf(files), compiled.Encodings);
    }

    /// <summary>Asserts that files are refused, or come to the same as their messages; tells whether they were accepted.</summary>
    private static bool AssertSame(params string[] files)
    {
        if (Compiled.Of(files).Encodings is not { } encodings || AreNotLinked(files)) return false;
        Assert.Equal(PlainReading.EncodingsOf(files), encodings);
        return true;
    }

    // Whether names or relations do not go together, or relations give former names.
    private static bool AreNotLinked(string[] files)
    {
        var content = PlainReading.Of(files);
        var names = content.Claims.Select(claim => claim.Name).ToHashSet();
        return names.Count < content.Claims.Count
            || content.Articles.Select(article => article.Name).Distinct().Count() < content.Articles.Count
            || content.Claims.SelectMany(claim => claim.Relations).Any(relation => !names.Contains(relation.Claim));
    }

    private static string[] FilesOf(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Nodes(member.Value!).Prepend(member.Value!)),
        JsonArray items => items.SelectMany(item => Nodes(item!).Prepend(item!)),
        _ => [],
    };

    private static IEnumerable<(JsonObject Parent, string Name)?> Members(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Members(member.Value!).Prepend((members, member.Key))),
        JsonArray items => items.SelectMany(item => Members(item!)),
        _ => [],
    };

    // A text that is no member's name.
    [GeneratedRegex("\"([^\"]*)\"(\\s*:)?")]
    private static partial Regex Quoted();

    [GeneratedRegex("""(?<=[\]}"\d])\s*[\]}]""")]
    private static partial Regex TrailingPlace();
}
