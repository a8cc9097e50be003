using System.Text.Json;
using System.Text.Json.Nodes;
using Claims.Tests.Catalog;
using Claims.Tests.Curated;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Rpc;

/// <summary>
/// What is annotated as PARC3 and PolNeAR do fits the contract: it is served as it was curated, down to the last piece
/// of a span, and what JSON makes of it is the same again.
/// </summary>
public class PolnearCorpusTests(PolnearServer served) : IClassFixture<PolnearServer>
{
    [Fact]
    public void There_are_spans_in_several_pieces_attributions_in_attributions_other_readings_and_places_in_places()
    {
        var claims = served.Claims;
        Assert.Equal(1200, claims.Count);
        var steps = claims.SelectMany(claim => claim.Attribution.Steps).ToList();
        Assert.True(steps.Count(step => step.SourceSpans.Count > 2) > 100);
        Assert.True(steps.Count(step => step.CueSpans.Count > 2) > 100);
        Assert.True(claims.Count(claim => claim.ContentSpans.Count > 4) > 100);
        Assert.True(claims.Count(claim => claim.ContentSpans.DistinctBy(span => span.Paragraph).Count() > 1) > 100);
        Assert.Contains(claims, claim => claim.ContentSpans[0] is { Paragraph: 0, Start: 0 });
        Assert.Equal([1, 2, 3, 4, 5], claims.Select(claim => claim.Attribution.Steps.Count).Distinct().Order());
        Assert.True(claims.Count(claim => claim.Alternatives.Count > 2) > 50);
        Assert.True(claims.Count(claim =>
            claim.Alternatives.Any(other => other.Attribution.Steps.Any(step => step.CueSpans.Count > 1))) > 100);
        Assert.Equal(9, claims.SelectMany(claim => claim.Relations).DistinctBy(relation => relation.Type).Count());
        var places = served.Places.ToDictionary(place => place.Slug);
        Assert.Equal(32, places.Values.Max(DepthOf));

        int DepthOf(Place place) => place.Within.Length == 0 ? 1 : 1 + DepthOf(places[place.Within]);
    }

    [Fact]
    public void Every_member_that_was_curated_is_served_as_it_was()
    {
        var root = served.Corpus.Root;
        AssertHeld(served.Corpus.Claims, "name", served.Claims);
        AssertHeld(root["places"]!.AsArray().Select(place => place!), "slug", served.Places);
        AssertHeld(root["topics"]!.AsArray().Select(topic => topic!), "slug", served.Topics);
        AssertHeld(root["sources"]!.AsArray().Select(source => source!), "name", served.Sources);
        AssertHeld(Bare(root["articles"]!), "name", served.Articles);
    }

    [Fact]
    public void Whatever_else_is_served_is_what_the_contract_derives()
    {
        var root = served.Corpus.Root;
        var content = new CorpusContent();
        content.Topics.AddRange(Read(root["topics"]!.AsArray()!, Topic.Parser));
        content.Places.AddRange(Read(root["places"]!.AsArray()!, Place.Parser));
        content.Sources.AddRange(Read(root["sources"]!.AsArray()!, Source.Parser));
        content.Articles.AddRange(Read(Bare(root["articles"]!), Article.Parser));
        content.Claims.AddRange(Read(served.Corpus.Claims, Claim.Parser));
        content.ArticleOfClaim.AddRange(content.Claims.Select(claim =>
            content.Articles.FindIndex(article =>
                claim.Name.StartsWith($"{article.Name}/", StringComparison.Ordinal))));
        Derivation.Apply(content);
        Assert.Equal(content.Claims, served.Claims);
        Assert.Equal(content.Places.OrderBy(place => place.Slug, StringComparer.Ordinal), served.Places);
        Assert.Equal(content.Topics.OrderBy(topic => topic.Slug, StringComparer.Ordinal), served.Topics);
        Assert.Equal(content.Sources.OrderBy(source => source.Name, StringComparer.Ordinal), served.Sources);
        Assert.Equal(content.Articles.OrderBy(article => article.Name, StringComparer.Ordinal), served.Articles);
    }

    [Fact]
    public void Every_answer_in_json_reads_back_as_the_same()
    {
        IEnumerable<IMessage> answers =
            [.. served.Claims, .. served.Places, .. served.Topics, .. served.Sources, .. served.Articles];
        Assert.All(answers, answer =>
            Assert.Equal(answer, JsonParser.Default.Parse(JsonFormatter.Default.Format(answer), answer.Descriptor)));
    }

    [Fact]
    public void Every_piece_of_a_span_points_to_its_own_words() => Assert.All(served.Claims, claim =>
    {
        var text = served.Corpus.Texts[claim.Name[..claim.Name.IndexOf("/claims/", StringComparison.Ordinal)]];
        var spans = claim.Attribution.Steps.Skip(1).SelectMany(step => new[] { step.SourceSpans, step.CueSpans })
            .Append(claim.ContentSpans);
        Assert.Equal(served.Corpus.Words[claim.Name], spans.Select(pieces => pieces.Select(text.Span)));
    });

