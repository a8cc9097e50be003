using Claims.Server.Web.Page.Who;
using Claims.V1;

namespace Claims.Tests.Web;

public class ScoreTests
{
    private static readonly Dictionary<string, Source> _sources = new[]
    {
        Source("agency", SourceKind.NewsAgency),
        Source("republic", SourceKind.Government),
        Source("ministry", SourceKind.Minister, "sources/republic"),
        Source("aide", SourceKind.Official, "sources/ministry"),
        Source("kingdom", SourceKind.Government),
        Source("monitor", SourceKind.Monitor),
    }.ToDictionary(source => source.Name);

    [Theory]
    [InlineData(84, 22, 12, "22 of 84 claims are attributed, 12 of them to sources without a name")]
    [InlineData(84, 1, 1, "1 of 84 claims is attributed, to a source without a name")]
    [InlineData(5, 5, 0, "All 5 claims are attributed, all to sources with names")]
    [InlineData(3, 0, 0, "None of 3 claims is attributed to anybody else")]
    public void The_title_is_how_many_claims_are_attributed_and_how_many_to_nobody_named(
        int claims, int attributed, int unnamed, string title) => Assert.Equal(title, Score.TitleOf(claims, attributed, unnamed));

    [Fact]
    public void Sources_stand_under_their_affiliation_even_where_that_makes_no_claim()
    {
        var score = ScoreOf(Claim(0, "agency"), Claim(0, "aide"), Claim(1, "aide"), Claim(1, "kingdom"), Claim(2, "monitor"));
        Assert.Equal(
            [
                ("The publisher", "agency 0 1"),
                ("Governments, and those who speak for them", "republic 0 0, ministry 1 0, aide 2 2, kingdom 0 1"),
                ("No affiliation given", "monitor 0 1"),
            ],
            score.Groups.Select(group =>
                (group.Title, string.Join(", ", group.Rows.Select(row => $"{row.Source.DisplayName} {row.Depth} {row.Count}")))));
        Assert.Equal("government, no claim of its own", RowOf(score, "republic").Words);
        Assert.Equal("republic", RowOf(score, "ministry").Affiliation);
    }

    [Fact]
    public void A_stroke_shows_the_form_and_what_is_done_by_saying_it()
    {
        var score = ScoreOf(
            Claim(0, "agency"),
            Claim(0, "agency", claim => claim.Presupposed = true),
            Claim(1, "kingdom", claim => claim.Stance.Force = Force.Accuse),
            Claim(1, "kingdom", claim => claim.Stance.Force = Force.Threaten),
            Claim(1, "kingdom", claim => claim.Stance.Force = Force.Desire));
        Assert.Equal([("own", ""), ("presupposed", "")], RowOf(score, "agency").Strokes.Select(stroke => (stroke.Line, stroke.Act)));
        Assert.Equal(["asserted", "threatened", "will"], RowOf(score, "kingdom").Strokes.Select(stroke => stroke.Act));
        Assert.Equal("government, accuses 1, threatens 1, wishes 1", RowOf(score, "kingdom").Words);
    }

    [Fact]
    public void A_government_that_is_spoken_for_has_a_ring_where_its_official_speaks()
    {
        var claim = Claim(0, "aide", claim => claim.Speakers[0].OnBehalfOf = "sources/kingdom");
        var score = ScoreOf(claim);
        Assert.Equal(RowOf(score, "aide").Strokes.Select(stroke => stroke.At), RowOf(score, "kingdom").Rings);
        Assert.Equal("government, no claim of its own, spoken for in 1", RowOf(score, "kingdom").Words);
    }

