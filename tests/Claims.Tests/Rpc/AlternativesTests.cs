using Claims.V1;

namespace Claims.Tests.Rpc;

public class AlternativesTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Shelters = "articles/ferry-fire/claims/drunland-shelters-front";
    private const string Agency = "sources/corvane-press-agency";

    [Fact]
    public void Another_reading_is_served_whole_with_what_is_computed()
    {
        var alternative = Assert.Single(server.Claims.GetClaim(new() { Name = Shelters }).Alternatives);
        Assert.Equal("The clause may be the agency's wording.", alternative.Reason);
        var step = Assert.Single(alternative.Attribution.Steps);
        Assert.Equal((AttributionKind.Narrative, "Corvane Press Agency"), (step.Kind, Assert.Single(step.Speakers).DisplayName));
    }

    [Fact]
    public void A_filter_takes_other_readings_in_only_where_it_says_so()
    {
        var filter = new ClaimFilter { Speakers = { Agency }, Topics = { "tidal-front" }, Places = { "drunland" } };
        Assert.DoesNotContain(Shelters, Names(filter));
        filter.IncludeAlternatives = true;
        Assert.Contains(Shelters, Names(filter));
        Assert.Contains(Shelters, Names(new() { Sources = { Agency }, IncludeAlternatives = true }));
        Assert.Contains(Shelters, Names(new() { Affiliations = { Agency }, IncludeAlternatives = true }));
        Assert.Contains(Shelters, Names(new() { SourceKinds = { SourceKind.NewsAgency }, IncludeAlternatives = true }));
        Assert.Contains(Shelters, Names(new() { AttributionKinds = { AttributionKind.Narrative }, IncludeAlternatives = true }));
        Assert.Contains(Shelters, Names(new() { Identifications = { Identification.Named }, IncludeAlternatives = true }));

        // The reading that is recorded is met as before.
        Assert.Contains(Shelters, Names(new() { Cues = { "say" }, IncludeAlternatives = true }));
    }

    [Fact]
    public void A_filter_within_a_filter_says_so_for_itself()
    {
        var inner = new ClaimFilter { Speakers = { Agency }, Topics = { "tidal-front" }, Places = { "drunland" } };
        Assert.DoesNotContain(Shelters, Names(new() { AllOf = { inner }, IncludeAlternatives = true }));
        inner.IncludeAlternatives = true;
        Assert.Contains(Shelters, Names(new() { AllOf = { inner } }));
    }

    private IEnumerable<string> Names(ClaimFilter filter) =>
        server.Claims.ListClaims(new() { Parent = "articles/-", Filter = filter, PageSize = 1000 }).Claims.Select(claim => claim.Name);
}
