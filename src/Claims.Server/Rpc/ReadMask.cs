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
        if (_mask is null) return new(claims, claim, null);
        var masked = new Claim();
        _mask.Merge(claims.Decode(claim), masked);
        return new(claims, claim, masked);
    }
}

/// <summary>
/// A claim to be answered: as the catalog has it, or, where a mask left something out, as a message of its own.
/// </summary>
internal readonly struct MaskedClaim(EncodedClaims claims, int number, Claim? masked)
{
    /// <summary>How long it is as a repeated field 1.</summary>
    public int FramedSize => EncodedMessage.FramedSize(masked?.CalculateSize() ?? claims.SizeOf(number));

    /// <summary>Adds its fields to a message.</summary>
    public void AddTo(EncodedMessage message)
    {
        if (masked is null) message.AddClaim(number);
        else message.Add(masked.ToByteArray());
    }

    /// <summary>Adds it to a message as a repeated field 1.</summary>
    public void AddFramedTo(EncodedMessage message)
    {
        if (masked is null)
        {
            message.AddFramedClaim(number);
            return;
        }

        var encoding = masked.ToByteArray();
        message.AddFrame(encoding.Length);
        message.Add(encoding);
    }
}
