using System.IO.Compression;
using Claims.Server.Rpc;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Claims.Tests.Rpc;

public class CallBoundaryTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Service = "claims.v1.ClaimsService";
    private const int MaximumRequest = 256 * 1024;

    [Fact]
    public async Task Every_answer_names_its_revision_in_the_headers_and_in_its_field()
    {
        await Names(server.Claims.GetClaimAsync(new() { Name = "articles/ferry-claim/claims/front-set-fire" }), _ => null);
        await Names(
            server.Claims.BatchGetClaimsAsync(new() { Names = { "articles/ferry-claim/claims/front-set-fire" } }),
            answer => answer.Revision);
        await Names(server.Claims.ListClaimsAsync(new() { Parent = "articles/-" }), answer => answer.Revision);
        await Names(server.Claims.GetArticleAsync(new() { Name = "articles/ferry-claim" }), _ => null);
        await Names(server.Claims.ListArticlesAsync(new()), answer => answer.Revision);
        await Names(server.Claims.GetSourceAsync(new() { Name = "sources/strait-watch" }), _ => null);
        await Names(server.Claims.ListSourcesAsync(new()), answer => answer.Revision);
        await Names(server.Claims.ListTopicsAsync(new()), answer => answer.Revision);
        await Names(server.Claims.ListPlacesAsync(new()), answer => answer.Revision);
        var reconcile = new ReconcileSourcesRequest { Queries = { new SourceQuery { Name = "cpa" } } };
        await Names(server.Claims.ReconcileSourcesAsync(reconcile), answer => answer.Revision);
        await Names(server.Claims.GetCorpusAsync(new()), answer => answer.Revision);
        await Names(server.Health.CheckAsync(new()), _ => null);
        await Names(server.Health.ListAsync(new()), _ => null);

        using var watch = server.Health.Watch(new());
        HasRevision(await watch.ResponseHeadersAsync);
        using var reflection = new ServerReflection.ServerReflectionClient(server.Calls).ServerReflectionInfo();
        await reflection.RequestStream.CompleteAsync();
        HasRevision(await reflection.ResponseHeadersAsync);

        async Task Names<T>(AsyncUnaryCall<T> call, Func<T, string?> revision)
        {
            var answer = await call;
            HasRevision(await call.ResponseHeadersAsync);
            Assert.Equal(server.Revision, revision(answer) ?? server.Revision);
        }
    }

    [Fact]
    public async Task Every_error_names_the_revision_in_the_headers()
    {
        var calls = new (string Method, byte[] Message)[]
        {
            ($"{Service}/GetClaim", []),
            ($"{Service}/GetClaim", new GetClaimRequest { Name = "articles/no/claims/no" }.ToByteArray()),
            ($"{Service}/ListClaims", new ListClaimsRequest { Parent = "articles/-", PageToken = "x" }.ToByteArray()),
            ($"{Service}/SearchClaims", []),
            ($"{Service}/WatchClaims", []),
            ($"{Service}/GetClaim", new byte[MaximumRequest + 1]),
            ($"{Service}/GetClaim", [0xff]),
            ($"{Service}/NoSuchMethod", []),
            ("claims.v1.NoSuchService/GetClaim", []),
            ("grpc.health.v1.Health/Check", new HealthCheckRequest { Service = "no" }.ToByteArray()),
        };
        foreach (var (method, message) in calls)
        {
            var answer = await RawCall.SendAsync(server, method, message);
            Assert.NotEqual(StatusCode.OK, answer.Code);
            Assert.Equal(server.Revision, answer.Headers["claims-revision"]);
        }
    }

    [Theory]
    [InlineData("claims.v1.ClaimsService/NoSuchMethod")]
    [InlineData("claims.v1.NoSuchService/GetClaim")]
    [InlineData("grpc.health.v1.Health/NoSuchMethod")]
    public async Task An_unknown_method_or_service_is_not_implemented(string method)
    {
        var refusal = (await RawCall.SendAsync(server, method, [])).Refusal;
        Assert.Equal((StatusCode.Unimplemented, "NOT_IMPLEMENTED"), (refusal.Code, refusal.Reason));
        Assert.StartsWith($"'/{method}': ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_service_to_check_is_not_found()
    {
        var refusal = await Refusal.OfAsync(server.Health.CheckAsync(new() { Service = "claims.v1.NoSuchService" }));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (refusal.Code, refusal.Reason));
        Assert.Contains("'claims.v1.NoSuchService'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_may_have_256_kibibytes_and_no_more()
    {
        Assert.Equal(40, server.Claims.ListClaims(OfSize(MaximumRequest)).TotalSize);
        IsTooLarge(await Refusal.OfAsync(server.Claims.ListClaimsAsync(OfSize(MaximumRequest + 1))));
    }

    [Fact]
    public async Task A_request_that_grows_too_large_when_it_is_unpacked_is_refused_too()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[64 * MaximumRequest]);
        }

        Assert.True(packed.Length < MaximumRequest);
        var answer = await RawCall.SendAsync(
            server, $"{Service}/GetClaim", packed.ToArray(), compressed: true, encoding: "gzip");
        IsTooLarge(answer.Refusal);
    }

    [Theory]
    [InlineData("ff", "no tag at all")]
    [InlineData("0a7f61", "a string that is cut short")]
    [InlineData("0a02fffe", "a string that is no UTF-8")]
    [InlineData("0aedbfbfedbfbf", "a length that is nonsense")]
    [InlineData("0b0b0b0b", "groups that do not end")]
    public async Task Bytes_that_are_no_message_are_the_callers_mistake(string hex, string what)
    {
        var answer = await RawCall.SendAsync(server, $"{Service}/GetClaim", Convert.FromHexString(hex));
        var refusal = answer.Refusal;
        Assert.True((StatusCode.InvalidArgument, "INVALID_REQUEST") == (refusal.Code, refusal.Reason), what);
        Assert.Equal("1", refusal.Info.Metadata["violations"]);
        Assert.Equal("", Assert.Single(refusal.Violations).Field);
        LeaksNothing(refusal);
    }

    [Fact]
    public async Task Bytes_that_are_no_health_check_are_the_callers_mistake_too()
    {
        var answer = await RawCall.SendAsync(server, "grpc.health.v1.Health/Check", [0xff]);
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (answer.Refusal.Code, answer.Refusal.Reason));
    }

    [Fact]
    public async Task A_filter_nested_beyond_what_can_be_read_is_the_callers_mistake()
    {
        var filter = new ClaimFilter();
        for (var depth = 0; depth < 200; depth++) filter = new() { AllOf = { filter } };
        var message = new ListClaimsRequest { Parent = "articles/-", Filter = filter }.ToByteArray();
        var refusal = (await RawCall.SendAsync(server, $"{Service}/ListClaims", message)).Refusal;
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (refusal.Code, refusal.Reason));
    }

    [Theory]
    [InlineData("", "Incomplete message")]
    [InlineData("000000000000", "Additional data after the message received")]
    [InlineData("0100000000", "a message is marked as compressed, and grpc-encoding does not say by what")]
    [InlineData("02", "the first byte of a message, which says whether it is compressed, is 2; expected 0 or 1")]
    public async Task A_body_that_is_no_framed_message_is_told_what_breaks_the_protocol(string hex, string problem)
    {
        var answer = await RawCall.SendFrameAsync(server, $"{Service}/GetCorpus", Convert.FromHexString(hex));
        Assert.Equal($"The call breaks gRPC's protocol: {problem}.", answer.Refusal.Message);
        LeaksNothing(answer.Refusal);
    }

    [Fact]
    public async Task A_method_that_fails_tells_the_log_why_and_the_caller_nothing()
    {
        await using var faulty = await RunningServer.StartAsync(
            RunningServer.InventedCorpus, map: app => app.MapGrpcService<FaultyRpc>());
        var calls = faulty.Calls;

        IsInternal(await Refusal.OfAsync(calls.AsyncUnaryCall(Faulty.First, null, default, new())));

        using var begun = calls.AsyncServerStreamingCall(Faulty.Late, null, default, new());
        Assert.True(await begun.ResponseStream.MoveNext(default));
        IsInternal(Refusal.Of(await Assert.ThrowsAsync<RpcException>(() => begun.ResponseStream.MoveNext(default))));
        Assert.Equal(faulty.Revision, (await begun.ResponseHeadersAsync).GetValue("claims-revision"));

        var logged = faulty.Logs.All.Where(record => record.Level == LogLevel.Error).ToList();
        Assert.Equal(2, logged.Count);
        Assert.All(logged, record => Assert.Equal(Faulty.Secret, record.Exception?.Message));

        static void IsInternal(Refusal refusal)
        {
            Assert.Equal((StatusCode.Internal, "INTERNAL"), (refusal.Code, refusal.Reason));
            Assert.DoesNotContain("secret", refusal.Status.ToString(), StringComparison.OrdinalIgnoreCase);
            LeaksNothing(refusal);
        }
    }

    [Fact]
    public async Task A_call_that_finds_no_memory_is_told_so_and_the_log_without_a_trace()
    {
        await using var faulty = await RunningServer.StartAsync(
            RunningServer.InventedCorpus, map: app => app.MapGrpcService<FaultyRpc>());
        var refusal = await Refusal.OfAsync(faulty.Calls.AsyncUnaryCall(Faulty.Hungry, null, default, new()));
        Assert.Equal((StatusCode.ResourceExhausted, "OUT_OF_MEMORY"), (refusal.Code, refusal.Reason));
        LeaksNothing(refusal);
        var logged = Assert.Single(faulty.Logs.All, record => record.Level >= LogLevel.Warning);
        Assert.Null(logged.Exception);
        Assert.Contains(nameof(Faulty.Grow), logged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_ends_at_its_deadline_is_told_so_even_where_the_clock_is_a_little_behind()
    {
        await using var faulty = await RunningServer.StartAsync(
            RunningServer.InventedCorpus,
            builder =>
            {
                // The caller's deadline, and no other.
                builder.Configuration["Limits:CallSeconds"] = "0";
                builder.Services.AddSingleton<IServiceMethodProvider<FaultyRpc>>(
                    new MethodBinding<FaultyRpc>(binder => binder.AddMethod(Faulty.Over, (UnaryServerMethod<Empty, Empty>?)null)));
            },
            app => app.MapGrpcService<FaultyRpc>());
        var call = faulty.Calls.AsyncUnaryCall(Faulty.Over, null, default, new());
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(new Status(StatusCode.DeadlineExceeded, "The deadline is past."), refused.Status);
    }

    // With a field that no version knows, and that is dropped: two bytes for its number, three for its length.
    private static ListClaimsRequest OfSize(int size)
    {
        var request = new ListClaimsRequest { Parent = "articles/-" };
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            request.WriteTo(output);
            output.WriteTag(1000, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(new byte[size - request.CalculateSize() - 5]));
        }

        request = ListClaimsRequest.Parser.ParseFrom(bytes.ToArray());
        Assert.Equal(size, request.CalculateSize());
        return request;
    }

    private static void IsTooLarge(Refusal refusal)
    {
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_LARGE"), (refusal.Code, refusal.Reason));
        Assert.Equal("262144", refusal.Info.Metadata["maximum_bytes"]);
        Assert.Contains("262144", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("request", Assert.Single(refusal.Quota!.Violations).Subject);
    }

    private static void LeaksNothing(Refusal refusal)
    {
        string[] leaks = ["Exception", "System.", "Grpc.", "Google.", "Claims.", "   at ", ".cs", "/src/", "line "];
        Assert.All(leaks, leak => Assert.DoesNotContain(leak, refusal.Message, StringComparison.Ordinal));
        Assert.All(refusal.Violations, violation =>
            Assert.All(leaks, leak => Assert.DoesNotContain(leak, violation.Description, StringComparison.Ordinal)));
    }

    private void HasRevision(Metadata headers) => Assert.Equal(server.Revision, headers.GetValue("claims-revision"));

    /// <summary>A service that fails, as one that is generated from a .proto would be.</summary>
    [BindServiceMethod(typeof(Faulty), nameof(Bind))]
    private abstract class Faulty
    {
        public const string Secret = "the secret is in /src/Secret.cs";

        private static readonly Marshaller<Empty> _marshaller =
            Marshallers.Create(message => message.ToByteArray(), Empty.Parser.ParseFrom);

        public static readonly Method<Empty, Empty> First =
            new(MethodType.Unary, "claims.tests.Faulty", nameof(FailFirst), _marshaller, _marshaller);

        public static readonly Method<Empty, Empty> Late =
            new(MethodType.ServerStreaming, "claims.tests.Faulty", nameof(FailLate), _marshaller, _marshaller);

        public static readonly Method<Empty, Empty> Hungry =
            new(MethodType.Unary, "claims.tests.Faulty", nameof(Grow), _marshaller, _marshaller);

        /// <summary>Bound as the server binds its own.</summary>
        public static readonly Method<Empty, Empty> Over =
            new(MethodType.Unary, "claims.tests.Faulty", nameof(GiveUp), _marshaller, _marshaller);

        // The server finds the methods by their names.
        public static void Bind(ServiceBinderBase binder, Faulty? service)
        {
            binder.AddMethod(First, (UnaryServerMethod<Empty, Empty>?)null);
            binder.AddMethod(Hungry, (UnaryServerMethod<Empty, Empty>?)null);
            binder.AddMethod(Late, (ServerStreamingServerMethod<Empty, Empty>?)null);
        }

        public abstract Task<Empty> FailFirst(Empty request, ServerCallContext context);

        public abstract Task<Empty> Grow(Empty request, ServerCallContext context);

        public abstract Answer<Empty> GiveUp(Empty request, ServerCallContext context);

        public abstract Task FailLate(Empty request, IServerStreamWriter<Empty> responseStream, ServerCallContext context);
    }

    private sealed class FaultyRpc : Faulty
    {
        public override Task<Empty> FailFirst(Empty request, ServerCallContext context) =>
            throw new InvalidOperationException(Secret);

        // Thrown by the runtime otherwise, which is what is meant here.
#pragma warning disable CA2201
        public override Task<Empty> Grow(Empty request, ServerCallContext context) => throw new OutOfMemoryException();
#pragma warning restore CA2201

        public override Answer<Empty> GiveUp(Empty request, ServerCallContext context) => throw new OperationCanceledException();

        public override async Task FailLate(
            Empty request, IServerStreamWriter<Empty> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(request);
            throw new InvalidOperationException(Secret);
        }
    }
}
