using System.Text.Json.Nodes;
using Claims.Curated;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Claims.Tests.Rpc;

/// <summary>
/// A curated file of the shape of PARC3 and PolNeAR, always the same: attributions within attributions, whose sources,
/// cues and contents are located apart, in as many pieces as an annotator finds; other readings of them; and places in
/// places.
/// </summary>
internal sealed class PolnearCorpus
{
    private const int ArticleCount = 40;
    private const int ClaimsPerArticle = 30;
    private const int PlaceCount = 90;
    private const int DeepestPlace = 32;
    private const int SourceCount = 45;
    private const int TopicCount = 60;

    // Offsets count code points, and of these words not all have as many as they have chars or bytes.
    private static readonly string[] _words =
        ("the ministry of works has had said that bridge would not open before spring while some in Żuraw and Ελλάδα "
        + "asked 東京 for naïve 𝄞 harmony 💥 blasts don't quite слово reach U.S. shores again , he she they who by with a "
        + "year more than forty")
        .Split(' ');

    private static readonly string[] _stated =
    [
        "2016-09-05", "2016-09-04~", "2016-09", "/2016-09-05", "2016-09-03/2016-09-04", "2016-08?",
        "2016-09-04T08:00:00+03:00",
    ];

    private static readonly string[] _happened =
    [
        "2016-09-05", "2016", "../2016-09-05", "2015-09/..", "2016-10/", "/2016%", "2016-02/2016-09",
        "2016-09/2016-09-05~",
    ];

    private readonly Random _random = new(20180507);
    private readonly List<JsonObject> _claims = [];
    private readonly List<(string Voice, string Claim)> _voices = [];

    public PolnearCorpus()
    {
        Root = new JsonObject
        {
            ["topics"] = new JsonArray([.. Enumerable.Range(0, TopicCount).Select(Topic)]),
            ["places"] = new JsonArray([.. Enumerable.Range(0, PlaceCount).Select(Place)]),
            ["sources"] = new JsonArray([.. Enumerable.Range(0, SourceCount).Select(Source)]),
            ["synonyms"] = new JsonArray(new JsonArray("blasts", "explosions")),
            ["articles"] = new JsonArray([.. Enumerable.Range(0, ArticleCount).Select(Article)]),
        };
    }

    /// <summary>The curated file.</summary>
    public JsonObject Root { get; }

    /// <summary>The claims in it, as curated.</summary>
    public IReadOnlyList<JsonObject> Claims => _claims;

    /// <summary>The text of each article, by its name.</summary>
    public Dictionary<string, ArticleText> Texts { get; } = [];

    /// <summary>The words that each span of a claim is of, piece by piece, by the claim's name: of each step, the
    /// publisher's aside, those of the source and of the cue, and then those of the content.</summary>
    public Dictionary<string, List<IReadOnlyList<string>>> Words { get; } = [];

    private JsonNode Topic(int number)
    {
        // The first are persons and bodies, who take part in events.
        var kind = (TopicKind)(number < 10 ? 1 + (number % 2) : _random.Next(5));
        var topic = new JsonObject { ["slug"] = $"topic-{number}", ["displayName"] = $"Topic {number}" };
        if (kind != TopicKind.Unspecified) topic["kind"] = NameOf(kind);
        if (Chance(0.5)) topic["aliases"] = new JsonArray($"Theme {number}", $"Тема {number}");
        if (Chance(0.5)) topic["description"] = $"What number {number} is about.";
        if (Chance(0.5)) topic["wikidataId"] = $"Q{number + 1}";
        if (kind != TopicKind.Event) return topic;
        topic["date"] = Date(Any(_happened));
        topic["places"] = new JsonArray($"place-{number}");
        topic["participants"] = new JsonArray("topic-0", $"topic-{_random.Next(1, 10)}");
        return topic;
    }

    // The first are one chain, as long as a chain may be; the others lie anywhere, in it too.
    private JsonNode Place(int number)
    {
        var place = new JsonObject { ["slug"] = $"place-{number}", ["displayName"] = $"Place {number}" };
        if (number is > 0 and < DeepestPlace) place["within"] = $"place-{number - 1}";
        else if (number > DeepestPlace && Chance(0.85))
        {
            place["within"] = $"place-{Any([number - 1, _random.Next(DeepestPlace / 2)])}";
        }

        if (number % 9 == 0) place["countryCode"] = Any(["XA", "XB", "XC"]);
        if (Chance(0.5)) place["aliases"] = new JsonArray($"Ort {number}", $"Himş {number}");
        if (Chance(0.5))
        {
            place["coordinates"] = new JsonObject
            {
                ["latitude"] = number - 45.5,
                ["longitude"] = (number * 2) - 0.125,
            };
        }

        if (Chance(0.5)) place["wikidataId"] = $"Q{1000 + number}";
        return place;
    }

