using Claims.V1;

namespace Claims.Tests.Rpc;

public class MatchedNamesTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public void A_name_that_matches_what_the_text_does_not_is_told_with_what_has_it()
    {
        Assert.All(Search("blaze").Results, result => Assert.Equal(
            [new MatchedName { Name = "Blaze on the ferry", Topic = "aldine-fire" }], result.MatchedNames));
        Assert.Contains(Search("\"port of quessin\"").Results, result =>
            result.MatchedNames.Contains(new MatchedName { Name = "Port of Quessin", Place = "quessin" }));
        Assert.All(Search("cpa").Results, result => Assert.Equal(
            [new MatchedName { Name = "CPA", Source = "sources/corvane-press-agency" }], result.MatchedNames));
    }

    [Fact]
    public void A_name_that_matches_what_the_text_does_is_not_told()
    {
        var results = Search("ferry").Results;
        Assert.Contains(results, result => result.Matches.Count > 0);
        Assert.Contains(results, result => result.Matches.Count == 0);
        Assert.All(results, result => Assert.Equal(result.Matches.Count == 0, result.MatchedNames.Count > 0));
    }

    [Fact]
    public void Of_several_words_only_those_that_the_text_lacks_are_told_of_names()
    {
        var result = Search("blaze nine").Results[0];
        Assert.Equal("nine", result.Claim.Text[result.Matches[0].Start..result.Matches[0].End]);
        Assert.Equal(["Blaze on the ferry"], result.MatchedNames.Select(name => name.Name));
    }

    private SearchClaimsResponse Search(string query) =>
        server.Claims.SearchClaims(new() { Parent = "articles/-", Query = query, PageSize = 1000 });
}
