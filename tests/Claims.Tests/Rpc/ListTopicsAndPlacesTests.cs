using Claims.V1;

namespace Claims.Tests.Rpc;

public class ListTopicsAndPlacesTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public void Topics_are_listed_by_slug_with_all_that_is_recorded_of_them()
    {
        var answer = server.Claims.ListTopics(new());
        Assert.Equal(answer.Topics.Select(topic => topic.Slug).Order(StringComparer.Ordinal), answer.Topics.Select(topic => topic.Slug));
        Assert.Equal((10, 10, server.Revision), (answer.Topics.Count, answer.TotalSize, answer.Revision));
        var closing = answer.Topics.Single(topic => topic.Slug == "lumen-strait-closure");
        Assert.Equal(TopicKind.Event, closing.Kind);
        Assert.Equal(["lumen-strait"], closing.Places);
        Assert.Equal(["government-of-velmora"], closing.Participants);
        Assert.Equal(new DateTime(2019, 3, 1, 0, 0, 0, DateTimeKind.Utc), closing.Date.EarliestTime.ToDateTime());
    }

    [Fact]
    public void Topics_are_those_of_any_of_the_kinds()
    {
        TopicKind[] kinds = [TopicKind.Person, TopicKind.Body];
        var expected = server.Claims.ListTopics(new()).Topics.Where(topic => kinds.Contains(topic.Kind));
        Assert.Equal(expected, server.Claims.ListTopics(new() { Kinds = { kinds } }).Topics);
    }

    [Fact]
    public void A_topic_counts_the_claims_that_a_filter_on_it_finds()
    {
        Assert.All(server.Claims.ListTopics(new()).Topics, topic =>
            Assert.Equal(Count(new() { Topics = { topic.Slug } }), topic.ClaimCount));
        Assert.All(server.Claims.ListPlaces(new()).Places, place =>
            Assert.Equal(Count(new() { Places = { place.Slug } }), place.ClaimCount));

        int Count(ClaimFilter filter) =>
            server.Claims.ListClaims(new() { Parent = "articles/-", Filter = filter, PageSize = 1 }).TotalSize;
    }

    [Fact]
    public void Places_are_those_that_lie_in_any_of_some_however_far_out_and_these()
    {
        Assert.Equal(["port-sorrel", "quessin", "sorrel-island", "velmora"], Places(new() { Within = { "velmora" } }));
        Assert.Equal(["haskerby", "port-sorrel", "sorrel-island"], Places(new() { Within = { "haskerby", "sorrel-island", "nowhere" } }));
        Assert.Empty(Places(new() { Within = { "nowhere" } }));
    }

    [Fact]
    public void Places_are_those_of_any_of_the_countries_which_they_have_of_what_they_lie_in()
    {
        Assert.Equal(["drunland", "haskerby"], Places(new() { CountryCodes = { "XD" } }));
        Assert.Equal(["haskerby"], Places(new() { CountryCodes = { "XD", "FR" }, Query = "h" }));
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_told_at_once()
    {
        var topics = new ListTopicsRequest { Query = "-", Kinds = { TopicKind.Unspecified, TopicKind.Event, (TopicKind)9 }, PageSize = -1 };
        (await Refusal.OfAsync(server.Claims.ListTopicsAsync(topics))).Blames("query", "kinds[0]", "kinds[2]", "page_size");
        var places = new ListPlacesRequest
        {
            Query = string.Join(' ', Enumerable.Repeat("a", 33)),
            Within = { "velmora", "Velmora" },
            CountryCodes = { "xv" },
            Revision = "1",
        };
        (await Refusal.OfAsync(server.Claims.ListPlacesAsync(places))).Blames("query", "within[1]", "country_codes[0]", "revision");
        var sources = new ListSourcesRequest { Query = new('a', 1001) };
        (await Refusal.OfAsync(server.Claims.ListSourcesAsync(sources))).Blames("query");
    }

    private IEnumerable<string> Places(ListPlacesRequest request) => server.Claims.ListPlaces(request).Places.Select(place => place.Slug);
}
