using Claims.Tests.Curated;
using Claims.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Rpc;

/// <summary>
/// Dates of which one end is unknown, beside those that are open there, as a client sees them.
/// </summary>
public sealed class UnknownDatesTests : IAsyncLifetime
{
    private const string All = "articles/-";

    private static readonly string[] _stated = ["/2016-09-05", "../2016-09-05", "2016-09-05", "2016-09-01/", "2016-09-01/.."];

    private readonly CorpusFiles _files = Made.Corpus(
        [Made.Article("articles/a", "2016-09-05/..")],
        _stated.Select((date, i) => Made.Claim($"articles/a/claims/c{i}", i == 3 ? "2016-09-05" : date, date)));

    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(_files.Root);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public void An_unknown_end_has_no_bound_as_an_open_one_and_the_text_tells_which()
    {
        var happened = List(new(), "name").ToDictionary(claim => claim.EventDate.Edtf, claim => claim.EventDate);
        Assert.Equal(_stated.Order(), happened.Keys.Order());
        foreach (var edtf in new[] { "/2016-09-05", "../2016-09-05" })
        {
            Assert.Null(happened[edtf].EarliestTime);
            Assert.Equal(Moment(2016, 9, 6), happened[edtf].EndTime);
            Assert.Equal(DatePrecision.Day, happened[edtf].Precision);
        }

        foreach (var edtf in new[] { "2016-09-01/", "2016-09-01/.." })
        {
            Assert.Equal(Moment(2016, 9, 1), happened[edtf].EarliestTime);
            Assert.Null(happened[edtf].EndTime);
        }
    }

    [Theory]
    [InlineData("2016-02", "../2016-09-05")]
    [InlineData("../2016-02", "../2016-09-05")]
    [InlineData("2016-09-01", "../2016-09-05 2016-09-01/ 2016-09-01/..")]
    [InlineData("2016-09-05", "../2016-09-05 /2016-09-05 2016-09-01/.. 2016-09-05")]
    [InlineData("2017/..", "2016-09-01/..")]
    public void What_has_an_unknown_end_is_found_by_the_other(string during, string found) => Assert.Equal(
        found.Split(' '),
        List(new() { EventDuring = during }, "name").Select(claim => claim.EventDate.Edtf).Order(StringComparer.Ordinal));

    [Fact]
    public void What_has_an_unknown_end_sorts_by_the_other() => Assert.Equal(
        ["../2016-09-05", "2016-09-01/", "2016-09-01/..", "/2016-09-05", "2016-09-05"],
        List(new(), "event_date,name").Select(claim => claim.EventDate.Edtf));

    [Fact]
    public async Task What_was_stated_until_nobody_knows_when_stands_once_its_start_is_over()
    {
        string[] stated = ["/2016-09-05", "2016-09-05/", "2016-09-05/.."];
        using var files = Made.Corpus(
            [Made.Article("articles/a", "2016-09-05")],
            stated.Select((date, i) => Made.Claim($"articles/a/claims/c{i}", date)));
        await using var server = await RunningServer.StartAsync(files.Root);
        Assert.Empty(StandingAt(Moment(2016, 9, 5)));
        Assert.Equal(["/2016-09-05", "2016-09-05/"], StandingAt(Moment(2016, 9, 6)));

        IEnumerable<string> StandingAt(Timestamp moment) => server.Claims.ListClaims(new()
        {
            Parent = All,
            Filter = new() { StandingAt = moment },
            OrderBy = "name",
        }).Claims.Select(claim => claim.StatedDate.Edtf);
    }

    [Fact]
    public void What_is_unknown_is_counted_apart_from_what_is_open()
    {
        var answer = _server.Claims.SummarizeClaims(new() { Parent = All, Dimensions = { Dimension.EventDay } });
        Assert.Equal(
            _stated.Order(StringComparer.Ordinal).Select(day => (day, 1)),
            Assert.Single(answer.Summaries).Groups.Select(group => (group.Value, group.Count)));
    }

    [Fact]
    public async Task A_period_with_an_unknown_end_is_refused_and_told_what_to_ask()
    {
        var filter = new ClaimFilter
        {
            StatedDuring = "/2016-09-05",
            NoneOf = { new ClaimFilter { EventDuring = "2016-09-05/" } },
        };
        var refusal = await Refusal.OfAsync(_server.Claims.ListClaimsAsync(new() { Parent = All, Filter = filter }));
        refusal.Blames("filter.stated_during", "filter.none_of[0].event_during");
        const string Right = "is unknown, and no period to ask for has an unknown end; expected a date there, or '..' where "
            + "the period is open";
        Assert.Equal(
            [$"'/2016-09-05': its start {Right}", $"'2016-09-05/': its end {Right}"],
            refusal.Violations.Select(violation => violation.Description));
    }

    private RepeatedField<Claim> List(ClaimFilter filter, string order) =>
        _server.Claims.ListClaims(new() { Parent = All, Filter = filter, OrderBy = order }).Claims;

    private static Timestamp Moment(int year, int month, int day) =>
        new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).ToTimestamp();
}
