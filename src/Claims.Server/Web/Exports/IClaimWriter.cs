namespace Claims.Server.Web.Exports;

/// <summary>
/// Writes claims to a response, as fast as its client takes them; what it keeps of them is bounded. To be disposed of when
/// it has written its last.
/// </summary>
internal interface IClaimWriter : IAsyncDisposable
{
    /// <summary>Writes some more claims.</summary>
    /// <param name="claims">Their numbers, a few hundred.</param>
    /// <param name="cancellation">That the client has gone.</param>
    Task WriteAsync(IReadOnlyList<int> claims, CancellationToken cancellation);

    /// <summary>Writes what stands behind all claims.</summary>
    Task EndAsync(CancellationToken cancellation);
}
