namespace Claims.V1;

public sealed partial class Claim
{
    /// <summary>
    /// What the message is encoded as, for whoever holds one that never changes any more; null until then. No copy has it.
    /// </summary>
    internal byte[]? Encoding { get; set; }
}
