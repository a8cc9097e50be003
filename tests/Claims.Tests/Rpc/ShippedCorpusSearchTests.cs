using Claims.V1;

namespace Claims.Tests.Rpc;

/// <summary>
/// What people who ask for things by other names find in the articles that come with the server.
/// </summary>
public sealed class ShippedCorpusSearchTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(RunningServer.AllCorpora);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("blast", "explosion", "bombings")]
    [InlineData("truce", "ceasefire", "\"cease-fire\"")]
    [InlineData("ISIS", "Daesh", "ISIL")]
    [InlineData("tartus", "tartous")]
    public void Whoever_says_it_otherwise_finds_the_same(params string[] queries)
    {
        var found = queries.Select(query => string.Join(' ', Names(query).Order(StringComparer.Ordinal))).ToList();
        Assert.All(found, names => Assert.Equal(found[0], names));
        Assert.NotEmpty(found[0]);
    }

    [Theory]
    [InlineData("ISIS", "islamic-state")]
    [InlineData("moscow", "russia")]
    [InlineData("assad", "bashar-al-assad")]
    public void A_topic_is_found_by_its_other_names(string query, string topic) =>
        Assert.Empty(Names(new ClaimFilter { Topics = { topic } }).Except(Names(query)));

    [Theory]
    [InlineData("tartus", "tartous")]
    [InlineData("hasakah", "hasaka-province")]
    public void A_place_is_found_by_its_other_names(string query, string place) =>
        Assert.Empty(Names(new ClaimFilter { Places = { place } }).Except(Names(query)));

    [Fact]
    public void What_is_about_a_country_is_what_is_about_the_places_in_it()
    {
        var places = _server.Claims.ListPlaces(new() { PageSize = 1000 }).Places;
        Assert.All(places.Where(place => place.Within.Length == 0), country => Assert.Equal(
            Names(new ClaimFilter { CountryCodes = { country.CountryCode } }), Names(new ClaimFilter { Places = { country.Slug } })));
    }

    [Fact]
    public void A_report_of_the_explosions_is_traced_to_three_independent_origins()
    {
        var origins = _server.Claims.TraceClaim(new()
        {
            Name = "articles/reuters-2016-09-05-syria-blasts-truce-talks/claims/six-explosions",
        }).IndependentOrigins;
        Assert.Equal(3, origins.Count);
        Assert.Contains(origins, origin => origin.Sources.Contains("sources/islamic-state"));
        Assert.Contains(origins, origin => origin.Sources.Contains("sources/xinhua"));
    }

    private IEnumerable<string> Names(string query) =>
        _server.Claims.SearchClaims(new() { Parent = "articles/-", Query = query, PageSize = 1000 }).Results.Select(result => result.Claim.Name);

    private IEnumerable<string> Names(ClaimFilter filter) =>
        _server.Claims.ListClaims(new() { Parent = "articles/-", Filter = filter, PageSize = 1000 }).Claims.Select(claim => claim.Name);
}
