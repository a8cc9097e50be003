using Claims.Server.Rpc;
using Claims.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Claims.Server.Hosting;

/// <summary>Server reflection, bound as every other service is.</summary>
[BindServiceMethod(typeof(NoBinding), nameof(NoBinding.BindService))]
internal sealed class ReflectionRpc() : ReflectionV1ServiceImpl(Described)
{
    /// <summary>Every service of this server.</summary>
    public static readonly ServiceDescriptor[] Described =
    [
        ClaimsService.Descriptor, Health.Descriptor, global::Grpc.Reflection.V1.ServerReflection.Descriptor,
        global::Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];
}

/// <summary>The same in the version that most tools asked for first.</summary>
[BindServiceMethod(typeof(NoBinding), nameof(NoBinding.BindService))]
internal sealed class ReflectionAlphaRpc() : ReflectionServiceImpl(ReflectionRpc.Described);
