// What a message is encoded as, where whoever made it had the encoding and left the fields unset; else null. It is for the
// server's marshaller alone, and no copy or comparison of the message takes it into account.
namespace Claims.V1;

internal interface IEncoded
{
    EncodedMessage? Encoding { get; }
}

public sealed partial class Claim : IEncoded
{
    internal EncodedMessage? Encoding { get; set; }

    EncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class BatchGetClaimsResponse : IEncoded
{
    internal EncodedMessage? Encoding { get; set; }

    EncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class ListClaimsResponse : IEncoded
{
    internal EncodedMessage? Encoding { get; set; }

    EncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class SearchClaimsResponse : IEncoded
{
    internal EncodedMessage? Encoding { get; set; }

    EncodedMessage? IEncoded.Encoding => Encoding;
}

public sealed partial class TraceClaimResponse : IEncoded
{
    internal EncodedMessage? Encoding { get; set; }

    EncodedMessage? IEncoded.Encoding => Encoding;
}