    private JsonNode Source(int number)
    {
        var source = new JsonObject
        {
            ["name"] = $"sources/source-{number}",
            ["displayName"] = $"Source {number}",
            ["kind"] = NameOf((SourceKind)(1 + (number % 14))),
        };
        if (number > 5 && Chance(0.5)) source["affiliation"] = $"sources/source-{_random.Next(number)}";
        if (Chance(0.4)) source["countryCode"] = Any(["XA", "XB"]);
        if (Chance(0.4)) source["aliases"] = new JsonArray($"Quelle {number}");
        if (Chance(0.4)) source["description"] = $"An imaginary source, \"number {number}\".";
        return source;
    }

    private JsonNode Article(int number)
    {
        var (name, text) = ($"articles/article-{number}", new LabelledText());
        var lasts = new int[ClaimsPerArticle];
        for (var i = 0; i < ClaimsPerArticle; i++)
        {
            lasts[i] = Any([0, 1, 1, 1, 2, 2, 3, 4]);
            Write(text, Sentence(i, step: Math.Min(lasts[i], 1), lasts[i]), isNewParagraph: i < 2 || Chance(0.7));
        }

        Texts[name] = ArticleText.Canonicalize(System.Text.Encoding.UTF8.GetBytes(text.ToString()));
        var first = _claims.Count;
        for (var i = 0; i < ClaimsPerArticle; i++) AddClaim(name, number % 3, text, i, lasts[i]);
        var article = new JsonObject
        {
            ["name"] = name,
            ["title"] = $"What article {number} is about",
            ["publisher"] = $"sources/source-{number % 3}",
            ["publishedDate"] = Date("2016-09-05"),
            ["datelines"] = new JsonArray(
                new JsonObject { ["place"] = $"place-{number}", ["timeZone"] = "Asia/Beirut" }),
            ["language"] = Any(["en", "en-GB", "el"]),
            ["textSha256"] = Texts[name].Sha256,
            ["paragraphCount"] = text.ParagraphCount,
            ["curator"] = "A test",
            ["curatedDate"] = Date("2018-05-07"),
            ["claims"] = new JsonArray([.. _claims.Skip(first)]),
        };
        if (Chance(0.5)) article["uri"] = $"https://news.example/{number}";
        var mirror = Published($"https://mirror.example/{number}", "Mirror");
        if (Chance(0.5)) article["appearances"] = new JsonArray(mirror);
        return article;
    }

    // What one step says that what follows says: its source and cue, in pieces, put into that wherever they fall.
    private List<LabelledWord> Sentence(int claim, int step, int last)
    {
        var words = step == last
            ? Labelled(_random.Next(4, 12), new(claim, last, Role.Content))
            : Sentence(claim, step + 1, last);

        // Of the reporter's own words a few may be no part of what is claimed; who speaks is not among them.
        Role[] roles = last == 0 ? [Role.Sentence] : [Role.Source, Role.Cue];
        foreach (var role in roles)
        {
            for (var pieces = _random.Next(1, 4); pieces > 0; pieces--)
            {
                words.InsertRange(_random.Next(words.Count + 1), Labelled(_random.Next(1, 4), new(claim, step, role)));
            }
        }

        return words;
    }

    private List<LabelledWord> Labelled(int count, Label label) =>
        [.. Enumerable.Range(0, count).Select(_ =>
            new LabelledWord(Any(_words), [label, new(label.Claim, 0, Role.Sentence)]))];

    // Some sentences go on in the next paragraph, and cut what they are made of there.
    private void Write(LabelledText text, List<LabelledWord> sentence, bool isNewParagraph)
    {
        var cut = Chance(0.15) ? _random.Next(1, sentence.Count) : -1;
        for (var i = 0; i < sentence.Count; i++) text.Add(sentence[i], (i == 0 && isNewParagraph) || i == cut);
    }