    [Theory]
    [InlineData(JointMode.Joint, false)]
    [InlineData(JointMode.Unclear, true)]
    public void A_line_goes_from_the_first_row_of_a_joint_statement_to_the_last_through_what_is_between(JointMode joint, bool isUnclear)
    {
        var score = ScoreOf(Claim(0, "aide"), Claim(0, "aide"), Together(joint, "kingdom", "aide", "monitor"));
        JointLine Line(JointPart part) => new(score.Lane.PlaceOf(Together(joint))!.Value, part, isUnclear);
        Assert.Equal([Line(JointPart.Upper)], RowOf(score, "aide").Joints);
        Assert.Equal([Line(JointPart.Through)], RowOf(score, "kingdom").Joints);
        Assert.Equal([Line(JointPart.Through)], score.Groups[^1].Joints);
        Assert.Equal([Line(JointPart.Lower)], RowOf(score, "monitor").Joints);
        Assert.Empty(RowOf(score, "ministry").Joints);
        Assert.EndsWith("states 1, shares 1 with others", RowOf(score, "monitor").Words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_each_said_separately_has_no_line()
    {
        var score = ScoreOf(Together(JointMode.Each, "kingdom", "monitor"));
        Assert.All(score.Groups.SelectMany(group => group.Rows), row => Assert.Empty(row.Joints));
    }

    [Fact]
    public void Who_is_named_once_is_not_unnamed()
    {
        static void Unname(Claim claim) => claim.Speakers[0].Identification = Identification.RoleDescribed;
        var score = ScoreOf(Claim(0, "aide", Unname), Claim(0, "monitor", Unname), Claim(0, "monitor"));
        Assert.True(RowOf(score, "aide").IsUnnamed);
        Assert.False(RowOf(score, "monitor").IsUnnamed);
        Assert.Equal("All 3 claims are attributed, 2 of them to sources without a name", score.Title);
    }

    [Fact]
    public void Paragraphs_are_as_wide_as_they_have_claims_and_no_two_claims_have_one_place()
    {
        Claim[] claims = [Claim(2, "agency"), Claim(0, "agency"), Claim(2, "agency"), Claim(2, "agency")];
        var lane = Lane.OfParagraphs(claims);
        Assert.Equal(["0", "2"], lane.Bands.Select(band => band.Label));
        Assert.Equal(3, lane.Bands[1].Width / lane.Bands[0].Width, 6);
        Assert.Equal(100, lane.Bands[1].Start + lane.Bands[1].Width, 6);
        Assert.Equal(4, claims.Select(lane.PlaceOf).Distinct().Count());
        Assert.True(lane.PlaceOf(claims[1]) < lane.PlaceOf(claims[0]));
    }

    [Fact]
    public void Over_several_articles_claims_stand_by_the_last_day_they_can_have_been_said_on()
    {
        Claim[] claims =
        [
            Claim(0, "agency", claim => claim.StatedDate.Edtf = "2016-09-06"),
            Claim(0, "agency", claim => claim.StatedDate.Edtf = "../2016-09-05"),
            Claim(0, "agency", claim => claim.StatedDate.Edtf = "2017-01"),
        ];
        Assert.Equal(["5 Sep 2016", "6 Sep", "31 Jan 2017"], Lane.OfTime(claims).Bands.Select(band => band.Label));
    }

    [Fact]
    public void A_claim_is_chosen_that_is_related_both_ways_before_one_with_more_relations()
    {
        var (much, both, end, alone) = (Claim(0, "agency"), Claim(0, "agency"), Claim(0, "agency"), Claim(0, "agency"));
        Relate(much, end, end, both);
        Relate(both, end);
        Claim[] claims = [alone, much, both, end];
        Assert.Equal(both, Why.MostRelatedOf(claims));
        Assert.Equal([much, both, end], Why.Choices(claims));
        Assert.Null(Why.MostRelatedOf([]));
    }

    [Fact]
    public void An_origin_tells_through_whom_and_why_several_count_as_one()
    {
        var through = Claim(0, "aide");
        var together = Together(JointMode.Unclear, "kingdom", "monitor");
        Assert.Equal(", through aide.", ReasonsOf(through, "sources/republic"));
        Assert.Equal(
            ", counted as one: the article does not tell whether they spoke together.",
            ReasonsOf(together, "sources/kingdom", "sources/monitor"));
        Assert.Equal(", the publisher, which counts because it speaks alone here.", ReasonsOf(Claim(0, "agency"), "sources/agency"));
    }

    private static string ReasonsOf(Claim claim, params string[] sources)
    {
        var origin = new Origin { Sources = { sources }, Claims = { claim.Name } };
        return new Why(new() { Claims = { claim }, IndependentOrigins = { origin } })
            .ReasonsOf(origin, name => name == "sources/aide" ? "sources/republic" : name);
    }

    private static Score ScoreOf(params Claim[] claims) => new(claims, Lane.OfParagraphs(claims), name => _sources[name]);

    private static ScoreRow RowOf(Score score, string name) =>
        score.Groups.SelectMany(group => group.Rows).Single(row => row.Source.DisplayName == name);

    private static Source Source(string name, SourceKind kind, string affiliation = "") =>
        new() { Name = $"sources/{name}", DisplayName = name, Kind = kind, Affiliation = affiliation };

    private static void Relate(Claim from, params Claim[] to) => from.Relations.AddRange(
        to.Select(claim => new Relation { Type = RelationType.Elaborates, Claim = claim.Name }));

    private static Claim Together(JointMode joint, params string[] speakers)
    {
        var claim = Claim(3, speakers.FirstOrDefault() ?? "");
        claim.Name = "articles/a/claims/together";
        claim.Attribution.Steps[^1].Joint = joint;
        foreach (var name in speakers.Skip(1)) claim.Speakers.Add(Speaker(name));
        return claim;
    }

    private static Claim Claim(int paragraph, string speaker, Action<Claim>? change = null)
    {
        var own = new AttributionStep { Speakers = { Speaker("agency") }, Kind = AttributionKind.Narrative };
        var claim = new Claim
        {
            Name = $"articles/a/claims/{Guid.NewGuid()}",
            Attribution = new() { Steps = { own } },
            Speakers = { Speaker(speaker) },
            Stance = new() { Force = Force.Assert },
            StatedDate = new() { Edtf = "2016-09-05", TimeZone = "Asia/Damascus" },
            Locators = { new Locator { Paragraph = paragraph } },
        };
        if (speaker != "agency") claim.Attribution.Steps.Add(new AttributionStep { Kind = AttributionKind.Indirect });
        change?.Invoke(claim);
        return claim;
    }

    private static Speaker Speaker(string name) =>
        new() { Source = $"sources/{name}", DisplayName = name, Identification = Identification.Named };
}
