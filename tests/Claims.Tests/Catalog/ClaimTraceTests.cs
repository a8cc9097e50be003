using Claims.Catalog;
using Claims.V1;

namespace Claims.Tests.Catalog;

/// <summary>
/// What a claim is related to, and where it comes from: against plain loops, and as TraceClaimResponse explains it.
/// </summary>
public class ClaimTraceTests
{
    private const string Publisher = "sources/publisher";

    private static readonly RelationType[] _types = [.. Enum.GetValues<RelationType>().Where(type => type != 0)];

    [Fact]
    public void Whatever_is_traced_is_what_plain_loops_reach()
    {
        var (traces, truncated) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var corpus = new AnyCorpus(seed, 1 + (seed / 3), variety: 4);
            for (var i = 0; i < 8; i++)
            {
                var start = corpus.Any(corpus.Content.Claims);
                RelationType[] types = i % 2 == 0 ? [] : [corpus.Any(_types), corpus.Any(_types)];
                if (AssertAgreement(corpus, start, types, corpus.AnySize(), seed)) truncated++;
                traces++;
            }
        }

        Assert.InRange(truncated, traces / 5, traces / 2);
    }

    [Fact]
    public void Relations_are_followed_both_ways_the_nearest_first_and_circles_end()
    {
        var revision = RevisionOf(
            Claim("a", [Publisher], Relation(RelationType.Elaborates, "b")),
            Claim("b", [Publisher], Relation(RelationType.Qualifies, "c")),
            Claim("c", [Publisher], Relation(RelationType.Contradicts, "a")),
            Claim("d", [Publisher], Relation(RelationType.Elaborates, "c")),
            Claim("e", [Publisher]));
        Assert.Equal(["d", "c", "a", "b"], Traced("d"));
        Assert.Equal(["d", "c"], Traced("d", RelationType.Elaborates));
        Assert.Equal(["a", "b", "c", "d"], Traced("a", RelationType.Elaborates, RelationType.Qualifies));
        Assert.Equal(["e"], Traced("e"));

        IEnumerable<string> Traced(string id, params RelationType[] types)
        {
            var trace = ClaimTrace.From(revision, Number(revision, id), types, 100);
            Assert.False(trace.IsTruncated);
            return Names(revision, trace);
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    public void A_trace_is_cut_at_the_most_claims_and_says_so(int maximum, bool isTruncated)
    {
        var revision = RevisionOf(
            Claim("a", [Publisher], Relation(RelationType.Elaborates, "b")),
            Claim("b", [Publisher], Relation(RelationType.Elaborates, "c")),
            Claim("c", [Publisher], Relation(RelationType.Elaborates, "d")),
            Claim("d", [Publisher]));
        var trace = ClaimTrace.From(revision, Number(revision, "a"), [], maximum);
        Assert.Equal(((string[])["a", "b", "c", "d"]).Take(maximum), Names(revision, trace));
        Assert.Equal(isTruncated, trace.IsTruncated);
    }

    [Fact]
    public void The_origin_is_the_source_at_the_top_of_the_affiliations() =>
        AssertOrigins([("ministry's", "a")], Claim("a", ["sources/minister"]));

    [Fact]
    public void Two_of_one_house_are_one_origin_and_two_of_two_are_two()
    {
        AssertOrigins([("ministry's", "a b")],
            Claim("a", ["sources/minister"]), Claim("b", ["sources/ministry"], Relation(RelationType.Corroborates, "a")));
        AssertOrigins([("ministry's", "a"), ("x", "b")],
            Claim("a", ["sources/minister"]), Claim("b", ["sources/x"], Relation(RelationType.Corroborates, "a")));
    }

    [Fact]
    public void Only_direct_corroboration_counts_and_in_either_direction()
    {
        AssertOrigins([("x", "a"), ("y", "b"), ("z", "c")],
            Claim("a", ["sources/x"], Relation(RelationType.Corroborates, "b")),
            Claim("b", ["sources/y"], Relation(RelationType.Corroborates, "d")),
            Claim("c", ["sources/z"], Relation(RelationType.Corroborates, "a")),
            Claim("d", ["sources/w"]),
            Claim("e", ["sources/v"], Relation(RelationType.Elaborates, "a")));
    }

    [Fact]
    public void Speakers_of_each_count_singly_and_of_joint_or_unclear_as_one()
    {
        AssertOrigins([("x", "a"), ("y", "a")], Claim("a", ["sources/x", "sources/y"], JointMode.Each));
        AssertOrigins([("x y", "a")], Claim("a", ["sources/x", "sources/y"], JointMode.Joint));
        AssertOrigins([("x y", "a")], Claim("a", ["sources/x", "sources/y"], JointMode.Unclear));
        AssertOrigins([("ministry's", "a")], Claim("a", ["sources/minister", "sources/ministry"], JointMode.Each));
        AssertOrigins([("ministry's", "a")], Claim("a", ["sources/minister", "sources/ministry"], JointMode.Joint));
    }

    [Fact]
    public void A_joint_step_of_which_one_counts_singly_is_no_origin_more()
    {
        AssertOrigins([("y", "b c")],
            Claim("b", ["sources/y"]),
            Claim("c", ["sources/x", "sources/y"], JointMode.Unclear, Relation(RelationType.Corroborates, "b")));
        AssertOrigins([("x", "b c"), ("y", "b c")],
            Claim("b", ["sources/x", "sources/y"], JointMode.Each),
            Claim("c", ["sources/x", "sources/y"], JointMode.Joint, Relation(RelationType.Corroborates, "b")));
    }

    [Fact]
    public void Joint_steps_that_share_a_source_are_one_origin()
    {
        AssertOrigins([("x y z", "a b")],
            Claim("a", ["sources/x", "sources/y"], JointMode.Joint),
            Claim("b", ["sources/y", "sources/z"], JointMode.Unclear, Relation(RelationType.Corroborates, "a")));
        AssertOrigins([("v w x y", "a b c")],
            Claim("a", ["sources/v", "sources/w"], JointMode.Joint),
            Claim("b", ["sources/x", "sources/y"], JointMode.Joint, Relation(RelationType.Corroborates, "a")),
            Claim("c", ["sources/w", "sources/x"], JointMode.Joint, Relation(RelationType.Corroborates, "a")));
    }

    [Fact]
    public void A_publisher_counts_only_where_it_speaks_alone()
    {
        AssertOrigins([("publisher", "a")], Claim("a", []));
        AssertOrigins([("x", "a")], Claim("a", [Publisher, "sources/x"], JointMode.Joint));
        AssertOrigins([("x", "a")], Claim("a", ["sources/x", Publisher], JointMode.Each));
    }

    private static bool AssertAgreement(AnyCorpus corpus, Claim start, RelationType[] types, int maximum, int seed)
    {
        var revision = corpus.Revision;
        var trace = ClaimTrace.From(revision, revision.FindClaim(start.Name), types, maximum);
        var reached = corpus.Naive.Trace(start, types);

        // Of those equally near, by number, which is by position.
        var expected = reached.SelectMany(claims => claims.Select(claim => revision.FindClaim(claim.Name)).Order()).ToList();
        var names = expected.Take(maximum).Select(revision.Encodings.NameTextOf).ToHashSet();
        var edges = corpus.Content.Claims.Where(claim => names.Contains(claim.Name)).SelectMany(claim => claim.Relations
            .Where(relation => names.Contains(relation.Claim) && (types.Length == 0 || types.Contains(relation.Type)))
            .Select(relation => (claim.Name, relation.Type, relation.Claim, relation.Note)));
        var origins = trace.Origins.Select(origin => (
            string.Join(' ', origin.Sources), string.Join(' ', origin.Claims.Order(StringComparer.Ordinal))));
        var request = $"seed {seed}, {start.Name}, [{string.Join(' ', types)}], {maximum}";
        Assert.True(expected.Take(maximum).SequenceEqual(trace.Claims), request);
        Assert.True(trace.IsTruncated == expected.Count > maximum, request);
        Assert.True(edges.Order().SequenceEqual(trace.Claims
            .SelectMany((claim, i) => ClaimTrace.EdgesBetween(revision, claim, trace.Claims.Take(i).ToHashSet(), types))
            .Select(edge => (edge.Claim, edge.Type, edge.RelatedClaim, edge.Note)).Order()), request);
        var expectedOrigins = corpus.Naive.OriginsOf(start);
        Assert.True(expectedOrigins.SequenceEqual(origins.Order()),
            $"{request}: expected {string.Join(", ", expectedOrigins)}; got {string.Join(", ", origins)}");
        return trace.IsTruncated;
    }

    // Of the first claim: for each origin its sources and its claims, in order.
    private static void AssertOrigins((string Sources, string Claims)[] expected, params Claim[] claims)
    {
        var revision = RevisionOf(claims);
        var trace = ClaimTrace.From(revision, revision.FindClaim(claims[0].Name), [], 100);
        Assert.Equal(expected, trace.Origins.Select(origin => (
            string.Join(' ', origin.Sources.Select(name => name["sources/".Length..])),
            string.Join(' ', origin.Claims.Select(name => name[^1..])))));
    }

    private static Revision RevisionOf(params Claim[] claims)
    {
        var content = new CorpusContent();
        var affiliations = new Dictionary<string, string>
        {
            ["sources/minister"] = "sources/ministry",
            ["sources/ministry"] = "sources/ministry's",
        };
        string[] others = ["ministry's", "ministry", "minister", "publisher", "v", "w", "x", "y", "z"];
        foreach (var name in others.Select(other => "sources/" + other))
        {
            content.Sources.Add(new() { Name = name, Affiliation = affiliations.GetValueOrDefault(name, "") });
        }

        content.Articles.Add(new()
        {
            Name = "articles/a",
            Publisher = Publisher,
            PublishedDate = Date(),
            CuratedDate = Date(),
        });
        foreach (var claim in claims)
        {
            content.Claims.Add(claim.Clone());
            content.ArticleOfClaim.Add(0);
        }

        return Frozen.Of(Derivation.Apply(content));
    }

    private static Claim Claim(string id, string[] sources, params Relation[] relations) =>
        Claim(id, sources, JointMode.Unspecified, relations);

    // Of no sources given, the publisher's own.
    private static Claim Claim(string id, string[] sources, JointMode joint, params Relation[] relations)
    {
        var claim = new Claim
        {
            Name = $"articles/a/claims/{id}",
            Attribution = new(),
            StatedDate = Date(),
            Locators = { new Locator { Paragraph = 1 } },
            Relations = { relations },
        };
        if (sources.Length == 0) return claim;
        claim.Attribution.Steps.Add(new AttributionStep
        {
            Joint = joint,
            Speakers = { sources.Select(source => new Speaker { Source = source }) },
        });
        return claim;
    }

    private static Relation Relation(RelationType type, string id) => new() { Type = type, Claim = $"articles/a/claims/{id}" };

    private static EdtfDate Date() => new() { Edtf = "2016-09-05", TimeZone = "Etc/UTC" };

    private static int Number(Revision revision, string id) => revision.FindClaim($"articles/a/claims/{id}");

    private static IEnumerable<string> Names(Revision revision, ClaimTrace trace) =>
        trace.Claims.Select(claim => revision.Encodings.NameTextOf(claim)[^1..]);
}
