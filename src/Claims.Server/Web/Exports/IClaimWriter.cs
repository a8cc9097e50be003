namespace Claims.Server.Web.Exports;

/// <summary>
/// Writes claims into memory, some at a time. To be disposed of when it has written its last.
/// </summary>
internal interface IClaimWriter : IAsyncDisposable
{
    /// <summary>How many claims are written at a time: what they become is in memory until the client takes it.</summary>
    int Batch { get; }

    /// <summary>Writes some more claims, by their numbers.</summary>
    ValueTask WriteAsync(IReadOnlyList<int> claims);

    /// <summary>Writes what stands behind all claims.</summary>
    ValueTask EndAsync();
}