    [Fact]
    public void A_piece_that_is_lost_moved_or_doubled_is_told()
    {
        var curated = served.Corpus.Claims.First(claim => claim["contentSpans"]!.AsArray().Count > 2);
        var claim = served.Claims.Single(claim => claim.Name == (string)curated["name"]!);
        Assert.Empty(DifferencesOf(curated, claim));
        AssertTold("$.contentSpans: 1 fewer", changed => changed.ContentSpans.RemoveAt(1));
        AssertTold("$.contentSpans[1].start", changed => changed.ContentSpans[1].Start++);
        AssertTold("$.contentSpans: 1 more", changed => changed.ContentSpans.Add(changed.ContentSpans[0]));
        AssertTold("$.contentSpans[0].paragraph", changed => changed.ContentSpans[0].ClearParagraph());

        void AssertTold(string difference, Action<Claim> change)
        {
            var changed = claim.Clone();
            change(changed);
            Assert.Contains(DifferencesOf(curated, changed),
                found => found.StartsWith(difference, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<JsonNode> Bare(JsonNode articles) => articles.AsArray().Select(article =>
    {
        var bare = article!.DeepClone();
        bare.AsObject().Remove("claims");
        return bare;
    });

    private static IEnumerable<T> Read<T>(IEnumerable<JsonNode> entries, MessageParser<T> parser)
        where T : IMessage<T> => entries.Select(entry => parser.ParseJson(entry.ToJsonString()));

    private static void AssertHeld<T>(IEnumerable<JsonNode> curated, string name, IReadOnlyList<T> served)
        where T : IMessage
    {
        var byName = served.ToDictionary(message =>
            (string)message.Descriptor.FindFieldByName(name).Accessor.GetValue(message));
        var entries = curated.ToList();
        Assert.Equal(entries.Count, served.Count);
        Assert.Empty(entries.SelectMany(entry =>
            DifferencesOf(entry, byName[(string)entry[name]!]).Select(difference => $"{entry[name]}: {difference}")));
    }

    private static IEnumerable<string> DifferencesOf(JsonNode curated, IMessage served) => DifferencesOf(
        JsonNode.Parse(curated.ToJsonString())!, JsonNode.Parse(JsonFormatter.Default.Format(served)), "$");

    // In what was curated and not in what is served, which has more: that is for other tests.
    private static IEnumerable<string> DifferencesOf(JsonNode curated, JsonNode? served, string path)
    {
        switch (curated, served)
        {
            case (JsonObject members, JsonObject others):
                return members.SelectMany(member =>
                    DifferencesOf(member.Value!, others[member.Key], $"{path}.{member.Key}"));
            case (JsonArray items, JsonArray others):
                // The publisher speaks first, and nobody has to write that down.
                var more = path.EndsWith(".steps", StringComparison.Ordinal) ? 1 : 0;
                var difference = others.Count - more - items.Count;
                return difference == 0
                    ? items.SelectMany((item, i) => DifferencesOf(item!, others[i + more], $"{path}[{i}]"))
                    : [$"{path}: {Math.Abs(difference)} {(difference < 0 ? "fewer" : "more")}"];
            case (JsonValue value, JsonValue other) when value.GetValueKind() == other.GetValueKind():
                var isEqual = value.GetValueKind() == JsonValueKind.Number
                    ? value.GetValue<double>().Equals(other.GetValue<double>())
                    : value.ToJsonString() == other.ToJsonString();
                return isEqual ? [] : [$"{path}: {value} is {other}"];
            default:
                return [$"{path}: {curated.ToJsonString()} is {served?.ToJsonString() ?? "not there"}"];
        }
    }
}

/// <summary>
/// A server of a <see cref="PolnearCorpus"/>, and all that it answers.
/// </summary>
public sealed class PolnearServer : IAsyncLifetime
{
    private CorpusFiles? _files;
    private RunningServer? _server;

    internal PolnearCorpus Corpus { get; } = new();

    /// <summary>The claims in the order in which they were curated, each asked for by name.</summary>
    internal List<Claim> Claims { get; } = [];

    internal IReadOnlyList<Place> Places { get; private set; } = [];

    internal IReadOnlyList<Topic> Topics { get; private set; } = [];

    internal IReadOnlyList<Source> Sources { get; private set; } = [];

    internal IReadOnlyList<Article> Articles { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        const int All = 1000;
        _files = new(("polnear.json", Corpus.Root.ToJsonString()));
        _server = await RunningServer.StartAsync(_files.Root);
        var client = _server.Claims;
        foreach (var claim in Corpus.Claims)
        {
            Claims.Add(await client.GetClaimAsync(new() { Name = (string)claim["name"]! }));
        }

        Places = (await client.ListPlacesAsync(new() { PageSize = All })).Places;
        Topics = (await client.ListTopicsAsync(new() { PageSize = All })).Topics;
        Sources = (await client.ListSourcesAsync(new() { PageSize = All })).Sources;
        Articles = (await client.ListArticlesAsync(new() { PageSize = All, OrderBy = "name" })).Articles;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _files?.Dispose();
    }
}
