using System.Globalization;
using System.Text;

namespace Claims.Tests.Curated;

/// <summary>
/// A corpus that is made to take long, of any size.
/// </summary>
/// <param name="What">What there is so much of.</param>
/// <param name="Text">The file, with so many of it.</param>
/// <param name="IsRight">Whether it has no mistake.</param>
internal sealed record HostileCorpus(string What, Func<int, string> Text, bool IsRight = false)
{
    private const string Date = """{"edtf":"2019-03-29","basis":"DATE_BASIS_STATED","timeZone":"Etc/UTC"}""";
    private const string Stance =
        """{"polarity":"POLARITY_POSITIVE","certainty":"CERTAINTY_CERTAIN","force":"FORCE_ASSERT"}""";

    private const string Locators = $$"""[{"sha256":"{{Some.Digest}}"}]""";

    public static IReadOnlyList<HostileCorpus> All { get; } =
    [
        new("doubled topics", n => File(topics: Times(n, _ => Topic("t")))),
        new("doubled places", n => File(places: Times(n, _ => Place("p")))),
        new("doubled sources", n => File(sources: Times(n, _ => Source("s")))),
        new("doubled articles", n => File(articles: Times(n, _ => Article("a", "")))),
        new("doubled claims", n => File(Times(n, _ => Claim("c")))),
        new("topics that are numbers", n => File(topics: Times(n, _ => "1"))),
        new("claims that are numbers", n => File(Times(n, _ => "1"))),
        new("claims without a member", n => File(Times(n, _ => "{}"))),
        new("topics without a member", n => File(topics: Times(n, _ => "{}"))),
        new("doubled members of the file", n => $"{{{Times(n, _ => "\"license\":\"x\"")}}}"),
        new("doubled members of a claim", n => File(Claim("c", Times(n, _ => "\"text\":\"x\"")))),
        new("unknown members", n => $"{{{Times(n, i => $"\"topic{i}\":0")}}}"),
        new("derived members", n => File(Claim("c", Times(n, _ => "\"speakers\":[]")))),
        new("unknown affiliations", n => File(sources: Times(n, i => Source($"s{i}", $"\"affiliation\":\"sources/u{i}\"")))),
        new("a chain of affiliations", n => File(sources: Times(n, i => Source($"s{i}", Affiliation(i + 1, n))))),
        new("a chain of affiliations, the top first", n => File(sources: Times(n, i => Source($"s{i}", Affiliation(i - 1, n))))),
        new("a circle of affiliations", n => File(sources: Times(n, i => Source($"s{i}", Affiliation((i + 1) % n, n))))),
        new("affiliations in circles of two", n => File(sources: Times(n, i => Source($"s{i}", Affiliation(i ^ 1, n + 1))))),
        new("former names that are taken", n => File(sources: Times(n, i => Source($"s{i}", "\"formerNames\":[\"sources/f\"]")))),
        new("malformed former names", n => File(Claim("c", Member("formerNames", n, _ => "\"x\"")))),
        new("unknown topics of a claim", n =>
            File(Claim("c", Member("topics", n, i => $"\"u{i}\"")), topics: Times(n, i => Topic($"t{i}")))),
        new("unknown places of a claim", n =>
            File(Claim("c", Member("places", n, i => $"{{\"place\":\"u{i}\"}}")), places: Times(n, i => Place($"p{i}")))),
        new("unknown sources of a claim", n =>
            File(Claim("c", attribution: Step(Times(n, i => Speaker($"u{i}")))), sources: Times(n, i => Source($"s{i}")))),
        new("relations to unknown claims", n =>
            File(Times(n, i => Claim($"c{i}", Relation("ELABORATES", $"u{i}"))))),
        new("unknown time zones", n =>
            File(Times(n, i => Claim($"c{i}", $"\"eventDate\":{Date.Replace("Etc/UTC", $"Etc/U{i}", StringComparison.Ordinal)}")))),
        new("unknown enum values", n => File(sources: Times(n, i => Source($"s{i}", kind: $"SOURCE_KIND_{i}")))),
        new("doubled topics of a claim", n => File(Claim("c", Member("topics", n, _ => "\"t\"")), topics: Topic("t"))),
        new("doubled locators of a claim", n => File(Claim("c", locators: $"[{Times(n, _ => Locators[1..^1])}]"))),
        new("locators that hash alike", n => File(Claim("c", locators:
            $"[{Times(n, i => $$"""{"paragraph":{{i % 256}},"start":{{i}},"end":{{i ^ (1 << 20) ^ (i % 256)}},"sha256":"{{Some.Digest}}"}""")}]"),
            paragraphs: 256)),
        new("doubled relations", n =>
            File($"{Claim("b")},{Claim("c", Member("relations", n, _ => RelationTo("SUPERSEDES", "b")))}")),
        new("relations of one claim", n => File(
            $"{Times(n, i => Claim($"c{i}"))},{Claim("d", Member("relations", n, i => RelationTo("SUPERSEDES", $"c{i}")))}")),
        new("relations of a claim in a voice of many", n => File(
            $"{Claim("b")},{Claim("c", Member("relations", n, _ => RelationTo("SUPERSEDES", "b")), Step(Times(n, i => Speaker($"s{i}"))))}",
            sources: Times(n, i => Source($"s{i}")))),
        new("steps of one claim", n => File(Claim("c", attribution: Steps(Times(n, _ => OneStep(Speaker("s0"))))), sources: Source("s0"))),
        new("steps by a source of a long name", n => File(
            Claim("c", attribution: Steps(Times(n, _ => OneStep(Speaker("s0"))))),
            sources: Source("s0", displayName: new string('x', 32_000)))),
        new("doubled speakers of a step", n => File(Claim("c", attribution: Step(Times(n, _ => Speaker("s0")))), sources: Source("s0"))),
        new("figures of one claim", n => File(Claim("c", Member("figures", n, _ => "{\"expression\":\"x\",\"unit\":\"u\"}")))),
        new("notes of one claim", n => File(Claim("c", Member("notes", n, _ => "\"a note\"")))),
        new("supersessions in a circle", n => File(Times(n, i => Claim($"c{i}", Relation("SUPERSEDES", $"c{(i + 1) % n}"))))),
        new("supersessions in circles of two", n => File(Times(n, i => Claim($"c{i}", Relation("SUPERSEDES", $"c{i ^ 1}"))))),
        new("supersessions of all before, across voices", n => File(
            $"{Times(n, i => Claim($"c{i}", Relation("SUPERSEDES", "d")))},{Claim("d", attribution: Step(Speaker("s0")))}",
            sources: Source("s0"))),
        new("a long text", n => File(Claim("c").Replace("T.", Long(n), StringComparison.Ordinal))),
        new("a long text in escapes", n => File(Claim("c").Replace("T.", string.Concat(Enumerable.Repeat("\\u0061", 10 * n)), StringComparison.Ordinal))),
        new("a long name", n => File(Claim(Long(n)))),
        new("a long member name", n => $"{{\"{Long(n)}\":0}}"),
        new("a long member name in escapes", n => $"{{\"{string.Concat(Enumerable.Repeat("\\u0061", n))}\":0}}"),
        new("long slugs", n => File(topics: Times(n / 1000, i => Topic($"{i}" + new string('x', 1000))))),
        new("a long enum value", n => File(sources: Source("s", kind: Long(n)))),
        new("a long number", n => File(articles: Article("a", "", paragraphs: new string('9', 10 * n)))),
        new("a long figure", n => File(Claim("c", $"\"figures\":[{{\"expression\":\"x\",\"unit\":\"u\",\"lower\":{new string('9', 10 * n)}}}]"))),
        new("a long date", n => File(Claim("c", $"\"eventDate\":{Date.Replace("2019-03-29", Long(n), StringComparison.Ordinal)}"))),
        new("a long time zone", n => File(Claim("c", $"\"eventDate\":{Date.Replace("Etc/UTC", Long(n), StringComparison.Ordinal)}"))),
        new("a long language", n => File(articles: Article("a", "", language: new string('-', 10 * n)))),
        new("a long address", n => File(articles: Article("a", "", "\"uri\":\"http://a" + string.Concat(Enumerable.Repeat("/../..", 2 * n)) + "\""))),
        new("long blanks", n => File(Claim("c").Replace("T.", new string(' ', 10 * n), StringComparison.Ordinal))),
        new("a long license", n => $"{{\"license\":\"{Long(n)}\"}}"),
        new("brackets", n => $"{{\"topics\":{new string('[', n)}"),
        new("nested values of an unknown member", n => $"{{\"x\":[{Times(n, _ => new string('[', 30) + new string(']', 30))}]}}"),
        new("a syntax error behind many lines", n => File(Claim("c")) + new string('\n', n) + "x"),
        new("a syntax error behind a long line", n => File(Claim("c")) + new string(' ', n) + "x"),
        new("comments", n => string.Concat(Enumerable.Repeat("/* */\n// x\n", n)) + File(Claim("c")), IsRight: true),
        new("a long comment", n => "/*" + new string('*', 10 * n) + "*/" + File(Claim("c")), IsRight: true),
        new("former names of an article with many claims", n => File(
            articles: Article("a", Times(n / 2, i => Claim($"c{i}")), Member("formerNames", n / 2, i => $"\"articles/f{i}\""))),
            IsRight: false),
        new("relations by former names of the article", n => File(articles: Article(
            "a", Times(n, i => Claim($"c{i}", i == 0 ? "" : Relation("ELABORATES", "c0", $"f{i % 100}"))),
            Member("formerNames", 100, i => $"\"articles/f{i}\""))), IsRight: true),
        new("relations to one claim", n => File(Times(n, i => Claim($"c{i}", i == 0 ? "" : Relation("ELABORATES", "c0")))), IsRight: true),
        new("supersessions of one claim", n => File(Times(n, i => Claim($"c{i}", i == 0 ? "" : Relation("SUPERSEDES", "c0")))), IsRight: true),
        new("a chain of supersessions", n => File(Times(n, i => Claim($"c{i}", i == 0 ? "" : Relation("SUPERSEDES", $"c{i - 1}")))), IsRight: true),
        new("claims with three hundred supersessions each", n => File(
            $"{Times(300, i => Claim($"b{i}"))},"
                + Times(n / 300, i => Claim($"c{i}", Member("relations", 300, j => RelationTo("SUPERSEDES", $"b{j}")))
            )), IsRight: true),
        new("claims at one place", n => File(Times(n, i => Claim($"c{i}"))), IsRight: true),
        new("articles without claims", n =>
            File(articles: Times(n, i => Article($"a{i}", i == n - 1 ? Claim("c", article: $"a{i}") : ""))), IsRight: true),
        new("sources above one source each", n => File(
            Times(n, i => Claim($"c{i}", attribution: Step(Speaker($"s{i}")))),
            sources: Times(n, i => Source($"s{i}", i % 2 == 0 ? "" : $"\"affiliation\":\"sources/s{i - 1}\""))), IsRight: true),
        new("chains of thirty affiliations", n => File(
            Times(n, i => Claim($"c{i}", attribution: Step(Speaker($"s{i}")))),
            sources: Times(n, i => Source($"s{i}", i % 30 == 0 ? "" : $"\"affiliation\":\"sources/s{i - 1}\""))), IsRight: true),
        new("words that differ at their end", n => File(Times(n, i =>
            Claim($"c{i}").Replace("T.", $"{(char)('a' + (i / 17_576 % 26))}bcde{(char)('a' + (i / 676 % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i % 26))}", StringComparison.Ordinal))),
            IsRight: true),
    ];

    public override string ToString() => What;

    private static string Times(int n, Func<int, string> item)
    {
        var all = new StringBuilder();
        for (var i = 0; i < n; i++) all.Append(i == 0 ? "" : ",").Append(item(i));
        return all.ToString();
    }

    private static string Member(string name, int n, Func<int, string> item) => $"\"{name}\":[{Times(n, item)}]";

    // Ten times as long as there are things elsewhere, since a thing has some ten characters at the least.
    private static string Long(int n) => new('a', 10 * n);

    private static string File(
        string claims = "", string topics = "", string places = "", string sources = "", string? articles = null, int paragraphs = 1)
    {
        sources = Source("publisher") + (sources.Length > 0 ? "," : "") + sources;
        articles ??= Article("a", claims, paragraphs: paragraphs.ToString(CultureInfo.InvariantCulture));
        return $$"""{"topics":[{{topics}}],"places":[{{places}}],"sources":[{{sources}}],"articles":[{{articles}}]}""";
    }

    private static string Topic(string slug) => $$"""{"slug":"{{slug}}","displayName":"T"}""";

    private static string Place(string slug) => $$"""{"slug":"{{slug}}","displayName":"P"}""";

    private static string Source(
        string slug, string member = "", string kind = "SOURCE_KIND_PERSON", string displayName = "S") =>
        $$"""{"name":"sources/{{slug}}","displayName":"{{displayName}}","kind":"{{kind}}"{{Behind(member)}}}""";

    private static string Affiliation(int other, int n) =>
        other < 0 || other >= n ? "" : $"\"affiliation\":\"sources/s{other}\"";

    private static string Article(
        string slug, string claims, string member = "", string paragraphs = "1", string language = "en") =>
        $$"""
        {"name":"articles/{{slug}}","title":"A","publisher":"sources/publisher","publishedDate":{{Date}},"language":"{{language}}",
        "textSha256":"{{Some.Digest}}","paragraphCount":{{paragraphs}},"curator":"C","curatedDate":{{Date}}{{Behind(member)}},
        "claims":[{{claims}}]}
        """.ReplaceLineEndings("");

    private static string Claim(
        string slug, string member = "", string attribution = "{}", string locators = Locators, string article = "a") =>
        $$"""
        {"name":"articles/{{article}}/claims/{{slug}}","text":"T.","attribution":{{attribution}},"statedDate":{{Date}},
        "stance":{{Stance}},"locators":{{locators}}{{Behind(member)}}}
        """.ReplaceLineEndings("");

    private static string Step(string speakers) => Steps(OneStep(speakers));

    private static string Steps(string steps) => $$"""{"steps":[{{steps}}],"scope":"ATTRIBUTION_SCOPE_CLEAR"}""";

    private static string OneStep(string speakers) => $$"""{"speakers":[{{speakers}}],"kind":"ATTRIBUTION_KIND_DIRECT"}""";

    private static string Speaker(string slug) => $$"""{"source":"sources/{{slug}}","identification":"IDENTIFICATION_NAMED"}""";

    private static string Relation(string type, string claim, string article = "a") =>
        Member("relations", 1, _ => RelationTo(type, claim, article));

    private static string RelationTo(string type, string claim, string article = "a") =>
        $$"""{"type":"RELATION_TYPE_{{type}}","claim":"articles/{{article}}/claims/{{claim}}"}""";

    private static string Behind(string member) => member.Length > 0 ? "," + member : "";
}
