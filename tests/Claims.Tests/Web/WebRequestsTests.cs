using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Claims.Server.Rpc;
using Claims.V1;

namespace Claims.Tests.Web;

public sealed class WebRequestsTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private const string Claims = "/v1/articles/-/claims";

    private readonly WebClient _web = new(server);

    public void Dispose() => _web.Dispose();

    [Theory]
    [InlineData("filter.sourceKinds=SOURCE_KIND_NEWS_AGENCY&filter.sourceKinds=SOURCE_KIND_OFFICIAL&pageSize=1")]
    [InlineData("filter.source_kinds=SOURCE_KIND_NEWS_AGENCY&filter.source_kinds=SOURCE_KIND_OFFICIAL&page_size=1")]
    public async Task A_parameter_is_a_field_by_its_name_in_json_or_in_the_contract(string query)
    {
        var expected = await server.Claims.ListClaimsAsync(new()
        {
            Parent = "articles/-",
            PageSize = 1,
            Filter = new() { SourceKinds = { SourceKind.NewsAgency, SourceKind.Official } },
        });
        Assert.Equal(expected, ListClaimsResponse.Parser.ParseJson(await _web.Http.GetStringAsync($"{Claims}?{query}")));
    }

    [Theory]
    [InlineData("filter.sourceKind=X", "filter.sourceKind",
        "'sourceKind' is no field of claims.v1.ClaimFilter; did you mean 'sourceKinds'?")]
    [InlineData("filters.forces=FORCE_DENY", "filters.forces", "'filters' is no field of claims.v1.ListClaimsRequest; did you mean 'filter'?")]
    [InlineData("filter.forces=DENY", "filter.forces", "'DENY' is no claims.v1.Force")]
    [InlineData("filter.presupposed=yes", "filter.presupposed", "'yes' is neither true nor false")]
    [InlineData("pageSize=ten", "pageSize", "'ten' is no whole number from -2147483648 to 2147483647")]
    [InlineData("pageSize=1&pageSize=2", "pageSize", "it is given 2 times; expected once")]
    [InlineData("filter=x", "filter", "it is a message; expected a field of it, such as filter.speakers")]
    [InlineData("filter.anyOf=x", "filter.anyOf",
        "a list of messages cannot stand in a query string; send the request as the body of a POST")]
    [InlineData("filter.anyOf.forces=FORCE_DENY", "filter.anyOf.forces", "nothing can be named within 'anyOf' here")]
    [InlineData("orderBy.x=1", "orderBy.x", "nothing can be named within 'orderBy' here")]
    [InlineData("filter.standingAt=2016-09-05", "filter.standingAt",
        "'2016-09-05' is no time; expected one such as 2016-09-05T12:00:00Z")]
    [InlineData("readMask=a_b", "readMask",
        "'a_b' is no list of fields with commas between them, such as text,statedDate.edtf")]
    [InlineData("pageSize=-1", "page_size", "-1 is negative; expected 0 for the default, or 1 to 1000")]
    public async Task What_is_wrong_with_a_parameter_is_told_with_its_name(string query, string field, string problem)
    {
        using var response = await _web.Http.GetAsync($"{Claims}?{query}");
        var (code, status, reason, details) = await WebClient.ErrorOf(response);
        Assert.Equal((400, "INVALID_ARGUMENT", "INVALID_REQUEST"), (code, status, reason));
        var violation = details[1].GetProperty("fieldViolations")[0];
        Assert.Equal(field, violation.GetProperty("field").GetString());
        Assert.StartsWith(problem, violation.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_query_is_told_at_once()
    {
        using var response = await _web.Http.GetAsync($"{Claims}?a=1&b=2&pageSize=x");
        var (_, _, _, details) = await WebClient.ErrorOf(response);
        Assert.Equal(3, details[1].GetProperty("fieldViolations").GetArrayLength());
    }

    [Theory]
    [InlineData("{", "The request is no message of its method: ")]
    [InlineData("", "The request is no message of its method: ")]
    [InlineData("[]", "The request is no message of its method: ")]
    [InlineData("""{"nix": 1}""", "The request is no message of its method: Unknown field: nix")]
    [InlineData("""{"filter": {"forces": ["DENY"]}}""", "The request is no message of its method: Invalid enum value: DENY")]
    [InlineData("""{"parent": "articles/ferry-claim"}""",
        "parent: 'articles/ferry-claim' is not what the path has, which is 'articles/-'; leave it out of the body")]
    public async Task A_body_that_is_no_request_is_told_so(string body, string message)
    {
        using var response = await _web.Http.PostAsync($"{Claims}:list", new StringContent(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_whether_or_not_it_says_so(bool tells)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(new string(' ', CallBoundary.MaximumRequestSize) + "{}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Claims}:list") { Content = content };
        if (!tells) request.Headers.TransferEncodingChunked = true;
        using var response = await _web.Http.SendAsync(request);
        var (code, status, reason, _) = await WebClient.ErrorOf(response);
        Assert.Equal((413, "RESOURCE_EXHAUSTED", "TOO_LARGE"), (code, status, reason));
    }

    [Fact]
    public async Task As_large_a_body_as_is_taken_is_read()
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(new string(' ', CallBoundary.MaximumRequestSize - 2) + "{}"));
        using var response = await _web.Http.PostAsync($"{Claims}:list", content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_filter_of_more_values_than_grpc_takes_is_refused_the_same()
    {
        var values = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"a{i}\""));
        using var response = await _web.Http.PostAsync(
            $"{Claims}:list", new StringContent($$$"""{"filter": {"cues": [{{{values}}}]}}"""));
        Assert.Equal((400, "INVALID_ARGUMENT", "INVALID_REQUEST"), (await WebClient.ErrorOf(response)) is var (a, b, c, _) ? (a, b, c) : default);
    }

    [Theory]
    [InlineData("GET", "/v1/nix")]
    [InlineData("GET", "/v1/articles/a/claims/b/c")]
    [InlineData("POST", "/v1/articles")]
    [InlineData("DELETE", "/v1/articles/ferry-claim")]
    [InlineData("GET", "/v1/sources:reconcile")]
    public async Task A_method_that_there_is_not_is_told_and_where_all_are_found(string verb, string path)
    {
        using var response = await _web.Http.SendAsync(new(new(verb), path));
        var (code, status, reason, details) = await WebClient.ErrorOf(response);
        Assert.Equal((404, "NOT_FOUND", "NOT_FOUND"), (code, status, reason));
        Assert.Equal($"{verb} {path}", details[1].GetProperty("resourceName").GetString());
    }

    [Theory]
    [InlineData("/v1/articles/nix", 404, "NOT_FOUND", "NOT_FOUND")]
    [InlineData("/v1/articles/ferry-claim/claims/nix:trace", 404, "NOT_FOUND", "NOT_FOUND")]
    [InlineData("/v1/articles/-/claims?revision=00000000000000000000000000000000", 400, "FAILED_PRECONDITION", "REVISION_NOT_HELD")]
    [InlineData("/v1/articles/-/claims?pageToken=nix", 400, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN")]
    public async Task An_error_of_the_service_has_the_status_that_http_has_for_it(string url, int code, string status, string reason)
    {
        using var response = await _web.Http.GetAsync(url);
        var error = await WebClient.ErrorOf(response);
        Assert.Equal((code, status, reason), (error.Code, error.Status, error.Reason));
    }

    [Fact]
    public async Task Whoever_has_the_answer_of_a_revision_gets_none_anew()
    {
        using var first = await _web.Http.GetAsync(Claims);
        Assert.Equal(server.Revision, first.Headers.GetValues("claims-revision").Single());
        Assert.True(first.Headers.CacheControl!.NoCache);
        using var request = new HttpRequestMessage(HttpMethod.Get, Claims);
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\""));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await _web.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
    }

    [Fact]
    public async Task What_changes_without_a_revision_has_no_tag()
    {
        using var response = await _web.Http.GetAsync("/v1/corpus");
        Assert.Null(response.Headers.ETag);
    }

    [Fact]
    public async Task The_port_for_grpc_has_none_of_it()
    {
        using var client = new HttpClient { BaseAddress = new(server.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, Claims)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
