using Claims.V1;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using ReflectionV1 = Grpc.Reflection.V1;
using ReflectionV1Alpha = Grpc.Reflection.V1Alpha;

namespace Claims.Tests.Rpc;

/// <summary>
/// Every method that the server has.
/// </summary>
internal static class ServedMethods
{
    private static readonly ServiceDescriptor[] _services =
    [
        ClaimsService.Descriptor, Health.Descriptor, ReflectionV1.ServerReflection.Descriptor,
        ReflectionV1Alpha.ServerReflection.Descriptor,
    ];

    public static IReadOnlyList<MethodDescriptor> All { get; } = [.. _services.SelectMany(service => service.Methods)];

    public static TheoryData<string> Names => [.. All.Select(NameOf)];

    public static string NameOf(MethodDescriptor method) => $"{method.Service.FullName}/{method.Name}";
}
