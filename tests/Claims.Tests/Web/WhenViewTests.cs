using System.Net;
using System.Text.RegularExpressions;
using Claims.Tests.Live;

namespace Claims.Tests.Web;

public sealed partial class WhenViewTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private readonly WebClient _web = new(server);

    public void Dispose() => _web.Dispose();

    [Theory]
    [InlineData("/?view=when")]
    [InlineData("/articles/ferry-claim?view=when")]
    [InlineData("/articles/ferry-claim?view=when&q=ferry")]
    [InlineData("/sources/corvane-press-agency?view=when")]
    public async Task Every_claim_that_is_found_stands_at_what_it_is_about_and_at_when_it_was_said(string path)
    {
        var html = await _web.Http.GetStringAsync(path);
        var total = int.Parse(Total().Match(html).Groups[1].Value, null);
        string[] panels = html.Split("<h2>When they were said</h2>");
        Assert.Equal(2, panels.Length);
        Assert.Equal(total, Linked().Matches(panels[0]).Select(link => link.Groups[1].Value).Distinct().Count());
        Assert.Equal(total, Linked().Matches(panels[1]).Select(link => link.Groups[1].Value).Distinct().Count());
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_title_is_what_the_dates_show_first()
    {
        await using var corpus = await LiveCorpus.ServeAsync(("a", ["One.", "Two."]));
        using var web = new WebClient(corpus.Server);
        var html = WebUtility.HtmlDecode(await web.Http.GetStringAsync("/articles/a?view=when"));
        Assert.Matches("<h2>(No claim gives a date|All 2 claims are about .*)</h2>", html);
    }

    [GeneratedRegex("""<b>(\d+)</b> (?:of|claim)""")]
    private static partial Regex Total();

    [GeneratedRegex("""<a href="/(articles/[^/"]+/claims/[^"?]+)""")]
    private static partial Regex Linked();
}