    private void AddClaim(string article, int publisher, LabelledText text, int number, int last)
    {
        var name = $"{article}/claims/claim-{number}";
        var isAmbiguous = Chance(0.3);
        var steps = Enumerable.Range(1, last).Select(step => Step(text, number, step)).ToList();
        var (sentence, content) = (new Label(number, 0, Role.Sentence), new Label(number, last, Role.Content));
        Words[name] = [.. steps.SelectMany((step, i) => new[] { Role.Source, Role.Cue }.Select(role =>
            step[role == Role.Source ? "sourceSpans" : "cueSpans"] is null
                ? [] : text.Pieces(new(number, i + 1, role))))];
        Words[name].Add(text.Pieces(content));
        var claim = new JsonObject
        {
            ["name"] = name,
            ["text"] = $"Claim {number} says: {string.Join(' ', Enumerable.Range(0, 6).Select(_ => Any(_words)))}…",
            ["attribution"] = Attribution(steps, isAmbiguous),
            ["statedDate"] = Date(last == 0 ? "2016-09-05" : Any(_stated)),
            ["stance"] = new JsonObject
            {
                ["polarity"] = NameOf((Polarity)_random.Next(1, 3)),
                ["certainty"] = NameOf((Certainty)_random.Next(1, 5)),
                ["force"] = NameOf((Force)_random.Next(1, 10)),
            },
            ["locators"] = Chance(0.2) ? text.ParagraphLocators(sentence) : text.Locators(sentence),
            ["contentSpans"] = text.Locators(content),
        };
        if (isAmbiguous) claim["alternatives"] = Alternatives(steps);
        AddWhatItMayHave(claim);
        Relate(claim, last == 0 ? $"{publisher}" : VoiceOf(steps[^1]));
        _claims.Add(claim);
    }

    private JsonObject Step(LabelledText text, int claim, int number)
    {
        var (source, cue) = (new Label(claim, number, Role.Source), new Label(claim, number, Role.Cue));
        var step = new JsonObject
        {
            ["speakers"] = Speakers(string.Join(' ', text.Pieces(source))),
            ["kind"] = NameOf((AttributionKind)_random.Next(2, 6)),
        };
        if (step["speakers"]!.AsArray().Count > 1) step["joint"] = NameOf((JointMode)_random.Next(1, 4));
        if (Chance(0.9)) step["cue"] = Any(["say", "claim", "according to", "hope", "prétendre"]);
        if (Chance(0.5)) step["locator"] = text.Locators(source)[0]!.DeepClone();
        if (Chance(0.9)) step["sourceSpans"] = text.Locators(source);
        if (Chance(0.9)) step["cueSpans"] = text.Locators(cue);
        return step;
    }

    private JsonArray Speakers(string asPublished)
    {
        var first = _random.Next(3, SourceCount);
        return new([.. Enumerable.Range(0, Any([1, 1, 1, 2, 3])).Select(i =>
        {
            var number = (first + (i * 7)) % SourceCount;
            var speaker = new JsonObject
            {
                ["source"] = $"sources/source-{number}",
                ["identification"] = NameOf((Identification)_random.Next(2, 6)),
            };
            if (Chance(0.8)) speaker["asPublished"] = asPublished;
            if (Chance(0.3)) speaker["onBehalfOf"] = $"sources/source-{(number + 1) % SourceCount}";
            return speaker;
        })]);
    }

    private static JsonObject Attribution(List<JsonObject> steps, bool isAmbiguous)
    {
        var attribution = new JsonObject();
        var scope = isAmbiguous ? AttributionScope.Ambiguous : AttributionScope.Clear;
        if (isAmbiguous || steps.Count > 0) attribution["scope"] = NameOf(scope);
        if (steps.Count == 0) return attribution;
        attribution["phrase"] = $"{steps.Count} of them";
        attribution["steps"] = new JsonArray([.. steps.Select(step => step.DeepClone())]);
        return attribution;
    }

    // By the publisher; by each that the last of them was told by; and by somebody else.
    private JsonArray Alternatives(List<JsonObject> steps)
    {
        var readings = new List<JsonObject>();
        if (steps.Count > 0 && Chance(0.6)) readings.Add(Attribution([], false));
        for (var outer = 1; outer < steps.Count; outer++) readings.Add(Attribution(steps[..outer], Chance(0.5)));
        var others = steps.Count == 0
            ? [new JsonObject { ["speakers"] = Speakers("somebody"), ["kind"] = NameOf(AttributionKind.Indirect) }]
            : steps.Select(step => step.DeepClone().AsObject()).ToList();
        others[^1]["speakers"] = Speakers("somebody else");
        others[^1].Remove("joint");
        if (others[^1]["speakers"]!.AsArray().Count > 1) others[^1]["joint"] = NameOf(JointMode.Each);
        readings.Add(Attribution(others, true));
        return new([.. readings.Select((reading, i) =>
            new JsonObject { ["attribution"] = reading, ["reason"] = $"Reading {i} is possible." })]);
    }

