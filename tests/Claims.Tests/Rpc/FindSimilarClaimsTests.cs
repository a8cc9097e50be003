using Claims.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class FindSimilarClaimsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Fire = "articles/ferry-claim/claims/front-set-fire";

    [Fact]
    public void Similar_claims_are_what_a_search_for_any_of_the_weightiest_words_finds_but_for_the_claim_itself()
    {
        foreach (var claim in All())
        {
            var answer = server.Claims.FindSimilarClaims(new() { Name = claim.Name, Limit = 100 });
            Assert.InRange(answer.Words.Count, 1, 10);
            var search = server.Claims.SearchClaims(new() { Parent = "articles/-", Query = string.Join(" OR ", answer.Words), PageSize = 1000 });
            Assert.Equal(
                search.Results.Where(result => result.Claim.Name != claim.Name).Select(result => (result.Claim, result.Score)),
                answer.Results.Select(result => (result.Claim, result.Score)));
            Assert.Equal(server.Revision, answer.Revision);
        }
    }

    [Fact]
    public void The_weightiest_words_are_those_that_the_fewest_claims_have()
    {
        foreach (var claim in All())
        {
            var words = server.Claims.FindSimilarClaims(new() { Name = claim.Name }).Words;
            var frequencies = words.Select(word => Count($"\"{word}\"")).ToList();

            // Where each is in the text once, the rarer is the weightier, and no other word of the text is rarer than the last.
            var texts = Split(claim.Text);
            if (texts.Distinct().Count() != texts.Count) continue;
            Assert.Equal(frequencies.Order(), frequencies);
            Assert.All(texts.Except(words), word => Assert.True(words.Count == 10 && Count($"\"{word}\"") >= frequencies[^1], $"{claim.Name}: {word}"));
        }

        // What half of all have, or more, weighs the same.
        int Count(string query) => Math.Min(20, server.Claims.SearchClaims(new() { Parent = "articles/-", Query = query, PageSize = 1 }).TotalSize);
        static List<string> Split(string text) => [.. text.ToLowerInvariant().Split([' ', '.', ',', '-', ':'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.All(char.IsAsciiLetter))];
    }

    [Fact]
    public void A_filter_says_which_are_looked_at()
    {
        var filter = new ClaimFilter { Speakers = { "sources/tidal-front" } };
        var names = server.Claims.ListClaims(new() { Parent = "articles/-", Filter = filter, PageSize = 1000 }).Claims.Select(claim => claim.Name);
        var similar = server.Claims.FindSimilarClaims(new() { Name = Fire, Filter = filter, Limit = 100 }).Results;
        Assert.NotEmpty(similar);
        Assert.Empty(similar.Select(result => result.Claim.Name).Except(names));
        Assert.DoesNotContain(Fire, similar.Select(result => result.Claim.Name));
    }

    [Fact]
    public void As_many_are_answered_as_asked_for()
    {
        var ten = server.Claims.FindSimilarClaims(new() { Name = Fire }).Results;
        Assert.Equal(10, ten.Count);
        Assert.Equal(ten.Take(3), server.Claims.FindSimilarClaims(new() { Name = Fire, Limit = 3 }).Results);
    }

    [Fact]
    public async Task What_is_wrong_is_told()
    {
        var request = new FindSimilarClaimsRequest { Name = "fire", Limit = -1, Filter = new() { Topics = { "" } }, Revision = "1" };
        (await Refusal.OfAsync(server.Claims.FindSimilarClaimsAsync(request))).Blames("name", "filter.topics[0]", "limit", "revision");
        var absent = await Refusal.OfAsync(server.Claims.FindSimilarClaimsAsync(new() { Name = Fire + "s" }));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (absent.Code, absent.Reason));
    }

    private RepeatedField<Claim> All() => server.Claims.ListClaims(new() { Parent = "articles/-", PageSize = 1000 }).Claims;
}
