using System.Net;
using System.Text.RegularExpressions;
using Claims.Tests.Live;
using Claims.V1;

namespace Claims.Tests.Web;

public sealed partial class PageTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private readonly WebClient _web = new(server);

    public void Dispose() => _web.Dispose();

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/articles/ferry-claim", 200)]
    [InlineData("/articles/ferry-claim?filter.polarities=POLARITY_POSITIVE&q=ferry&more=filter.speakers", 200)]
    [InlineData("/articles/ferry-claim/claims/front-set-fire", 200)]
    [InlineData("/sources/corvane-press-agency", 200)]
    [InlineData("/?q=zzzz", 200)]
    [InlineData("/?q=-x", 200)]
    [InlineData("/articles/nix", 404)]
    [InlineData("/topics/nix", 404)]
    [InlineData("/?filter.nix=1", 400)]
    [InlineData("/?at=00000000000000000000000000000000", 400)]
    public async Task Every_address_has_a_page_that_runs_and_fetches_nothing_from_elsewhere(string path, int code)
    {
        using var response = await _web.Http.GetAsync(path);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(code, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotMatch(Forbidden(), html);
        Assert.Single(Heading().Matches(html));
    }

    [Theory]
    [InlineData("/nope")]
    [InlineData("/places/syria")]
    public async Task Whoever_looks_for_a_page_that_is_none_is_told_so_and_a_program_by_the_code(string path)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html,*/*" } } };
        using var page = await _web.Http.SendAsync(asked);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("There is no such page.", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var answer = await _web.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task The_claims_of_an_article_stand_on_its_page_in_its_order_and_lead_to_their_own()
    {
        var listed = await server.Claims.ListClaimsAsync(new() { Parent = "articles/ferry-claim" });
        var html = await _web.Http.GetStringAsync("/articles/ferry-claim");
        Assert.Equal(
            listed.Claims.Select(claim => (claim.Name, claim.Text)),
            Row().Matches(html).Select(row => (row.Groups["name"].Value, WebUtility.HtmlDecode(row.Groups["text"].Value))));
    }

    [Fact]
    public async Task A_facet_counts_what_its_values_would_leave()
    {
        var html = await _web.Http.GetStringAsync("/?filter.polarities=POLARITY_POSITIVE&filter.forces=FORCE_ASSERT");
        var expected = await server.Claims.SummarizeClaimsAsync(new()
        {
            Parent = "articles/-",
            Filter = new() { Polarities = { Polarity.Positive } },
            Dimensions = { Dimension.Force },
            Top = 6,
        });
        Assert.Equal(
            expected.Summaries[0].Groups.Select(group => (group.Value, $"{group.Count}")),
            Option().Matches(html).Select(option => (option.Groups["value"].Value, option.Groups["count"].Value)));
        Assert.Contains("value=\"FORCE_ASSERT\" checked", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_facet_that_leaves_nothing_to_choose_is_not_there()
    {
        var html = await _web.Http.GetStringAsync("/?filter.eventDuring=2019-03-29&filter.sourceKinds=SOURCE_KIND_GOVERNMENT");
        var summary = await server.Claims.SummarizeClaimsAsync(new()
        {
            Parent = "articles/-",
            Filter = new() { EventDuring = "2019-03-29", SourceKinds = { SourceKind.Government } },
            Dimensions = { Dimension.Polarity, Dimension.SourceKind },
        });
        Assert.Single(summary.Summaries[0].Groups);
        Assert.DoesNotContain("name=\"filter.polarities\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"SOURCE_KIND_GOVERNMENT\" checked", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_claims_are_narrowed_to_stands_in_its_field_and_a_chip_takes_it_away()
    {
        var html = await _web.Http.GetStringAsync("/articles/ferry-claim?filter.statedDuring=2019-04-01&q=fire");
        Assert.Contains("name=\"filter.statedDuring\" value=\"2019-04-01\"", html, StringComparison.Ordinal);
        Assert.Matches("""<a href="/articles/ferry-claim\?q=fire" data-stay><span class="vh">[^<]*</span>Said 2019-04-01""", html);
    }

    [Fact]
    public async Task A_source_leads_to_those_affiliated_with_it()
    {
        var sources = await server.Claims.ListSourcesAsync(new() { Affiliations = { "sources/government-of-velmora" }, PageSize = 13 });
        var html = await _web.Http.GetStringAsync("/sources/government-of-velmora");
        Assert.NotEmpty(sources.Sources.Skip(1));
        Assert.All(
            sources.Sources.Where(source => source.Name != "sources/government-of-velmora"),
            source => Assert.Contains($"<a href=\"/{source.Name}\">{source.DisplayName}</a>", WebUtility.HtmlDecode(html), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Curated_text_is_only_ever_text()
    {
        const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> &lt; \"' </h3>";
        await using var corpus = await LiveCorpus.ServeAsync(("a", [Hostile]));
        using var web = new WebClient(corpus.Server);
        foreach (var path in (string[])["/", "/articles/a", "/articles/a/claims/c0", $"/?q={Uri.EscapeDataString("<img src=x>")}"])
        {
            var html = await web.Http.GetStringAsync(path);
            Assert.DoesNotMatch(ForeignScript(), html);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(Hostile, WebUtility.HtmlDecode(await web.Http.GetStringAsync("/articles/a")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_styles_it_is_kept_by_a_browser_for_good()
    {
        var html = await _web.Http.GetStringAsync("/");
        var style = Style().Match(html).Groups[1].Value;
        using var response = await _web.Http.GetAsync(style);
        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", response.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_former_name_is_found_by_the_one_it_has_now()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new(server.WebAddress) };
        using var response = await client.GetAsync("/articles/ferry-arson");
        Assert.Equal((HttpStatusCode.Found, "/articles/ferry-claim"), (response.StatusCode, response.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task What_a_search_found_is_marked_in_the_text_where_it_stands()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["\U0001F6A2\U0001F6A2 The ferry burnt, and the ferryman swam."]));
        using var web = new WebClient(corpus.Server);
        var html = await web.Http.GetStringAsync("/articles/a?q=ferry*");
        Assert.Contains(
            "\U0001F6A2\U0001F6A2 The <mark>ferry</mark> burnt, and the <mark>ferryman</mark> swam.",
            WebUtility.HtmlDecode(html),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_claim_has_the_words_the_last_is_taken_for_a_beginning()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["The ferry burnt.", "A ferryman swam.", "Fire took the pier."]));
        using var web = new WebClient(corpus.Server);
        var begun = await web.Http.GetStringAsync("/articles/a?q=the ferr");
        Assert.Equal(["The <mark>ferry</mark> burnt."], Texts(begun));
        Assert.Contains("with words that begin with “ferr”", WebUtility.HtmlDecode(begun), StringComparison.Ordinal);
        Assert.Equal(["The <mark>ferry</mark> burnt."], Texts(await web.Http.GetStringAsync("/articles/a?q=ferry")));
        Assert.Empty(Texts(await web.Http.GetStringAsync("/articles/a?q=ferr-")));

        static IEnumerable<string> Texts(string html) =>
            MarkedText().Matches(html).Select(text => text.Groups[1].Value.Replace("<mark>The</mark>", "The", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_claim_is_unfolded_in_the_list_as_on_its_own_page()
    {
        var own = Detail().Match(await _web.Http.GetStringAsync("/articles/ferry-claim/claims/front-set-fire")).Value;
        var unfolded = Detail().Matches(await _web.Http.GetStringAsync("/articles/ferry-claim?open=front-set-fire"));
        Assert.NotEmpty(own);
        Assert.Equal(own, Assert.Single(unfolded).Value);
    }

    [GeneratedRegex("""<script(?! (?:type="module" )?src="/page/[0-9a-f]{12}/[a-z]+\.js"></script>)|\sstyle=|\son[a-z]+=|(?:src|<link[^>]* href)="(?:https?:)?//""", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();

    [GeneratedRegex("""<script(?! (?:type="module" )?src="/page/)""", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignScript();

    [GeneratedRegex("""<div class="detail".*?</div>\s*</li>""", RegexOptions.Singleline)]
    private static partial Regex Detail();

    [GeneratedRegex("""<h3><a [^>]*>(.*?)</a></h3>""")]
    private static partial Regex MarkedText();

    [GeneratedRegex("<h1>")]
    private static partial Regex Heading();

    [GeneratedRegex("""<h3><a href="/(?<name>articles/[^/]+/claims/[^"?]+)" data-unfold[^>]*>(?<text>[^<]*)</a></h3>""")]
    private static partial Regex Row();

    [GeneratedRegex("""name="filter\.forces" value="(?<value>\w+)"[^>]*>\s*<span>[^<]*</span>\s*<b>(?<count>\d+)</b>""")]
    private static partial Regex Option();

    [GeneratedRegex("""<link rel="stylesheet" href="([^"]+)""")]
    private static partial Regex Style();
}
