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
    /// <summary>How long its encoding is behind a tag of one byte and its length.</summary>
    public int FramedSize
    {
        get
        {
            var size = masked?.CalculateSize() ?? claims.SizeOf(number);
            return 1 + CodedOutputStream.ComputeLengthSize(size) + size;
        }
    }

    /// <summary>Adds its encoding to a message.</summary>
    public void AppendTo(EncodedMessage message)
    {
        if (masked is null) claims.AppendTo(message, number);
        else message.Add(masked.ToByteArray());
    }

    /// <summary>Adds its encoding to a message, behind the tag and the length of a repeated field 1.</summary>
    public void AppendFramedTo(EncodedMessage message)
    {
        if (masked is null)
        {
            claims.AppendFramedTo(message, number);
            return;
        }

        var framed = new byte[FramedSize];
        using var output = new CodedOutputStream(framed);
        output.WriteRawTag(EncodedClaims.Tag);
        output.WriteMessage(masked);
        message.Add(framed);
    }
}
