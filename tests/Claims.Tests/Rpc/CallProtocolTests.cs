using System.Buffers.Binary;
using System.IO.Compression;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Claims.Tests.Rpc;

/// <summary>
/// What a client can send wrong below the messages, to every method there is: each is told so by its own code, and none
/// is a line of the log.
/// </summary>
public sealed class CallProtocolTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private const string GetCorpus = "claims.v1.ClaimsService/GetCorpus";
    private const string GetClaim = "claims.v1.ClaimsService/GetClaim";

    private readonly int _logged = server.Logs.All.Count;

    public static TheoryData<string> SingleRequestMethods =>
        [.. ServedMethods.All.Where(method => !method.IsClientStreaming).Select(ServedMethods.NameOf)];

    public static TheoryData<string, string> Compressed => new(
        from method in ServedMethods.All
        from encoding in (string[])["gzip", "deflate"]
        select (ServedMethods.NameOf(method), encoding));

    // Whatever a test does here, nothing is logged of it.
    public void Dispose() => Assert.Equal(_logged, server.Logs.All.Count);

    [Theory]
    [MemberData(nameof(ServedMethods.Names), MemberType = typeof(ServedMethods))]
    public async Task A_flag_that_is_none_is_the_callers_mistake(string method)
    {
        for (var flag = 2; flag <= byte.MaxValue; flag++)
        {
            var answer = await RawCall.SendFrameAsync(server, method, [(byte)flag, 0, 0, 0, 0]);
            answer.IsInvalid($"is {flag}; expected 0 or 1");
        }

        (await RawCall.SendFrameAsync(server, method, [2])).IsInvalid("");
        (await RawCall.SendFrameAsync(server, method, [7, 0xff, 0xff, 0xff, 0xff])).IsInvalid("is 7; expected 0 or 1");
    }

    [Theory]
    [MemberData(nameof(ServedMethods.Names), MemberType = typeof(ServedMethods))]
    public async Task A_length_beyond_the_largest_request_is_too_large_whatever_follows(string method)
    {
        foreach (var length in (uint[])[(uint)MaximumRequest + 1, int.MaxValue, int.MaxValue + 1u, uint.MaxValue])
        {
            foreach (var flag in (byte[])[0, 1])
            {
                var frame = new byte[5];
                frame[0] = flag;
                BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length);
                (await RawCall.SendFrameAsync(server, method, frame)).Has(StatusCode.ResourceExhausted, "TOO_LARGE");
                (await RawCall.SendFrameAsync(server, method, [.. frame, 1, 2, 3], encoding: "gzip"))
                    .Has(StatusCode.ResourceExhausted, "TOO_LARGE");
            }
        }
    }

    [Theory]
    [InlineData("grpc.health.v1.Health/Check", 4096)]
    [InlineData("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", 4096)]
    [InlineData("claims.v1.ClaimsService/GetClaim", 262_144)]
    public async Task Whoever_asks_too_much_is_told_how_much_the_method_takes(string method, int most)
    {
        var frame = new byte[5 + most + 1];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), most + 1);
        var answer = await RawCall.SendFrameAsync(server, method, frame);
        answer.Has(StatusCode.ResourceExhausted, "TOO_LARGE");
        Assert.Contains($"larger than {most} bytes", answer.Refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServedMethods.Names), MemberType = typeof(ServedMethods))]
    public async Task A_message_that_is_not_all_there_is_the_callers_mistake(string method)
    {
        foreach (var frame in (string[])["00", "01", "00000000", "0000000005", "0100000005", "0000000005ffffffff"])
        {
            (await RawCall.SendFrameAsync(server, method, Convert.FromHexString(frame))).IsInvalid("Incomplete message");
        }
    }

    [Theory]
    [MemberData(nameof(SingleRequestMethods))]
    public async Task One_request_is_one_message(string method)
    {
        (await RawCall.SendFrameAsync(server, method, [])).IsInvalid("Incomplete message");
        (await RawCall.SendFrameAsync(server, method, new byte[10])).IsInvalid("Additional data");
        (await RawCall.SendFrameAsync(server, method, new byte[6])).IsInvalid("Additional data");
    }

    [Theory]
    [MemberData(nameof(ServedMethods.Names), MemberType = typeof(ServedMethods))]
    public async Task Bytes_that_are_no_message_are_the_callers_mistake(string method)
    {
        // No tag; field number 0; a varint, a fixed 32 and 64, a length and a group that are cut short; wire types 6 and 7;
        // an end of no group; groups too deep.
        string[] messages =
        [
            "ff", "00", "02", "a006ff", "a506ff", "a106ff", "a2067f61", "a306", "a606", "a706", "a406", "a306a606a406",
            string.Concat(Enumerable.Repeat("a306", 1000)),
        ];
        foreach (var message in messages)
        {
            (await RawCall.SendAsync(server, method, Convert.FromHexString(message))).IsInvalid("");
        }
    }

    [Theory]
    [MemberData(nameof(ServedMethods.Names), MemberType = typeof(ServedMethods))]
    public async Task A_text_that_is_no_UTF_8_is_the_callers_mistake(string method)
    {
        var type = ServedMethods.All.Single(one => ServedMethods.NameOf(one) == method).InputType;
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.String))
        {
            (await RawCall.SendAsync(server, method, [(byte)(field.FieldNumber << 3 | 2), 2, 0xc3, 0x28])).IsInvalid("");
        }
    }

    [Theory]
    [InlineData("0a0100120106")]
    [InlineData("0a0100120107")]
    [InlineData("0a0100120206a0")]
    public async Task What_is_no_message_within_one_is_the_callers_mistake_too(string hex) =>
        (await RawCall.SendAsync(server, GetClaim, Convert.FromHexString(hex))).IsInvalid("wire type 6 or 7");

    [Theory]
    [InlineData("a0067f")]
    [InlineData("a5067f7f7f7f")]
    [InlineData("a1067f7f7f7f7f7f7f7f")]
    [InlineData("a206037f7f7f")]
    [InlineData("a30608010a0106a406")]
    public async Task What_is_unknown_and_well_formed_is_passed_over(string hex) =>
        Assert.Equal(StatusCode.OK, (await RawCall.SendAsync(server, GetCorpus, Convert.FromHexString(hex))).Code);

    [Theory]
    [MemberData(nameof(ServedMethods.Names), MemberType = typeof(ServedMethods))]
    public async Task A_message_marked_as_compressed_by_nothing_has_the_code_that_gRPC_demands(string method)
    {
        foreach (var encoding in (string?[])[null, "identity"])
        {
            var answer = await RawCall.SendAsync(server, method, [1, 2, 3], compressed: true, encoding);
            answer.Has(StatusCode.Internal, "INTERNAL");
            Assert.Contains("grpc-encoding", answer.Refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(ServedMethods.Names), MemberType = typeof(ServedMethods))]
    public async Task A_compression_that_is_not_served_is_not_implemented_and_those_that_are_are_told(string method)
    {
        foreach (var encoding in (string[])["br", "GZIP", "gzip,gzip", "snappy", "x"])
        {
            var answer = await RawCall.SendAsync(server, method, [1, 2, 3], compressed: true, encoding);
            answer.Has(StatusCode.Unimplemented, "NOT_IMPLEMENTED");
            Assert.Equal("identity,gzip,deflate", answer.Headers["grpc-accept-encoding"]);
        }
    }

    [Fact]
    public async Task What_is_compressed_well_is_read()
    {
        var request = new GetClaimRequest { Name = "articles/ferry-claim/claims/front-set-fire" }.ToByteArray();
        foreach (var encoding in (string[])["gzip", "deflate"])
        {
            var answer = await RawCall.SendAsync(server, GetClaim, Pack(request, encoding), compressed: true, encoding);
            Assert.Equal(StatusCode.OK, answer.Code);
            Assert.Equal(StatusCode.OK, (await RawCall.SendAsync(server, GetClaim, request, encoding: encoding)).Code);

            // What .NET makes of no bytes.
            answer = await RawCall.SendAsync(server, GetCorpus, [], compressed: true, encoding);
            Assert.Equal(StatusCode.OK, answer.Code);

            // A bare stream as others make it of none.
            var nothing = Convert.FromHexString(
                encoding == "gzip" ? "1f8b080000000000000303000000000000000000" : "789c030000000001");
            answer = await RawCall.SendAsync(server, GetCorpus, nothing, compressed: true, encoding);
            Assert.Equal(StatusCode.OK, answer.Code);
        }

        Assert.Equal(StatusCode.OK, (await RawCall.SendAsync(server, GetClaim, request, encoding: "br")).Code);
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task What_is_not_one_whole_compressed_stream_is_the_callers_mistake(string method, string encoding)
    {
        var message = new GetClaimRequest { Name = "articles/a/claims/b" }.ToByteArray();
        var whole = Pack(message, encoding);
        await IsRefused([0]);
        await IsRefused([0x1f, 0x8b]);
        await IsRefused(message);
        await IsRefused([.. whole, 0]);
        await IsRefused([.. whole, 0x1f]);
        await IsRefused([.. whole, 1, 2, 3]);
        await IsRefused([.. whole, .. new byte[3_000]]);
        await IsRefused([.. whole, .. whole[..^1]]);

        // Of gzip, several streams in a row are one.
        if (encoding == "deflate") await IsRefused([.. whole, .. whole]);
        for (var length = 1; length < whole.Length; length++) await IsRefused(whole[..length]);

        // What it says of itself at its end: a checksum, and of gzip the length too.
        for (var i = whole.Length - (encoding == "gzip" ? 8 : 4); i < whole.Length; i++)
        {
            byte[] altered = [.. whole];
            altered[i] ^= 0x10;
            await IsRefused(altered);
        }

        // A stream that needs a dictionary.
        if (encoding == "deflate") await IsRefused([0x78, 0xbb, 0, 0, 0, 1, .. whole[2..]]);

        async Task IsRefused(byte[] packed) =>
            (await RawCall.SendAsync(server, method, packed, compressed: true, encoding)).IsInvalid($"not a whole {encoding} stream");
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task What_unpacks_to_more_than_the_largest_request_is_too_large(string method, string encoding)
    {
        foreach (var size in (int[])[MaximumRequest + 1, 64 * MaximumRequest])
        {
            var answer = await RawCall.SendAsync(server, method, Pack(new byte[size], encoding), compressed: true, encoding);
            answer.Has(StatusCode.ResourceExhausted, "TOO_LARGE");
        }
    }

    [Theory]
    [InlineData("grpc.reflection.v1.ServerReflection/ServerReflectionInfo")]
    [InlineData("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")]
    public async Task A_stream_that_goes_wrong_has_been_answered_up_to_there(string method)
    {
        // In both versions a request for the list of services.
        byte[] good = [0, 0, 0, 0, 3, 0x3a, 1, (byte)'*'];
        (string Bad, StatusCode Code)[] cases =
        [
            ("0000000001ff", StatusCode.InvalidArgument), ("0200000000", StatusCode.InvalidArgument),
            ("00", StatusCode.InvalidArgument), ("0100000000", StatusCode.Internal),
            ("00ffffffff", StatusCode.ResourceExhausted),
        ];
        foreach (var (bad, code) in cases)
        {
            var answer = await RawCall.SendFrameAsync(server, method, [.. good, .. Convert.FromHexString(bad)]);
            Assert.Equal(0, answer.Body[0]);
            Assert.Equal(answer.Body.Length, 5 + BinaryPrimitives.ReadInt32BigEndian(answer.Body.AsSpan(1)));
            Assert.Equal(code, answer.Refusal.Code);
        }
    }

    private static int MaximumRequest => Claims.Server.Rpc.CallBoundary.MaximumRequestSize;

    private static byte[] Pack(byte[] message, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding == "gzip"
            ? new GZipStream(packed, CompressionLevel.Optimal)
            : new ZLibStream(packed, CompressionLevel.Optimal))
        {
            packing.Write(message);
        }

        return packed.ToArray();
    }
}
