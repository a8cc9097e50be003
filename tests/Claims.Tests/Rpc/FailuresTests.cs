using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace Claims.Tests.Rpc;

/// <summary>
/// How large errors are on the wire.
/// </summary>
public class FailuresTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Service = "claims.v1.ClaimsService";
    private const int MaximumTrailers = 6 * 1024;

    public static TheoryData<string> Alphabets => ["x", "é", "語", "💥", "\u0001", "%", "\"\\", "\u202e", "\0"];

    [Theory]
    [MemberData(nameof(Alphabets))]
    public async Task A_thousand_mistakes_fit_in_six_kibibytes_and_are_counted(string letters)
    {
        var value = string.Concat(Enumerable.Repeat(letters, 20));
        var answer = await RawCall.SendAsync(server, $"{Service}/ListClaims", new ListClaimsRequest
        {
            Parent = value,
            Filter = new() { Speakers = { Enumerable.Repeat(value, 999) } },
        });
        IsSmall(answer);
        var refusal = answer.Refusal;
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (refusal.Code, refusal.Reason));
        Assert.Equal("1000", refusal.Info.Metadata["violations"]);
        Assert.Equal("parent", refusal.Violations[0].Field);
        Assert.InRange(refusal.Violations.Count, 2, 999);
        Assert.Equal(
            Enumerable.Range(0, refusal.Violations.Count - 1).Select(i => $"filter.speakers[{i}]"),
            refusal.Violations.Skip(1).Select(violation => violation.Field));
    }

    [Theory]
    [MemberData(nameof(Alphabets))]
    public async Task A_mistake_that_quotes_as_much_as_any_fits_too(string letters)
    {
        var value = string.Concat(Enumerable.Repeat(letters, 200));

        // A malformed interval is quoted, and so is its malformed end.
        var answer = await RawCall.SendAsync(server, $"{Service}/ListClaims", new ListClaimsRequest
        {
            Parent = "articles/-",
            Filter = new() { StatedDuring = $"{value}/{value}", EventDuring = $"{value}/{value}" },
            OrderBy = value,
            ReadMask = new() { Paths = { Enumerable.Repeat("x", 100) } },
        });
        IsSmall(answer);
        Assert.Equal("103", answer.Refusal.Info.Metadata["violations"]);
        Assert.NotEmpty(answer.Refusal.Violations);
        Assert.Equal("filter.stated_during", answer.Refusal.Violations[0].Field);
    }

    [Fact]
    public async Task A_hundred_missing_claims_fit_in_six_kibibytes_and_are_counted()
    {
        var names = Enumerable.Range(0, 100)
            .Select(i => $"articles/{new string('a', 63)}/claims/{new string('c', 60)}{i:000}").ToList();
        var answer = await RawCall.SendAsync(server, $"{Service}/BatchGetClaims", new BatchGetClaimsRequest { Names = { names } });
        IsSmall(answer);
        var refusal = answer.Refusal;
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (refusal.Code, refusal.Reason));
        Assert.Equal("100", refusal.Info.Metadata["missing"]);
        Assert.InRange(refusal.Missing.Count, 5, 99);
        Assert.Equal(names.Take(refusal.Missing.Count), refusal.Missing.Select(info => info.ResourceName));
    }

    [Fact]
    public async Task A_batch_of_malformed_names_fits_too()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"{i}{string.Concat(Enumerable.Repeat("💥\u0000\ufffe語", 50))}");
        var answer = await RawCall.SendAsync(server, $"{Service}/BatchGetClaims", new BatchGetClaimsRequest { Names = { names } });
        IsSmall(answer);
        Assert.Equal("100", answer.Refusal.Info.Metadata["violations"]);
    }

    [Fact]
    public async Task An_error_of_gRPC_itself_that_quotes_the_client_fits_too()
    {
        var longest = new string('x', 5000);
        var encoding = await RawCall.SendAsync(server, $"{Service}/GetCorpus", [], compressed: true, encoding: longest);
        Assert.Contains("Unsupported grpc-encoding value 'xxx", encoding.Refusal.Message, StringComparison.Ordinal);
        RawAnswer[] answers =
        [
            encoding,
            await RawCall.SendAsync(server, $"{Service}/{longest}", []),
            await RawCall.SendFrameAsync(server, $"{Service}/GetCorpus", [], type: $"application/{longest}"),
            await RawCall.SendAsync(
                server, "grpc.health.v1.Health/Check", new HealthCheckRequest { Service = string.Concat(longest, "語") }),
        ];
        Assert.All(answers, IsSmall);
        Assert.All(answers, answer => Assert.NotEmpty(answer.Refusal.Reason));
    }

    private static void IsSmall(RawAnswer answer)
    {
        Assert.InRange(answer.LastFieldsSize, 1, MaximumTrailers - 1);

        // Nothing is in both, and the headers of an error are its trailers, or small.
        Assert.InRange(answer.Headers.Sum(header => header.Key.Length + header.Value.Length), 1, MaximumTrailers - 1);
        Assert.Matches("^[0-9a-f]{32}$", answer.Headers["claims-revision"]);
    }
}
