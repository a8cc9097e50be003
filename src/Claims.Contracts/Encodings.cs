using System.Buffers;

namespace Claims.V1;

/// <summary>An encoded message, put together where it is written: by the server, which alone knows what of.</summary>
internal interface IEncodedMessage
{
    /// <summary>How many bytes it has.</summary>
    int Size { get; }

    /// <summary>Writes it.</summary>
    void WriteTo(IBufferWriter<byte> writer);
}

// What a message is encoded as, where whoever made it had the encoding and left the fields unset; else null. It is for the
// server's marshaller alone, and no copy or comparison of the message takes it into account.
internal interface IEncoded
{
    IEncodedMessage? Encoding { get; }
}

public sealed partial class Claim : IEncoded
{
    internal IEncodedMessage? Encoding { get; set; }

    IEncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class BatchGetClaimsResponse : IEncoded
{
    internal IEncodedMessage? Encoding { get; set; }

    IEncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class ListClaimsResponse : IEncoded
{
    internal IEncodedMessage? Encoding { get; set; }

    IEncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class SearchClaimsResponse : IEncoded
{
    internal IEncodedMessage? Encoding { get; set; }

    IEncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class TraceClaimResponse : IEncoded
{
    internal IEncodedMessage? Encoding { get; set; }

    IEncodedMessage? IEncoded.Encoding => Encoding;
}
