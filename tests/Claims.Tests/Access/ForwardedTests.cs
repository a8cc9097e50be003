using Claims.Tests.Rpc;
using WebClient = Claims.Tests.Web.WebClient;

namespace Claims.Tests.Access;

/// <summary>
/// That what a proxy says of a call is believed of those alone who are configured as proxies.
/// </summary>
public class ForwardedTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.7;127.0.0.0/8", true)]
    [InlineData("10.0.0.7", false)]
    [InlineData(null, false)]
    public async Task How_a_proxy_was_called_is_believed_of_a_configured_one(string? proxies, bool isBelieved)
    {
        await using var server = await RunningServer.StartWithAsync(proxies is null ? [] : [$"--Proxy:Addresses={proxies}"]);
        using var web = new WebClient(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/articles/-/claims:feed")
        {
            Headers = { { "x-forwarded-proto", "https" }, { "x-forwarded-for", "192.0.2.1" } },
        };
        using var response = await web.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var feed = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(isBelieved, feed.Contains("href=\"https://", StringComparison.Ordinal));
        Assert.NotEqual(isBelieved, feed.Contains("href=\"http://", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.7", false)]
    public async Task Clients_behind_a_proxy_are_told_apart_by_what_a_configured_one_says(string proxies, bool isBelieved)
    {
        await using var server = await RunningServer.StartWithAsync(
            $"--Proxy:Addresses={proxies}", "--Limits:CallsPerSecond=1", "--Limits:Burst=1");
        using var web = new WebClient(server);
        var refused = 0;
        for (var i = 1; i <= 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/corpus") { Headers = { { "x-forwarded-for", $"192.0.2.{i}" } } };
            using var response = await web.Http.SendAsync(request, TestContext.Current.CancellationToken);
            if (!response.IsSuccessStatusCode) refused++;
        }

        Assert.Equal(isBelieved, refused == 0);
    }
}
