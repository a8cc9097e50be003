using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claims.Catalog;
using Claims.Curated;
using Claims.Tests.Interop;

namespace Claims.Tests.Curated;

/// <summary>
/// The service and the JSON Schema, which a validator that is not ours asks, are given the same texts.
/// </summary>
public class SameTextsTests
{
    private static readonly (string Path, string Good)[] _places =
    [
        ("$.articles[0].title", "\"A port is closed to tankers\""),
        ("$.articles[0].uri", "\"https://corvane.example/port\""),
        ("$.articles[0].language", "\"en\""),
        ("$.articles[0].claims[0].attribution.steps[0].cue", "\"say\""),
    ];

    [Fact]
    public async Task Both_accept_the_same_of_a_thousand_texts_and_more()
    {
        Assert.True(SameTexts.All.Count >= 1000, $"{SameTexts.All.Count} texts only");
        var bySchema = await AskSchema(_places.Select(place => place.Path), SameTexts.All);
        var differences = new List<string>();
        var accepted = 0;
        for (var place = 0; place < _places.Length; place++)
        {
            for (var text = 0; text < SameTexts.All.Count; text++)
            {
                // Of capitals the schema knows those of ASCII only.
                if (place == 3 && SameTexts.All[text].Any(c => !char.IsAscii(c) && char.IsUpper(c))) continue;
                var file = Some.CorpusWith(_places[place].Good, SameTexts.Json(SameTexts.All[text]));
                var isAccepted = Compiled.Of(file).Encodings is not null;
                if (isAccepted) accepted++;
                if (isAccepted == bySchema[place][text]) continue;
                differences.Add($"{_places[place].Path} {SameTexts.Json(SameTexts.All[text])} '{SameTexts.All[text]}': "
                    + $"service {isAccepted}, schema {bySchema[place][text]}");
            }
        }

        Assert.Empty(differences);

        // They must not agree by refusing everything.
        Assert.InRange(accepted, 500, SameTexts.All.Count * 3);
    }

    [Fact]
    public async Task The_schema_accepts_the_dates_that_the_service_does_but_does_not_reckon()
    {
        var random = new Random(1);
        var dates = Enumerable.Range(0, 20_000).Select(_ => AnyDate(random)).Distinct().ToList();
        var bySchema = (await AskSchema(["$.articles[0].claims[2].eventDate.edtf"], dates))[0];
        var (accepted, reckoned) = (0, 0);
        for (var i = 0; i < dates.Count; i++)
        {
            var isDate = Edtf.TryParse(dates[i], out _, out var problem);
            if (isDate) accepted++;
            var isReckoned = bySchema[i] && !isDate && (problem!.Contains(" does not exist: ", StringComparison.Ordinal)
                || problem == "the interval ends before it starts" || problem.StartsWith("offset ", StringComparison.Ordinal)
                || problem == $"not canonical: write '{dates[i].Split('/')[0]}'");
            if (isReckoned) reckoned++;
            else Assert.True(isDate == bySchema[i], $"'{dates[i]}': schema {bySchema[i]}, service {problem ?? "accepts"}");
        }

        // They must not agree by refusing everything, nor by leaving everything open.
        Assert.True(accepted > 1000, $"{accepted} accepted");
        Assert.InRange(reckoned, 50, accepted);
    }

    [Fact]
    public void What_is_picked_by_hand_is_taken_for_what_it_is()
    {
        Assert.All(SameTexts.Addresses, text => Assert.True(WebAddress.IsMatch(text) && IsRight(text)));
        Assert.All(SameTexts.NoAddresses, text => Assert.False(IsRight(text) && WebAddress.IsMatch(text)));
        Assert.All(SameTexts.Languages, text => Assert.True(LanguageTag.IsMatch(text)));
        Assert.All(SameTexts.NoLanguages, text => Assert.False(LanguageTag.IsMatch(text)));
        Assert.All(SameTexts.Words, text => Assert.True(IsRight(text), SameTexts.Json(text)));
        Assert.All(SameTexts.NoWords, text => Assert.False(IsRight(text), SameTexts.Json(text)));

        static bool IsRight(string text) =>
            Compiled.Of($"{{ \"license\": {SameTexts.Json(text)} }}").Encodings is not null;
    }

