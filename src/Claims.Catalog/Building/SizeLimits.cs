namespace Claims.Catalog.Building;

/// <summary>How much may be served of one thing.</summary>
internal static class SizeLimits
{
    /// <summary>
    /// The most bytes that a claim, a source or an article may have as it is served, encoded: so that a batch of 100
    /// claims stays below the 4 MiB that gRPC clients take.
    /// </summary>
    public const int Entry = 32 * 1024;

    /// <summary>
    /// The most bytes that the claims of one article may have as they are served: they are put in order in one array.
    /// </summary>
    public const long ArticleClaims = 1L << 30;

    /// <summary>The most bytes of a license: it is named where others are, and so is no place for its text.</summary>
    public const int License = 4 * 1024;

    /// <summary>The most bytes of why something was withdrawn: it goes with an error, whose details are few.</summary>
    public const int WithdrawalReason = 500;
}
