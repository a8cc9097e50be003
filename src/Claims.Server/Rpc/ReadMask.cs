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

    /// <summary>A claim with the fields that the mask names, or with all.</summary>
    public MaskedClaim Apply(EncodedClaims claims, int claim)
    {
        if (_mask is null) return new(claim, null, claims.SizeOf(claim));
        var masked = new Claim();
        _mask.Merge(claims.Decode(claim), masked);
        var encoding = masked.ToByteArray();
        return new(claim, encoding, encoding.Length);
    }
}

/// <summary>
/// A claim to be answered: as the catalog has it, or, where a mask left something out, encoded anew.
/// </summary>
internal readonly struct MaskedClaim(int number, byte[]? encoding, int size)
{
    /// <summary>How long it is as a repeated field 1.</summary>
    public int FramedSize => EncodedMessage.FramedSize(size);

    /// <summary>Adds its fields to a message.</summary>
    public void AddTo(EncodedMessage message)
    {
        if (encoding is null) message.AddClaim(number, size);
        else message.Add(encoding);
    }

    /// <summary>Adds it to a message as a repeated field 1.</summary>
    public void AddFramedTo(EncodedMessage message)
    {
        if (encoding is null)
        {
            message.AddFramedClaim(number, size);
            return;
        }

        message.AddFrame(size);
        message.Add(encoding);
    }
}
