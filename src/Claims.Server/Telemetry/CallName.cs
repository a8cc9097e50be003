using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Claims.Server.Telemetry;

/// <summary>
/// What a call is named after: the rpc, <c>claims.v1.ClaimsService/GetClaim</c>, or else its route, if that is of something.
/// Never the path that was asked for: there are no more names than endpoints.
/// </summary>
/// <param name="Method">The rpc or the route.</param>
/// <param name="Surface">By what it came.</param>
/// <param name="Lasts">Whether it is meant to take its time.</param>
internal sealed record CallName(string Method, CallSurface Surface, bool Lasts)
{
    /// <summary>As the semantic conventions name what is no method.</summary>
    public const string Unknown = "_OTHER";

    /// <summary>The name of a call.</summary>
    /// <param name="endpoint">What serves it; null for nothing.</param>
    /// <param name="grpc">By what the calls of gRPC come here.</param>
    public static CallName Of(Endpoint? endpoint, CallSurface grpc)
    {
        if (endpoint?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is { } method)
        {
            return new(method.FullName.TrimStart('/'), grpc, method.Type != MethodType.Unary);
        }

        var surface = endpoint?.Metadata.GetMetadata<CallSurface>() ?? (grpc == CallSurface.Grpc ? grpc : CallSurface.Other);
        var rpc = endpoint?.Metadata.GetMetadata<MethodDescriptor>();
        var name = rpc is not null ? $"{rpc.Service.FullName}/{rpc.Name}"
            : surface != grpc && endpoint is RouteEndpoint { RoutePattern: { RawText: { } route } pattern }
                && !pattern.Parameters.Any(parameter => parameter.IsCatchAll)
                ? route.Length > 1 ? route.TrimEnd('/') : route
            : Unknown;
        return new(name, surface, surface.Lasts);
    }
}
