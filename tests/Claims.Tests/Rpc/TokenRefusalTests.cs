using Claims.Tests.Catalog;
using Claims.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class TokenRefusalTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string All = "articles/-";
    private const string Base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public async Task A_token_with_one_character_changed_is_refused()
    {
        var token = FirstPage().NextPageToken;
        Assert.All(token, letter => Assert.Contains(letter, Base64Url));
        for (var i = 0; i < token.Length; i++)
        {
            var next = Base64Url[(Base64Url.IndexOf(token[i], StringComparison.Ordinal) + 1) % Base64Url.Length];
            await IsRefused(token[..i] + next + token[(i + 1)..]);
            await IsRefused(token[..i] + "é" + token[(i + 1)..]);
            await IsRefused(token[..i] + " " + token[i..]);
            await IsRefused(token[..i] + token[(i + 1)..]);
        }

        // The last character may have bits that stand for nothing.
        foreach (var last in Base64Url.Where(letter => letter != token[^1])) await IsRefused(token[..^1] + last);
    }

    [Fact]
    public async Task A_token_cut_short_or_drawn_out_is_refused()
    {
        var token = FirstPage().NextPageToken;
        for (var length = 1; length < token.Length; length++) await IsRefused(token[..length]);
        foreach (var tail in (string[])["A", "AAAA", "=", "==", " ", "\n", "\0", new('A', 100_000)]) await IsRefused(token + tail);
        await IsRefused(" " + token);
        await IsRefused("next");
    }

    [Fact]
    public async Task A_token_goes_with_every_field_of_its_request_but_the_page_size()
    {
        var request = new ListClaimsRequest
        {
            Parent = All,
            Filter = new() { EventDuring = "2019" },
            OrderBy = "name",
            PageSize = 1,
            ReadMask = new() { Paths = { "text" } },
        };
        var others = new Dictionary<string, Action<ListClaimsRequest>>
        {
            ["parent"] = other => other.Parent = "articles/ferry-claim",
            ["filter"] = other => other.Filter = null,
            ["order_by"] = other => other.OrderBy = "name desc",
            ["read_mask"] = other => other.ReadMask = null,
        };
        await EachFieldCounts(request, server.Claims.ListClaims(request).NextPageToken, others,
            other => server.Claims.ListClaimsAsync(other));
    }

    [Fact]
    public async Task A_token_goes_with_every_field_of_its_filter()
    {
        var full = new ClaimFilter
        {
            Speakers = { "sources/corvane-press-agency" },
            SourceKinds = { SourceKind.NewsAgency },
            AttributionKinds = { AttributionKind.Narrative },
            StatedDuring = "2019",
            EventDuring = "2019",
        };
        Action<ClaimFilter>[] changes =
        [
            filter => filter.Speakers.Add("sources/corvane-telegraph"),
            filter => filter.SourceKinds.Add(SourceKind.Monitor),
            filter => filter.AttributionKinds.Clear(),
            filter => filter.StatedDuring = "2019-03",
            filter => filter.EventDuring = "",
        ];
        var request = new ListClaimsRequest { Parent = All, Filter = full, PageSize = 1 };
        var token = server.Claims.ListClaims(request).NextPageToken;
        foreach (var change in changes)
        {
            var other = new ListClaimsRequest(request) { PageToken = token };
            await server.Claims.ListClaimsAsync(other);
            change(other.Filter);
            IsInvalid(await Refusal.OfAsync(server.Claims.ListClaimsAsync(other)));
        }
    }

    [Fact]
    public async Task A_token_goes_with_every_field_of_a_request_for_sources()
    {
        var request = new ListSourcesRequest
        {
            Kinds = { SourceKind.Minister, SourceKind.Official, SourceKind.Organization },
            Affiliations = { "sources/government-of-velmora" },
            Query = "velmora",
            PageSize = 1,
        };
        var others = new Dictionary<string, Action<ListSourcesRequest>>
        {
            ["kinds"] = other => other.Kinds.RemoveAt(0),
            ["affiliations"] = other => other.Affiliations.Clear(),
            ["query"] = other => other.Query = "",
        };
        await EachFieldCounts(request, server.Claims.ListSources(request).NextPageToken, others,
            other => server.Claims.ListSourcesAsync(other));
    }

    [Fact]
    public async Task A_token_goes_with_every_field_of_a_request_for_articles()
    {
        var request = new ListArticlesRequest
        {
            Query = "ferry",
            Publishers = { "sources/corvane-press-agency" },
            Languages = { "en" },
            PublishedDuring = "2019",
            OrderBy = "name",
            PageSize = 1,
        };
        var others = new Dictionary<string, Action<ListArticlesRequest>>
        {
            ["query"] = other => other.Query = "",
            ["publishers"] = other => other.Publishers.Clear(),
            ["languages"] = other => other.Languages.Clear(),
            ["published_during"] = other => other.PublishedDuring = "",
            ["order_by"] = other => other.OrderBy = "name desc",
        };
        await EachFieldCounts(request, server.Claims.ListArticles(request).NextPageToken, others,
            other => server.Claims.ListArticlesAsync(other));
    }

    [Fact]
    public async Task A_token_goes_with_every_field_of_a_request_for_topics_or_places()
    {
        var topics = new ListTopicsRequest { Query = "government", Kinds = { TopicKind.Body, TopicKind.Event }, PageSize = 1 };
        var otherTopics = new Dictionary<string, Action<ListTopicsRequest>>
        {
            ["query"] = other => other.Query = "",
            ["kinds"] = other => other.Kinds.RemoveAt(1),
        };
        await EachFieldCounts(topics, server.Claims.ListTopics(topics).NextPageToken, otherTopics,
            other => server.Claims.ListTopicsAsync(other));

        var places = new ListPlacesRequest { Query = "sorrel", Within = { "velmora" }, CountryCodes = { "XV" }, PageSize = 1 };
        var otherPlaces = new Dictionary<string, Action<ListPlacesRequest>>
        {
            ["query"] = other => other.Query = "",
            ["within"] = other => other.Within.Add("drunland"),
            ["country_codes"] = other => other.CountryCodes.Clear(),
        };
        await EachFieldCounts(places, server.Claims.ListPlaces(places).NextPageToken, otherPlaces,
            other => server.Claims.ListPlacesAsync(other));
    }

    [Fact]
    public async Task A_token_goes_with_its_method()
    {
        var ofClaims = FirstPage().NextPageToken;
        var ofArticles = server.Claims.ListArticles(new() { PageSize = 1 }).NextPageToken;
        var ofSources = server.Claims.ListSources(new() { PageSize = 1 }).NextPageToken;
        await IsRefused(ofArticles);
        await IsRefused(ofSources);
        IsInvalid(await Refusal.OfAsync(server.Claims.ListArticlesAsync(new() { PageToken = ofClaims })));
        IsInvalid(await Refusal.OfAsync(server.Claims.ListArticlesAsync(new() { PageToken = ofSources })));
        IsInvalid(await Refusal.OfAsync(server.Claims.ListSourcesAsync(new() { PageToken = ofClaims })));
        IsInvalid(await Refusal.OfAsync(server.Claims.ListSourcesAsync(new() { PageToken = ofArticles })));
    }

    [Fact]
    public async Task Any_server_of_the_same_corpus_goes_on_where_another_left_off()
    {
        using var scattered = Made.Scattered(RunningServer.InventedCorpus);
        await using var twin = await RunningServer.StartAsync(RunningServer.InventedCorpus);
        await using var rearranged = await RunningServer.StartAsync(scattered.Root);
        Assert.Equal(server.Revision, twin.Revision);
        Assert.Equal(server.Revision, rearranged.Revision);

        ClaimsService.ClaimsServiceClient[] clients = [server.Claims, twin.Claims, rearranged.Claims];
        var request = new ListClaimsRequest { Parent = All, OrderBy = "stated_date desc", PageSize = 3 };
        var whole = server.Claims.ListClaims(new(request) { PageSize = 1000 }).Claims;
        var walked = new List<Claim>();
        for (var i = 0; i == 0 || request.PageToken.Length > 0; i++)
        {
            var page = clients[i % clients.Length].ListClaims(request);
            walked.AddRange(page.Claims);
            request.PageToken = page.NextPageToken;
        }

        Assert.Equal(whole, walked);
    }

    [Fact]
    public async Task Two_servers_may_take_turns_at_the_pages_of_any_filter_and_order()
    {
        const int Seed = 11;
        var corpus = new AnyCorpus(Seed, claimCount: 120);
        await using var first = await RunningServer.StartAsync(corpus.Revision);
        await using var second = await RunningServer.StartAsync(new AnyCorpus(Seed, claimCount: 120).Revision);
        Assert.Equal(first.Revision, second.Revision);
        for (var i = 0; i < 60; i++)
        {
            var request = new ListClaimsRequest
            {
                Parent = AnyCorpus.EveryArticle,
                Filter = corpus.AnyFilter(depth: 3),
                OrderBy = corpus.AnyOrder(),
                PageSize = 7,
            };
            var expected = corpus.Naive.List(request.Parent, request.Filter, request.OrderBy);
            var found = new List<Claim>();
            for (var isFirst = true; ; isFirst = !isFirst)
            {
                var page = (isFirst ? first : second).Claims.ListClaims(request);
                found.AddRange(page.Claims);
                request.PageToken = page.NextPageToken;
                if (request.PageToken.Length == 0) break;
            }

            Assert.True(expected.SequenceEqual(found), $"seed {Seed}, {request}");
        }
    }

    [Fact]
    public async Task A_token_of_another_filter_or_another_revision_is_refused()
    {
        var request = new ListClaimsRequest
        {
            Parent = All,
            Filter = new() { AnyOf = { new ClaimFilter { Topics = { "aldine-fire" } }, new ClaimFilter { Cues = { "say" } } } },
            OrderBy = "event_date desc",
            PageSize = 1,
        };
        request.PageToken = server.Claims.ListClaims(request).NextPageToken;
        Assert.NotEmpty(server.Claims.ListClaims(request).Claims);

        await using var other = await RunningServer.StartAsync(new AnyCorpus(1, claimCount: 10).Revision);
        var refusal = await Refusal.OfAsync(other.Claims.ListClaimsAsync(request));
        Assert.Equal((StatusCode.FailedPrecondition, "REVISION_NOT_HELD"), (refusal.Code, refusal.Reason));
        Assert.Equal(other.Revision, refusal.Info.Metadata["current_revision"]);

        request.Filter.AnyOf[1].Cues[0] = "tell";
        refusal = await Refusal.OfAsync(server.Claims.ListClaimsAsync(request));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task A_token_of_another_corpus_is_refused_with_the_revision_that_is_held()
    {
        await using var other = await RunningServer.StartAsync(RunningServer.ShippedCorpus);
        Assert.NotEqual(server.Revision, other.Revision);
        IsNotHeld(await Refusal.OfAsync(
            other.Claims.ListClaimsAsync(new() { Parent = All, PageToken = FirstPage().NextPageToken })));
        IsNotHeld(await Refusal.OfAsync(other.Claims.ListSourcesAsync(
            new() { PageToken = server.Claims.ListSources(new() { PageSize = 1 }).NextPageToken })));
        IsNotHeld(await Refusal.OfAsync(other.Claims.ListArticlesAsync(
            new() { PageToken = server.Claims.ListArticles(new() { PageSize = 1 }).NextPageToken })));

        void IsNotHeld(Refusal refusal)
        {
            Assert.Equal((StatusCode.FailedPrecondition, "REVISION_NOT_HELD"), (refusal.Code, refusal.Reason));
            Assert.Equal(other.Revision, refusal.Info.Metadata["current_revision"]);
            Assert.Contains(server.Revision, refusal.Message, StringComparison.Ordinal);
        }
    }

    private static async Task EachFieldCounts<TRequest, TResponse>(
        TRequest request,
        string token,
        Dictionary<string, Action<TRequest>> others,
        Func<TRequest, AsyncUnaryCall<TResponse>> call)
        where TRequest : IMessage<TRequest>
    {
        var descriptor = request.Descriptor;
        Assert.Equal(
            descriptor.Fields.InFieldNumberOrder().Select(field => field.Name).Except(["page_size", "page_token", "revision"]),
            others.Keys);
        var tokenField = descriptor.FindFieldByName("page_token").Accessor;
        foreach (var change in others.Values)
        {
            var other = request.Clone();
            tokenField.SetValue(other, token);
            await call(other);
            change(other);
            IsInvalid(await Refusal.OfAsync(call(other)));
        }
    }

    private static void IsInvalid(Refusal refusal)
    {
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN"), (refusal.Code, refusal.Reason));
        Assert.Equal("page_token", Assert.Single(refusal.Violations).Field);
    }

    private ListClaimsResponse FirstPage() => server.Claims.ListClaims(new() { Parent = All, PageSize = 1 });

    private async Task IsRefused(string token) =>
        IsInvalid(await Refusal.OfAsync(server.Claims.ListClaimsAsync(new() { Parent = All, PageToken = token })));
}
