using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Claims.Tests.Rpc;

public class RequestReaderTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string ListClaims = "claims.v1.ClaimsService/ListClaims";

    [Fact]
    public async Task Filters_are_counted_before_any_is_made()
    {
        // 80,000 empty filters of three bytes. Made, each would take some hundred bytes.
        var filter = new byte[240_000];
        for (var i = 0; i < filter.Length; i += 3) (filter[i], filter[i + 1]) = (0xA2, 1);
        var request = new ListClaimsRequest { Parent = "articles/-" }.ToByteArray()
            .Concat(Field(ListClaimsRequest.FilterFieldNumber, filter)).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(80_001, ScanOf(request).Filters);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);

        var refusal = (await RawCall.SendAsync(server, ListClaims, request)).Refusal;
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (refusal.Code, refusal.Reason));
        refusal.Blames("filter");
        Assert.Contains("80001 filters given; the most is 100", refusal.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_in_filters_are_counted_however_they_are_nested()
    {
        var request = new ListClaimsRequest
        {
            Filter = new()
            {
                Topics = { "t" },
                StatedDuring = "2016",
                StandingAt = new() { Seconds = 1 },
                AllOf = { new ClaimFilter(), new ClaimFilter { AnyOf = { new ClaimFilter(), new ClaimFilter() } } },
                NoneOf = { new ClaimFilter { Presupposed = true } },
            },
            PageSize = 7,
        };
        Assert.Equal(6, ScanOf(request.ToByteArray()).Filters);
        Assert.Equal(0, ScanOf(new ListClaimsRequest { PageSize = 7 }.ToByteArray()).Filters);
    }

    [Fact]
    public void Bytes_of_any_kind_are_counted_or_left_to_the_parser()
    {
        var random = new Random(1);
        var bytes = new byte[300];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            if (i % 2 == 0) bytes[0] = (ListClaimsRequest.FilterFieldNumber << 3) | 2;
            Assert.InRange(ScanOf(bytes.AsSpan(0, random.Next(bytes.Length))).Filters, 0, 300);
        }
    }

    [Fact]
    public async Task What_is_unknown_in_a_request_is_passed_over()
    {
        var request = new ListClaimsRequest { Parent = "articles/-", PageSize = 3 }.ToByteArray();
        var unknown = Enumerable.Range(1000, 5000).SelectMany(number => Field(number, [1, 2, 3]));
        var answer = await RawCall.SendAsync(server, ListClaims, [.. request, .. unknown]);
        Assert.Equal(StatusCode.OK, answer.Code);
        Assert.Equal(3, ListClaimsResponse.Parser.ParseFrom(answer.Body.AsSpan(5)).Claims.Count);
    }

    [Fact]
    public async Task Values_are_counted_before_any_is_made()
    {
        // Names of one letter take three bytes on the wire and forty in memory; enums one and four.
        var names = new BatchGetClaimsRequest { Names = { Enumerable.Repeat("n", 80_000) } };
        var refusal = (await RawCall.SendAsync(server, "claims.v1.ClaimsService/BatchGetClaims", names.ToByteArray())).Refusal;
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (refusal.Code, refusal.Reason));
        refusal.Blames("names");
        Assert.Contains("80000 values given", refusal.Violations[0].Description, StringComparison.Ordinal);

        var filter = new ClaimFilter { Cues = { Enumerable.Repeat("c", 900) }, Forces = { new Force[3000] } };
        var masked = new FieldMask { Paths = { Enumerable.Repeat("p", 5000) } };
        var request = new ListClaimsRequest { Parent = "articles/-", Filter = filter, ReadMask = masked }.ToByteArray();
        Assert.InRange(ScanOf(request).Values, 8900, 8901);
        refusal = (await RawCall.SendAsync(server, ListClaims, request)).Refusal;
        refusal.Blames("filter", "read_mask");
    }

    private static RequestScan ScanOf(ReadOnlySpan<byte> request)
    {
        var scan = new RequestScan(ListClaimsRequest.Descriptor);
        scan.Read(request);
        return scan;
    }

    private static byte[] Field(int number, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }
}
