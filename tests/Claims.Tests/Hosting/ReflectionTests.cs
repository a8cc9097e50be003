using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using ReflectionV1 = Grpc.Reflection.V1;
using ReflectionV1Alpha = Grpc.Reflection.V1Alpha;

namespace Claims.Tests.Hosting;

public class ReflectionTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly string[] _services =
    [
        "claims.v1.ClaimsService",
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
    ];

    public static TheoryData<string> Services => new(_services);

    [Fact]
    public async Task All_services_are_listed_in_both_versions()
    {
        var v1 = await AskAsync(new ReflectionV1.ServerReflectionRequest { ListServices = "*" });
        Assert.Equal(_services, v1.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal));
        var v1Alpha = await AskAsync(new ReflectionV1Alpha.ServerReflectionRequest { ListServices = "*" });
        Assert.Equal(
            _services, v1Alpha.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_is_described_with_everything_it_refers_to(string service)
    {
        var v1 = await AskAsync(new ReflectionV1.ServerReflectionRequest { FileContainingSymbol = service });
        var v1Alpha = await AskAsync(new ReflectionV1Alpha.ServerReflectionRequest { FileContainingSymbol = service });
        Assert.Equal(v1.FileDescriptorResponse.FileDescriptorProto, v1Alpha.FileDescriptorResponse.FileDescriptorProto);

        var files = v1.FileDescriptorResponse.FileDescriptorProto.ToDictionary(
            bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name);
        var unread = new Queue<string>(files.Keys);
        while (unread.TryDequeue(out var name))
        {
            foreach (var dependency in FileDescriptorProto.Parser.ParseFrom(files[name]).Dependency)
            {
                if (files.ContainsKey(dependency)) continue;
                var answer = await AskAsync(new ReflectionV1.ServerReflectionRequest { FileByFilename = dependency });
                foreach (var bytes in answer.FileDescriptorResponse.FileDescriptorProto)
                {
                    var found = FileDescriptorProto.Parser.ParseFrom(bytes).Name;
                    if (files.TryAdd(found, bytes)) unread.Enqueue(found);
                }

                Assert.Contains(dependency, files.Keys);
            }
        }

        var described = FileDescriptor.BuildFromByteStrings(DependenciesFirst(files))
            .SelectMany(file => file.Services).Single(one => one.FullName == service);
        Assert.NotEmpty(described.Methods);
        Assert.All(described.Methods, method => Assert.NotNull(method.InputType.Fields));
    }

    [Fact]
    public async Task The_contract_is_described_as_it_was_compiled()
    {
        var answer = await AskAsync(new ReflectionV1.ServerReflectionRequest { FileContainingSymbol = "claims.v1.Claim" });
        Assert.Contains(
            Claims.V1.Claim.Descriptor.File.SerializedData, answer.FileDescriptorResponse.FileDescriptorProto);
    }

    [Theory]
    [InlineData("claims.v1.NoSuchService")]
    [InlineData("")]
    public async Task An_unknown_symbol_is_an_error_of_its_own_and_the_stream_goes_on(string symbol)
    {
        using var call = new ReflectionV1.ServerReflection.ServerReflectionClient(server.Calls).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { FileContainingSymbol = symbol });
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Equal((int)StatusCode.NotFound, call.ResponseStream.Current.ErrorResponse.ErrorCode);

        await call.RequestStream.WriteAsync(new() { FileContainingSymbol = _services[0] });
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.NotNull(call.ResponseStream.Current.FileDescriptorResponse);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
    }

    private static List<ByteString> DependenciesFirst(Dictionary<string, ByteString> files)
    {
        var ordered = new List<ByteString>();
        foreach (var name in files.Keys) Add(name);
        return ordered;

        void Add(string name)
        {
            if (ordered.Contains(files[name])) return;
            foreach (var dependency in FileDescriptorProto.Parser.ParseFrom(files[name]).Dependency) Add(dependency);
            ordered.Add(files[name]);
        }
    }

    private Task<ReflectionV1.ServerReflectionResponse> AskAsync(ReflectionV1.ServerReflectionRequest request) =>
        AskAsync(new ReflectionV1.ServerReflection.ServerReflectionClient(server.Calls).ServerReflectionInfo(), request);

    private Task<ReflectionV1Alpha.ServerReflectionResponse> AskAsync(ReflectionV1Alpha.ServerReflectionRequest request) =>
        AskAsync(new ReflectionV1Alpha.ServerReflection.ServerReflectionClient(server.Calls).ServerReflectionInfo(), request);

    private static async Task<TResponse> AskAsync<TRequest, TResponse>(
        AsyncDuplexStreamingCall<TRequest, TResponse> call, TRequest request)
    {
        using (call)
        {
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
            Assert.True(await call.ResponseStream.MoveNext(default));
            var answer = call.ResponseStream.Current;
            Assert.False(await call.ResponseStream.MoveNext(default));
            return answer;
        }
    }
}
