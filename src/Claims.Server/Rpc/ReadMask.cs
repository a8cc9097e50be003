using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Rpc;

/// <summary>
/// Read masks (AIP-157) on resources.
/// </summary>
internal static class ReadMask
{
    /// <summary>
    /// The resource itself where nothing is masked, else a new one with its <c>name</c> and the fields the mask names.
    /// </summary>
    public static T Apply<T>(T resource, FieldMask? mask)
        where T : class, IMessage<T>, new()
    {
        if (mask is null || mask.Paths.Count == 0) return resource;
        var masked = new T();
        mask.Union(FieldMask.FromString("name")).Merge(resource, masked);
        return masked;
    }
}
