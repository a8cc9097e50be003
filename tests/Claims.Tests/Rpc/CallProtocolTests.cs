using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using ReflectionV1 = Grpc.Reflection.V1;
using ReflectionV1Alpha = Grpc.Reflection.V1Alpha;

namespace Claims.Tests.Rpc;

/// <summary>
/// What a client can send wrong below the messages, to every method there is: each is told so by its own code, and none
/// is a line of the log.
/// </summary>
public sealed class CallProtocolTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private const string GetCorpus = "claims.v1.ClaimsService/GetCorpus";
    private const string GetClaim = "claims.v1.ClaimsService/GetClaim";

    private static readonly ServiceDescriptor[] _services =
    [
        ClaimsService.Descriptor, Health.Descriptor, ReflectionV1.ServerReflection.Descriptor,
        ReflectionV1Alpha.ServerReflection.Descriptor,
    ];

    private static readonly MethodDescriptor[] _methods = [.. _services.SelectMany(service => service.Methods)];

    private readonly int _logged = server.Logs.All.Count;

    public static TheoryData<string> Methods => [.. _methods.Select(NameOf)];

    public static TheoryData<string> SingleRequestMethods =>
        [.. _methods.Where(method => !method.IsClientStreaming).Select(NameOf)];

    public static TheoryData<string, string> Compressed => new(
        from method in _methods
        from encoding in (string[])["gzip", "deflate"]
        select (NameOf(method), encoding));

    // Whatever a test does here, nothing is logged of it.
    public void Dispose() => Assert.Equal(_logged, server.Logs.All.Count);

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_flag_that_is_none_is_the_callers_mistake(string method)
    {
        for (var flag = 2; flag <= byte.MaxValue; flag++)
        {
            var answer = await RawCall.SendFrameAsync(server, method, [(byte)flag, 0, 0, 0, 0]);
            IsInvalid(answer, $"is {flag}; expected 0 or 1");
        }

        IsInvalid(await RawCall.SendFrameAsync(server, method, [2]), "");
        IsInvalid(await RawCall.SendFrameAsync(server, method, [7, 0xff, 0xff, 0xff, 0xff]), "is 7; expected 0 or 1");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_length_beyond_the_largest_request_is_too_large_whatever_follows(string method)
    {
        foreach (var length in (uint[])[(uint)MaximumRequest + 1, int.MaxValue, int.MaxValue + 1u, uint.MaxValue])
        {
            foreach (var flag in (byte[])[0, 1])
            {
                var frame = new byte[5];
                frame[0] = flag;
                BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length);
                Has(await RawCall.SendFrameAsync(server, method, frame), StatusCode.ResourceExhausted, "TOO_LARGE");
                Has(await RawCall.SendFrameAsync(server, method, [.. frame, 1, 2, 3], encoding: "gzip"),
                    StatusCode.ResourceExhausted, "TOO_LARGE");
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
        Has(answer, StatusCode.ResourceExhausted, "TOO_LARGE");
        Assert.Contains($"larger than {most} bytes", answer.Refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_message_that_is_not_all_there_is_the_callers_mistake(string method)
    {
        foreach (var frame in (string[])["00", "01", "00000000", "0000000005", "0100000005", "0000000005ffffffff"])
        {
            IsInvalid(await RawCall.SendFrameAsync(server, method, Convert.FromHexString(frame)), "Incomplete message");
        }
    }

    [Theory]
    [MemberData(nameof(SingleRequestMethods))]
    public async Task One_request_is_one_message(string method)
    {
        IsInvalid(await RawCall.SendFrameAsync(server, method, []), "Incomplete message");
        IsInvalid(await RawCall.SendFrameAsync(server, method, new byte[10]), "Additional data");
        IsInvalid(await RawCall.SendFrameAsync(server, method, new byte[6]), "Additional data");
    }

    [Theory]
    [MemberData(nameof(Methods))]
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
            IsInvalid(await RawCall.SendAsync(server, method, Convert.FromHexString(message)), "");
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_text_that_is_no_UTF_8_is_the_callers_mistake(string method)
    {
        var type = _methods.Single(one => NameOf(one) == method).InputType;
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.String))
        {
            IsInvalid(await RawCall.SendAsync(server, method, [(byte)(field.FieldNumber << 3 | 2), 2, 0xc3, 0x28]), "");
        }
    }

    [Theory]
    [InlineData("0a0100120106")]
    [InlineData("0a0100120107")]
    [InlineData("0a0100120206a0")]
    public async Task What_is_no_message_within_one_is_the_callers_mistake_too(string hex) =>
        IsInvalid(await RawCall.SendAsync(server, GetClaim, Convert.FromHexString(hex)), "wire type 6 or 7");

    [Theory]
    [InlineData("a0067f")]
    [InlineData("a5067f7f7f7f")]
    [InlineData("a1067f7f7f7f7f7f7f7f")]
    [InlineData("a206037f7f7f")]
    [InlineData("a30608010a0106a406")]
    public async Task What_is_unknown_and_well_formed_is_passed_over(string hex) =>
        Assert.Equal(StatusCode.OK, (await RawCall.SendAsync(server, GetCorpus, Convert.FromHexString(hex))).Code);

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_message_marked_as_compressed_by_nothing_has_the_code_that_gRPC_demands(string method)
    {
        foreach (var encoding in (string?[])[null, "identity"])
        {
            var answer = await RawCall.SendAsync(server, method, [1, 2, 3], compressed: true, encoding);
            Has(answer, StatusCode.Internal, "INTERNAL");
            Assert.Contains("grpc-encoding", answer.Refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_compression_that_is_not_served_is_not_implemented_and_those_that_are_are_told(string method)
    {
        foreach (var encoding in (string[])["br", "GZIP", "gzip,gzip", "snappy", "x"])
        {
            var answer = await RawCall.SendAsync(server, method, [1, 2, 3], compressed: true, encoding);
            Has(answer, StatusCode.Unimplemented, "NOT_IMPLEMENTED");
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

        async Task IsRefused(byte[] packed) => IsInvalid(
            await RawCall.SendAsync(server, method, packed, compressed: true, encoding), $"not a whole {encoding} stream");
    }

    [Theory]
    [MemberData(nameof(Compressed))]
    public async Task What_unpacks_to_more_than_the_largest_request_is_too_large(string method, string encoding)
    {
        foreach (var size in (int[])[MaximumRequest + 1, 64 * MaximumRequest])
        {
            var answer = await RawCall.SendAsync(server, method, Pack(new byte[size], encoding), compressed: true, encoding);
            Has(answer, StatusCode.ResourceExhausted, "TOO_LARGE");
        }
    }

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
        foreach (var method in _methods)
        {
            IsInvalid(await RawCall.SendFrameAsync(server, NameOf(method), new byte[5],
                fields: [.. timeouts.Select(timeout => ("grpc-timeout", timeout))]), "grpc-timeout is '");
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
        foreach (var method in _methods)
        {
            var answer = await RawCall.SendFrameAsync(
                server, NameOf(method), new byte[5], fields: ("grpc-timeout", timeout));
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
        IsInvalid(answer, type);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Only_a_POST_is_a_call(string method)
    {
        foreach (var call in Methods.Select(row => row.Data))
        {
            var answer = await RawCall.SendFrameAsync(server, call, new byte[5], verb: method);
            IsInvalid(answer, $"it is made by {method}");
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
        Has(answer, StatusCode.Unimplemented, "NOT_IMPLEMENTED");
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

    private static string NameOf(MethodDescriptor method) => $"{method.Service.FullName}/{method.Name}";

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

    private static void IsInvalid(RawAnswer answer, string says)
    {
        Has(answer, StatusCode.InvalidArgument, "INVALID_REQUEST");
        Assert.Contains(says, answer.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(answer.Refusal.Violations).Field);
    }

    private static void Has(RawAnswer answer, StatusCode code, string reason) =>
        Assert.Equal((code, reason), (answer.Refusal.Code, answer.Refusal.Reason));
}
