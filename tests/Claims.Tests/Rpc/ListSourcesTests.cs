using Claims.V1;
using Google.Protobuf.Collections;

namespace Claims.Tests.Rpc;

public class ListSourcesTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Velmora = "sources/government-of-velmora";

    [Fact]
    public void Sources_are_those_of_any_of_the_kinds()
    {
        foreach (var kind in Enum.GetValues<SourceKind>().Skip(1))
        {
            SourceKind[] kinds = [kind, SourceKind.Minister];
            var expected = All().Where(source => kinds.Contains(source.Kind));
            Assert.Equal(expected, server.Claims.ListSources(new() { Kinds = { kinds } }).Sources);
        }
    }

    [Fact]
    public void Sources_are_those_affiliated_directly_or_through_others_and_the_one_itself()
    {
        var all = All().ToDictionary(source => source.Name);
        foreach (var name in all.Keys)
        {
            var expected = all.Values.Where(source => IsOf(source, name));
            var answer = server.Claims.ListSources(new() { Affiliations = { name } });
            Assert.Equal(expected, answer.Sources);
            Assert.Equal(expected.Count(), answer.TotalSize);
        }

        Assert.Contains("sources/ferry-fire-navy-spokeswoman", Names(new() { Affiliations = { Velmora } }));

        bool IsOf(Source source, string root) =>
            source.Name == root || (source.Affiliation.Length > 0 && IsOf(all[source.Affiliation], root));
    }

    [Fact]
    public void Several_affiliations_mean_any_of_them_and_kinds_hold_besides()
    {
        var request = new ListSourcesRequest
        {
            Kinds = { SourceKind.Minister, SourceKind.Military },
            Affiliations = { Velmora, "sources/government-of-drunland" },
        };
        Assert.Equal(
            ["sources/ferry-fire-navy-spokeswoman", "sources/severin-molet", "sources/teodor-brask", "sources/velmoran-navy"],
            Names(request));
    }

    [Fact]
    public void The_former_name_of_an_affiliation_means_it()
    {
        var former = Names(new() { Affiliations = { "sources/corvane-telegraph" } });
        Assert.Contains("sources/corvane-press-agency", former);
        Assert.Equal(Names(new() { Affiliations = { "sources/corvane-press-agency" } }), former);
    }

    [Fact]
    public void An_affiliation_that_does_not_exist_matches_nothing()
    {
        var answer = server.Claims.ListSources(new() { Affiliations = { "sources/nobody" } });
        Assert.Empty(answer.Sources);
        Assert.Equal((0, "", server.Revision), (answer.TotalSize, answer.NextPageToken, answer.Revision));
        Assert.Equal([Velmora], Names(new()
        {
            Affiliations = { "sources/nobody", Velmora },
            Kinds = { SourceKind.Government },
        }));
    }

    [Fact]
    public void A_source_is_listed_as_it_is_got()
    {
        Assert.All(All(), source => Assert.Equal(server.Claims.GetSource(new() { Name = source.Name }), source));
    }

    private RepeatedField<Source> All() => server.Claims.ListSources(new() { PageSize = 1000 }).Sources;

    private IEnumerable<string> Names(ListSourcesRequest request) =>
        server.Claims.ListSources(request).Sources.Select(source => source.Name);
}