    private void AddWhatItMayHave(JsonObject claim)
    {
        if (Chance(0.7)) claim["eventDate"] = Date(Any(_happened));
        if (Chance(0.2)) claim["eventDate"] = DateWithHours();
        if (Chance(0.2)) claim["presupposed"] = true;
        if (Chance(0.2)) claim["verbatim"] = true;
        if (Chance(0.3)) claim["formerNames"] = new JsonArray($"{claim["name"]}-before");
        if (Chance(0.5)) claim["notes"] = new JsonArray("It was judged.", $"“{claim["name"]}” is an example.");
        if (Chance(0.3))
        {
            claim["reviews"] = new JsonArray(
                Published("https://checks.example/1", "Checks"), Published("https://checks.example/2", "More"));
        }

        if (Chance(0.4)) claim["figures"] = new JsonArray(Figure(0, null), Figure(null, 12.5), Figure(-3, 1e9));
        if (Chance(0.8)) claim["places"] = Mentions("place", PlaceCount);
        if (Chance(0.8)) claim["topics"] = Mentions("topic", TopicCount);
        var isNegative = (string)claim["stance"]!["polarity"]! == "POLARITY_NEGATIVE";
        if (isNegative && Chance(0.5)) claim["asOf"] = Date(Any(_happened));
    }

    private JsonArray Mentions(string what, int count)
    {
        var first = _random.Next(count);
        return new([.. Enumerable.Range(0, _random.Next(1, 5)).Select(i =>
            new JsonObject { [what] = $"{what}-{(first + (i * 11)) % count}" })]);
    }

    private JsonObject Figure(double? lower, double? upper)
    {
        var figure = new JsonObject { ["expression"] = "more than some", ["unit"] = "person" };
        if (lower is not null) figure["lower"] = lower;
        if (upper is not null) figure["upper"] = upper;
        if (Chance(0.5)) figure["approximate"] = true;
        if (lower is not null && Chance(0.5)) figure["lowerExclusive"] = true;
        if (upper is not null && Chance(0.5)) figure["upperExclusive"] = true;
        return figure;
    }

    // Only to claims before it, so that nothing runs in a circle.
    private void Relate(JsonObject claim, string voice)
    {
        if (_claims.Count == 0) return;
        var relations = new Dictionary<string, JsonObject>();
        foreach (var type in Enum.GetValues<RelationType>().Skip(1).Where(_ => Chance(0.15)))
        {
            var other = type == RelationType.Supersedes
                ? _voices.LastOrDefault(earlier => earlier.Voice == voice).Claim
                : (string)_claims[_random.Next(Math.Max(0, _claims.Count - 60), _claims.Count)]["name"]!;
            if (other is null || relations.ContainsKey(other)) continue;
            relations.Add(other, new() { ["type"] = NameOf(type), ["claim"] = other });
            if (Chance(0.5)) relations[other]["note"] = $"Why it is of type {(int)type}.";
        }

        if (relations.Count > 0) claim["relations"] = new JsonArray([.. relations.Values]);
        _voices.Add((voice, (string)claim["name"]!));
    }

    private static string VoiceOf(JsonObject step) => string.Join(' ',
        step["speakers"]!.AsArray().Select(speaker => (string)speaker!["source"]!).Order(StringComparer.Ordinal));

    private static JsonObject Published(string uri, string publisher) =>
        new() { ["uri"] = uri, ["publisher"] = publisher };

    private static JsonObject Date(string edtf) => new()
    {
        ["edtf"] = edtf,
        ["basis"] = "DATE_BASIS_RESOLVED",
        ["expression"] = "at that time",
        ["timeZone"] = "Asia/Damascus",
    };

    private static JsonObject DateWithHours()
    {
        var date = Date("2016-09-05");
        (date["earliestTime"], date["endTime"]) = ("2016-09-05T05:00:00.250Z", "2016-09-05T06:00:00Z");
        date["throughout"] = true;
        return date;
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Any<T>(T[] values) => values[_random.Next(values.Length)];

    private static string NameOf<T>(T value)
        where T : struct, Enum =>
        typeof(T).GetField($"{value}")!.GetCustomAttributes(typeof(OriginalNameAttribute), false)
            .Cast<OriginalNameAttribute>().Single().Name;
}
