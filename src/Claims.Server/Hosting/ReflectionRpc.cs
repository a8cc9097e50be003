using Claims.Server.Rpc;
using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection;
using Alpha = global::Grpc.Reflection.V1Alpha;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;
using Stable = global::Grpc.Reflection.V1;

namespace Claims.Server.Hosting;

/// <summary>Server reflection, bound as every other service is. A call ends at the latest when the server stops.</summary>
[BindServiceMethod(typeof(NoBinding), nameof(NoBinding.BindService))]
internal sealed class ReflectionRpc(IHostApplicationLifetime application) : ReflectionV1ServiceImpl(Described)
{
    /// <summary>Every service of this server.</summary>
    public static readonly ServiceDescriptor[] Described =
    [
        ClaimsService.Descriptor, Health.Descriptor, Stable.ServerReflection.Descriptor, Alpha.ServerReflection.Descriptor,
    ];

    public override Task ServerReflectionInfo(
        IAsyncStreamReader<Stable.ServerReflectionRequest> requestStream,
        IServerStreamWriter<Stable.ServerReflectionResponse> responseStream,
        ServerCallContext context) => base.ServerReflectionInfo(
            new RequestsUntilStop<Stable.ServerReflectionRequest>(requestStream, application), responseStream, context);
}

/// <summary>The same in the version that most tools asked for first.</summary>
[BindServiceMethod(typeof(NoBinding), nameof(NoBinding.BindService))]
internal sealed class ReflectionAlphaRpc(IHostApplicationLifetime application) : ReflectionServiceImpl(ReflectionRpc.Described)
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<Alpha.ServerReflectionResponse> responseStream,
        ServerCallContext context) => base.ServerReflectionInfo(
            new RequestsUntilStop<Alpha.ServerReflectionRequest>(requestStream, application), responseStream, context);
}