    [Fact]
    public void The_schema_has_the_patterns_that_the_service_asks()
    {
        var definitions = JsonNode.Parse(SourceTree.Read("src/Claims.Curated/corpus.schema.json"))!["$defs"]!;
        Assert.Equal($"^(?:{WebAddress.Pattern})$", (string?)definitions["uri"]!["pattern"]);
        Assert.Equal(
            new[] { LanguageTag.Ordinary, LanguageTag.PrivateUse, LanguageTag.Irregular }.Select(form => $"^(?:{form})$"),
            definitions["article"]!["properties"]!["language"]!["anyOf"]!.AsArray().Select(form => (string?)form!["pattern"]));
    }

    [Theory]
    [InlineData(0x0009, "unseen-character")]
    [InlineData(0x0085, "unseen-character")]
    [InlineData(0x2029, "unseen-character")]
    [InlineData(0x202E, "unseen-character")]
    [InlineData(0xFEFF, "unseen-character")]
    [InlineData(0xFFFD, "unseen-character")]
    [InlineData(0x10FFFE, "unseen-character")]
    [InlineData(0x200D, "unseen-character")]
    [InlineData(0xDC00, "invalid-text")]
    public void Every_text_and_name_is_looked_at(int codePoint, string rule)
    {
        // Twice, since of joiners there may be one.
        var unseen = codePoint == 0xDC00 ? "\udc00\udc00" : char.ConvertFromUtf32(codePoint) + char.ConvertFromUtf32(codePoint);
        var texts = 0;
        for (; ; texts++)
        {
            var sample = JsonNode.Parse("{ \"$schema\": \"schema\"," + Some.Corpus[1..])!;
            if (Texts(sample).ElementAtOrDefault(texts) is not { } text) break;
            var path = text.GetPath();
            var good = (string)text!;
            text.ReplaceWith("¦");
            var file = sample.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
                .Replace("\"¦\"", SameTexts.Json(good.Insert(1, unseen)), StringComparison.Ordinal);
            var mistake = Assert.Single(CorpusFiles.MistakesOf(file), mistake => mistake.Path == path);
            Assert.Equal(rule, mistake.Rule);
            Assert.StartsWith($"character 2 is U+{codePoint:X4}, ", mistake.Message, StringComparison.Ordinal);
        }

        Assert.True(texts > 100, $"{texts} texts only");
    }

    // A date or an interval, as often as not with something wrong with it.
    private static string AnyDate(Random random)
    {
        string[] ends =
            ["2019", "2019-03", "2019-02-28", "2019-02-30", "2018-11~", "2020-02-29?", "0001%", "9999-12-31", "..", ""];
        string[] others =
            ["2019-03-28T10:00:00Z", "2019-03-28T23:59:59-18:00", "2019-03-28T10:00:00+18:30", "0000", "2019-13"];
        var date = new StringBuilder(random.Next(10) switch
        {
            0 => others[random.Next(others.Length)],
            < 3 => ends[random.Next(ends.Length)],
            _ => $"{ends[random.Next(ends.Length)]}/{ends[random.Next(ends.Length)]}",
        });
        const string Alphabet = "0123456789-/~?%.TZ ";
        if (date.Length == 0 || random.Next(2) == 0) return date.ToString();
        date[random.Next(date.Length)] = Alphabet[random.Next(Alphabet.Length)];
        return date.ToString();
    }

    private static async Task<bool[][]> AskSchema(IEnumerable<string> places, IEnumerable<string> texts)
    {
        using var node = await Node.StartSchema("texts.mjs");
        var errors = node.StandardError.ReadToEndAsync();
        var answer = node.StandardOutput.ReadToEndAsync();
        var paths = places.Select(place => JsonSerializer.Serialize(place.Split('.', '[').Skip(1)
            .Select(step => step.EndsWith(']') ? (object)int.Parse(step[..^1], null) : step)));
        await node.StandardInput.WriteAsync($"{{ \"file\": {Some.Corpus}, \"paths\": [{string.Join(',', paths)}], "
            + $"\"texts\": [{string.Join(',', texts.Select(SameTexts.Json))}] }}");
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<bool[][]>(await answer)!;
    }

    private static IEnumerable<JsonNode> Texts(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value!)),
        JsonArray items => items.SelectMany(item => Texts(item!)),
        _ => node.GetValueKind() == JsonValueKind.String ? [node] : [],
    };
}
