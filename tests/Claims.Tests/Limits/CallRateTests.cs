using System.Net;
using Claims.Server.Access;
using Claims.Server.Limits;
using Microsoft.AspNetCore.Http;

namespace Claims.Tests.Limits;

public class CallRateTests
{
    [Fact]
    public async Task A_client_calls_as_often_as_it_may_at_once_and_then_waits_as_long_as_it_is_told()
    {
        using var rate = new CallRate(perSecond: 5, burst: 3);
        var call = From("192.0.2.1");
        for (var i = 0; i < 3; i++) Assert.Null(rate.Refuse(call));
        var wait = rate.Refuse(call);
        Assert.InRange(wait!.Value, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.2));

        // The limiter looks at its clients ten times a second, when it is not late.
        while (wait is { } left)
        {
            await Task.Delay(left, TestContext.Current.CancellationToken);
            wait = rate.Refuse(call);
        }
    }

    [Fact]
    public void Clients_are_told_apart_by_their_names_and_else_by_where_they_call_from()
    {
        using var rate = new CallRate(perSecond: 1, burst: 1);
        foreach (var call in (HttpContext[])[From("192.0.2.1"), From("192.0.2.2"), From("2001:db8::1"), Named("a"), Named("b")])
        {
            Assert.Null(rate.Refuse(call));
            Assert.NotNull(rate.Refuse(call));
        }

        static HttpContext Named(string name)
        {
            var call = From("192.0.2.1");
            call.Features.Set<Caller>(new Known(name));
            return call;
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2::/64")]
    public void One_customer_has_one_address_of_IPv4_and_many_of_IPv6(string address, string network) =>
        Assert.Equal(network, CallerName.NetworkOf(IPAddress.Parse(address)));

    private static DefaultHttpContext From(string address)
    {
        var call = new DefaultHttpContext();
        call.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return call;
    }

    private sealed class Known(string name) : Caller
    {
        public override string Name => name;

        public override bool IsOver => false;
    }
}
