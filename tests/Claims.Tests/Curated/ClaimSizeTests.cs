using System.Text.Json.Nodes;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Curated;

/// <summary>
/// Whatever of a claim may be long, at every size at which something else begins: it comes back whole, or is a mistake.
/// </summary>
public class ClaimSizeTests
{
    private static readonly int[] _sizes =
    [
        1, 126, 127, 128, 129, 254, 255, 256, 257, 8_000, 14_000, 16_382, 16_383, 16_384, 16_385, 20_000, 31_000, 32_000, 32_767, 32_768,
        32_769, 49_152, 65_534, 65_535, 65_536, 65_537, 76_800, 131_072, 1 << 20,
    ];

    // Of what may be many, about how many bytes each has.
    private static readonly Dictionary<string, int> _bytesOfItem = new()
    {
        ["speakers"] = 70,
        ["steps"] = 45,
        ["figures"] = 9,
        ["topics"] = 6,
        ["places"] = 12,
        ["locators"] = 76,
        ["relations"] = 40,
        ["formerNames"] = 30,
    };

    public static TheoryData<string> WhatMayBeLong =>
    [
        "text", "phrase", "speakers", "steps", "cue", "asPublished", "expression", "figures", "topics", "places", "locators", "relations",
        "note", "formerNames", "notes", "displayName", "publisher",
    ];

    [Theory]
    [MemberData(nameof(WhatMayBeLong))]
    public void It_is_served_whole_or_is_a_mistake(string what)
    {
        var (whole, refused) = (0, 0);
        foreach (var size in _sizes)
        {
            // The claim is superseded too, so that its voice is asked for when the revision is made.
            using var files = new CorpusFiles(("corpus.json", CorpusWith(what, size)));
            var loaded = files.Load();
            if (loaded.Revision is not { } revision)
            {
                refused++;
                Assert.Equal(["too-large"], loaded.Mistakes.Select(mistake => mistake.Rule).Distinct());
                Assert.All(loaded.Mistakes, mistake => Assert.Contains("the most is 32768", mistake.Message, StringComparison.Ordinal));
                continue;
            }

            whole++;
            foreach (var claim in revision.Claims)
            {
                Assert.InRange(claim.CalculateSize(), 1, SizeLimits.Entry);
                Assert.Equal(claim.Speakers, claim.Attribution.Steps[^1].Speakers);
                Assert.Equal(claim.ToByteArray(), revision.Encodings.Copy(revision.FindClaim(claim.Name)));
            }

            Assert.Equal(LengthFor(what, size), LengthOf(what, Some.ClaimOf(revision, "articles/port/claims/long")!));
        }

        Assert.True(whole > 5 && refused > 5, $"{whole} whole, {refused} refused");
    }

    private static int LengthFor(string what, int size) =>
        _bytesOfItem.TryGetValue(what, out var bytes) ? Math.Max(1, Math.Min(size, 1 << 17) / bytes) : size;

