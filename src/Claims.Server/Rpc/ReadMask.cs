using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Rpc;

/// <summary>
/// A request's read mask (AIP-157), with the <c>name</c> that every answer has.
/// </summary>
internal sealed class ReadMask(FieldMask? given)
{
    private static readonly FieldMask _name = FieldMask.FromString("name");

    private readonly FieldMask? _mask = given is null || given.Paths.Count == 0 ? null : given.Union(_name);

    /// <summary>
    /// The resource itself where nothing is masked, else a new one with the fields that the mask names.
    /// </summary>
    public T Apply<T>(T resource)
        where T : class, IMessage<T>, new()
    {
        if (_mask is null) return resource;
        var masked = new T();
        _mask.Merge(resource, masked);
        return masked;
    }
}
