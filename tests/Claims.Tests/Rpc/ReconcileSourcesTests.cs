using Claims.Tests.Curated;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Tests.Rpc;

public class ReconcileSourcesTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public void Each_name_has_its_candidates_in_the_order_asked_for()
    {
        var answer = Ask("Séverin Môlet", "nobody", "the front", "government of");
        Assert.Equal(server.Revision, answer.Revision);
        Assert.Equal(
            ["sources/severin-molet", "", "sources/tidal-front", "sources/government-of-drunland sources/government-of-velmora"],
            answer.Results.Select(result => string.Join(' ', result.Candidates.Select(candidate => candidate.Source))));
    }

    [Fact]
    public void A_candidate_says_how_it_fits_and_by_which_name()
    {
        var answer = Ask("THE FRONT", "front", "fro", "corvane telegraph");
        Assert.Equal(
            [(100, "the Front", true), (75, "Tidal Front", false), (19, "the Front", false), (100, "corvane-telegraph", true)],
            answer.Results.Select(result => result.Candidates[0])
                .Select(candidate => (candidate.Score, candidate.MatchedName, candidate.Match)));
        Assert.Equal(("Tidal Front", SourceKind.ArmedGroup),
            (answer.Results[0].Candidates[0].DisplayName, answer.Results[0].Candidates[0].Kind));
    }

    [Fact]
    public void Candidates_are_the_first_of_what_a_list_finds()
    {
        var random = new Random(17);
        var words = server.Claims.ListSources(new() { PageSize = 1000 }).Sources
            .SelectMany(source => source.Aliases.Append(source.DisplayName)).SelectMany(name => name.Split(' ', '-'))
            .Distinct().ToList();
        var queries = Enumerable.Range(0, 1000).Select(_ => new SourceQuery
        {
            Name = string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word())),
            Kinds = { Enumerable.Repeat(SourceKind.Government, random.Next(2)) },
            Limit = random.Next(1, 6),
        }).ToList();
        var results = server.Claims.ReconcileSources(new() { Queries = { queries } }).Results;
        foreach (var (query, result) in queries.Zip(results))
        {
            var list = server.Claims.ListSources(new() { Query = query.Name, Kinds = { query.Kinds }, PageSize = query.Limit });
            Assert.Equal(list.Sources.Select(source => source.Name), result.Candidates.Select(candidate => candidate.Source));
        }

        var found = results.Sum(result => result.Candidates.Count);
        Assert.True(found > 300, $"{found} found only");

        // Often one and the same, and often but its beginning.
        string Word()
        {
            var word = words[random.Next(2) == 0 ? random.Next(words.Count) : random.Next(5)];
            return random.Next(2) == 0 ? word : word[..random.Next(Math.Min(1, word.Length), word.Length + 1)];
        }
    }

    [Fact]
    public async Task A_name_of_two_sources_is_a_match_with_neither()
    {
        using var files = Twins(2, "");
        await using var twins = await RunningServer.StartAsync(files.Root);
        var request = new ReconcileSourcesRequest { Queries = { new SourceQuery { Name = "twin", Limit = 1 } } };
        var candidate = Assert.Single(twins.Claims.ReconcileSources(request).Results[0].Candidates);
        Assert.Equal(("sources/s0", 100, false), (candidate.Source, candidate.Score, candidate.Match));
        request.Queries[0].Kinds.Add(SourceKind.Monitor);
        candidate = Assert.Single(twins.Claims.ReconcileSources(request).Results[0].Candidates);
        Assert.Equal(("sources/s1", true), (candidate.Source, candidate.Match));
    }

    [Fact]
    public void As_many_candidates_are_answered_as_asked_for()
    {
        Assert.Equal(3, Count(0));
        Assert.Equal(1, Count(1));
        Assert.Equal(5, Count(5));
        Assert.InRange(Count(int.MaxValue), 6, 20);

        int Count(int limit) => server.Claims.ReconcileSources(new() { Queries = { new SourceQuery { Name = "v", Limit = limit } } })
            .Results[0].Candidates.Count;
    }

    [Fact]
    public async Task Everything_wrong_with_a_request_is_told_at_once()
    {
        var request = new ReconcileSourcesRequest
        {
            Queries =
            {
                new SourceQuery { Name = "cpa" },
                new SourceQuery { Name = "", Limit = -1 },
                new SourceQuery { Name = "-", Kinds = { SourceKind.Unspecified } },
            },
            Revision = "1",
        };
        (await Refusal.OfAsync(server.Claims.ReconcileSourcesAsync(request)))
            .Blames("queries[1].name", "queries[1].limit", "queries[2].name", "queries[2].kinds[0]", "revision");
        (await Refusal.OfAsync(server.Claims.ReconcileSourcesAsync(new()))).Blames("queries");
        request.Queries.Clear();
        request.Queries.AddRange(Enumerable.Repeat(new SourceQuery(), 1001));
        (await Refusal.OfAsync(server.Claims.ReconcileSourcesAsync(request))).Blames("queries", "revision");
    }

    [Fact]
    public async Task An_answer_that_would_be_too_large_is_for_the_first_names()
    {
        using var files = Twins(20, new('x', 1000));
        await using var large = await RunningServer.StartAsync(files.Root);
        var request = new ReconcileSourcesRequest { Queries = { Enumerable.Repeat(new SourceQuery { Name = "twin", Limit = 20 }, 1000) } };
        var answer = large.Claims.ReconcileSources(request);
        Assert.InRange(answer.Results.Count, 2, 999);
        Assert.InRange(answer.CalculateSize(), 2 << 20, 3 << 20);
        Assert.All(answer.Results, result => Assert.Equal(20, result.Candidates.Count));
    }

    // Sources that go by the same name, of a monitor all but the first.
    private static CorpusFiles Twins(int count, string displayName) => new(("corpus.json", Made.Text(
        Enumerable.Range(0, count).Select(i => new Source
        {
            Name = $"sources/s{i}",
            DisplayName = $"{displayName}{i}",
            Kind = i == 0 ? SourceKind.Person : SourceKind.Monitor,
            Aliases = { "Twin" },
        }), [], [])));

    private ReconcileSourcesResponse Ask(params string[] names) =>
        server.Claims.ReconcileSources(new() { Queries = { names.Select(name => new SourceQuery { Name = name }) } });
}
