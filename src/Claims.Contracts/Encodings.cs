namespace Claims.V1;

/// <summary>An encoded message: the server alone knows what of, and how it is written.</summary>
internal interface IEncodedMessage;

// What a message is encoded as, where whoever made it had the encoding and left the fields unset; else null. It is for
// whoever writes the answer alone, and no copy or comparison of the message takes it into account.
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
