using System.Net;
using Grpc.Core;

namespace Claims.Tests.Rpc;

/// <summary>
/// What a client can send wrong in a call's headers: each is told so by its own code, and none is a line of the log.
/// </summary>
public sealed class CallHeadersTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private const string GetCorpus = "claims.v1.ClaimsService/GetCorpus";
    private const string GetClaim = "claims.v1.ClaimsService/GetClaim";

    private readonly int _logged = server.Logs.All.Count;

    // Whatever a test does here, nothing is logged of it.
    public void Dispose() => Assert.Equal(_logged, server.Logs.All.Count);

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("abc")]
    [InlineData("1s")]
    [InlineData("1h")]
    [InlineData("1 S")]
    [InlineData("1SS")]
    [InlineData("+1S")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("0x1S")]
    [InlineData("1e3S")]
    [InlineData("100000000S")]
    [InlineData("000000001S")]
    [InlineData("999999999H")]
    [InlineData("2147483647H")]
    [InlineData("2147483648n")]
    [InlineData("99999999999999999999999999S")]
    [InlineData("1S,1S")]
    [InlineData("1S", "1S")]
    public async Task A_timeout_that_is_none_is_the_callers_mistake(params string[] timeouts)
    {
        foreach (var method in ServedMethods.All)
        {
            var answer = await RawCall.SendFrameAsync(server, ServedMethods.NameOf(method), new byte[5],
                fields: [.. timeouts.Select(timeout => ("grpc-timeout", timeout))]);
            answer.IsInvalid("grpc-timeout is '");
        }
    }

    [Theory]
    [InlineData("0H")]
    [InlineData("00000000S")]
    [InlineData("0n")]
    [InlineData("1n")]
    [InlineData("99n")]
    public async Task A_timeout_that_has_passed_when_it_arrives_ends_the_call(string timeout)
    {
        foreach (var method in ServedMethods.All)
        {
            var answer = await RawCall.SendFrameAsync(
                server, ServedMethods.NameOf(method), new byte[5], fields: ("grpc-timeout", timeout));
            Assert.Equal((HttpStatusCode.OK, StatusCode.DeadlineExceeded), (answer.HttpStatus, answer.Code));
            Assert.Equal("application/grpc", answer.Headers["content-type"]);
        }
    }

    [Theory]
    [InlineData("99999999H")]
    [InlineData("99999999M")]
    [InlineData("99999999S")]
    [InlineData("99999999m")]
    [InlineData("99999999u")]
    [InlineData("00000060S")]
    [InlineData("1H")]
    public async Task A_timeout_of_eight_digits_or_fewer_is_one(string timeout)
    {
        var answer = await RawCall.SendFrameAsync(server, GetCorpus, new byte[5], fields: ("grpc-timeout", timeout));
        Assert.Equal(StatusCode.OK, answer.Code);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData("application/grpc-web")]
    [InlineData("text/plain")]
    public async Task What_is_no_call_of_gRPC_is_refused_by_HTTP(string type)
    {
        var answer = await RawCall.SendFrameAsync(server, GetCorpus, new byte[5], type: type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.HttpStatus);
        answer.IsInvalid(type);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Only_a_POST_is_a_call(string method)
    {
        foreach (var call in ServedMethods.All.Select(ServedMethods.NameOf))
        {
            var answer = await RawCall.SendFrameAsync(server, call, new byte[5], verb: method);
            answer.IsInvalid($"it is made by {method}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("claims.v1.ClaimsService")]
    [InlineData("claims.v1.ClaimsService/")]
    [InlineData("claims.v1.ClaimsService/GetCorpus/more")]
    [InlineData("claims.v1.ClaimsService/NoSuchMethod")]
    [InlineData("claims.v1.ClaimsService/Get%43orpus%2f")]
    [InlineData("a/b/c/d")]
    [InlineData("%ff/%fe")]
    public async Task A_path_that_leads_nowhere_is_not_implemented(string path)
    {
        var answer = await RawCall.SendFrameAsync(server, path, new byte[5]);
        Assert.Equal(HttpStatusCode.OK, answer.HttpStatus);
        answer.Has(StatusCode.Unimplemented, "NOT_IMPLEMENTED");
    }

    [Fact]
    public async Task Metadata_that_nothing_reads_does_no_harm()
    {
        var answer = await RawCall.SendFrameAsync(server, GetCorpus, new byte[5], fields:
        [
            ("trace-bin", "!!!"), ("trace-bin", "AAA"), ("x-bin", ""), ("grpc-accept-encoding", ",,;gzip , x"),
            ("grpc-message-type", "no"), ("grpc-status", "99"), ("user-agent", "("),
        ]);
        Assert.Equal(StatusCode.OK, answer.Code);
        answer = await RawCall.SendFrameAsync(server, GetCorpus, new byte[5], trailers: false);
        Assert.Equal(StatusCode.OK, answer.Code);
    }
}
