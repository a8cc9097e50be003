using Claims.Server.Catalog;
using Claims.V1;
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

    /// <summary>A claim's encoding with the fields that the mask names, or with all.</summary>
    public ReadOnlyMemory<byte> Apply(EncodedClaims claims, int claim) =>
        _mask is null ? claims[claim] : Masked(claims, claim).ToByteArray();

    /// <summary>The same behind the tag and the length of a repeated field 1.</summary>
    public ReadOnlyMemory<byte> ApplyFramed(EncodedClaims claims, int claim)
    {
        if (_mask is null) return claims.Framed(claim);
        var masked = Masked(claims, claim);
        var framed = new byte[1 + CodedOutputStream.ComputeMessageSize(masked)];
        using var output = new CodedOutputStream(framed);
        output.WriteRawTag(EncodedClaims.Tag);
        output.WriteMessage(masked);
        return framed;
    }

    private Claim Masked(EncodedClaims claims, int claim)
    {
        var masked = new Claim();
        _mask!.Merge(claims.Decode(claim), masked);
        return masked;
    }
}