    private static int LengthOf(string what, Claim claim) => what switch
    {
        "text" => claim.Text.Length,
        "phrase" => claim.Attribution.Phrase.Length,
        "speakers" => claim.Speakers.Count,
        "steps" => claim.Attribution.Steps.Count - 2,
        "cue" => claim.Attribution.Steps[^1].Cue.Length,
        "asPublished" => claim.Speakers[0].AsPublished.Length,
        "expression" => claim.EventDate.Expression.Length,
        "figures" => claim.Figures.Count,
        "topics" => claim.Topics.Count,
        "places" => claim.Places.Count,
        "locators" => claim.Locators.Count,
        "relations" => claim.Relations.Count,
        "note" => claim.Relations[0].Note.Length,
        "formerNames" => claim.FormerNames.Count,
        "notes" => claim.Notes[0].Length,
        "displayName" => claim.Places[0].DisplayName.Length,
        "publisher" => claim.Attribution.Steps[0].Speakers[0].DisplayName.Length,
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static string CorpusWith(string what, int size)
    {
        var corpus = JsonNode.Parse(Some.Corpus)!.AsObject();
        var claims = corpus["articles"]![0]!["claims"]!.AsArray();
        var claim = claims[0]!.DeepClone().AsObject();
        claim["name"] = "articles/port/claims/long";
        claim.Remove("formerNames");
        claim["relations"] = new JsonArray(new JsonObject
        {
            ["type"] = "RELATION_TYPE_SUPERSEDES",
            ["claim"] = "articles/port/claims/closed",
        });
        claims.Add(claim);
        var later = claim.DeepClone().AsObject();
        later["name"] = "articles/port/claims/later";
        later["relations"]![0]!["claim"] = "articles/port/claims/long";
        claims.Add(later);
        claims[0]!.AsObject().Remove("relations");

        var text = new string('x', size);
        var count = LengthFor(what, size);
        var attribution = claim["attribution"]!;
        var step = attribution["steps"]![0]!;
        switch (what)
        {
            case "text" or "notes":
                claim[what] = what == "text" ? text : new JsonArray(text);
                break;
            case "phrase":
                attribution[what] = text;
                break;
            case "cue":
                step[what] = text;
                break;
            case "asPublished":
                step["speakers"]![0]![what] = text;
                break;
            case "expression":
                claim["eventDate"]![what] = text;
                break;
            case "note":
                claim["relations"]![0]![what] = text;
                break;
            case "displayName":
                corpus["places"]![0]![what] = text;
                break;
            case "publisher":
                corpus["sources"]![0]!["displayName"] = text;
                break;
            case "figures":
                claim[what] = Many(i => new JsonObject { ["expression"] = "x", ["unit"] = $"u{i}" });
                break;
            case "formerNames":
                claim[what] = Many(i => $"articles/port/claims/f{i}");
                break;
            case "locators":
                claim[what] = Many(i => new JsonObject { ["paragraph"] = 1, ["start"] = i, ["end"] = i + 1, ["sha256"] = Some.Digest });
                break;
            case "topics":
                foreach (var i in Numbers()) corpus[what]!.AsArray().Add(new JsonObject { ["slug"] = $"t{i}", ["displayName"] = "T" });
                claim[what] = Many(i => $"t{i}");
                break;
            case "places":
                foreach (var i in Numbers()) corpus[what]!.AsArray().Add(new JsonObject { ["slug"] = $"p{i}", ["displayName"] = "P" });
                claim[what] = Many(i => new JsonObject { ["place"] = $"p{i}" });
                break;
            case "relations":
                claim[what] = Many(i => new JsonObject
                {
                    ["type"] = "RELATION_TYPE_SUPERSEDES",
                    ["claim"] = "articles/port/claims/" + (i == 0 ? "closed" : $"r{i}"),
                });
                foreach (var i in Numbers().Skip(1))
                {
                    var other = later.DeepClone().AsObject();
                    other["name"] = $"articles/port/claims/r{i}";
                    other.Remove("relations");
                    claims.Add(other);
                }

                break;
            case "speakers":
                foreach (var i in Numbers()) AddSource(i);
                step[what] = Many(Speaker);
                if (count > 1) step["joint"] = "JOINT_MODE_JOINT";
                later["attribution"] = attribution.DeepClone();
                claims[0]!["attribution"] = attribution.DeepClone();
                break;
            case "steps":
                AddSource(0);
                attribution[what] = new JsonArray([.. Numbers().Select(_ => new JsonObject
                {
                    ["speakers"] = new JsonArray(Speaker(0)),
                    ["kind"] = "ATTRIBUTION_KIND_DIRECT",
                }), step.DeepClone()]);
                break;
        }

        return corpus.ToJsonString();

        IEnumerable<int> Numbers() => Enumerable.Range(0, count);
        JsonArray Many(Func<int, JsonNode> item) => new([.. Numbers().Select(item)]);
        JsonObject Speaker(int i) => new() { ["source"] = $"sources/s{i}", ["identification"] = "IDENTIFICATION_NAMED" };
        void AddSource(int i) => corpus["sources"]!.AsArray().Add(
            new JsonObject { ["name"] = $"sources/s{i}", ["displayName"] = "S", ["kind"] = "SOURCE_KIND_PERSON" });
    }
}
