using System.Buffers;

namespace Claims.Catalog.Search;

/// <summary>
/// The claims that hold any of several things. A claim's impact is what these count in it together, each by how rare it is
/// itself.
/// </summary>
internal sealed class AnyHolders : Holders, IDisposable
{
    private readonly ListedHolders _claims;
    private readonly double[] _impacts;

    /// <param name="bm25">How each counts.</param>
    /// <param name="items">What holds each of the things, unread; one or more.</param>
    /// <param name="times">How often each is asked for.</param>
    /// <param name="counter">Lists the claims.</param>
    /// <param name="patience">How long the caller waits.</param>
    public AnyHolders(
        Bm25 bm25, IReadOnlyList<Holders> items, IReadOnlyList<int> times, FrequencyCounter counter, Patience patience)
    {
        var impacts = ArrayPool<double>.Shared.Rent(bm25.Claims);
        Span<int> claims = stackalloc int[TermPostings.BlockSize];
        Span<int> indexes = stackalloc int[TermPostings.BlockSize];
        Span<int> ordinals = stackalloc int[TermPostings.BlockSize];
        Span<double> own = stackalloc double[TermPostings.BlockSize];
        for (var index = 0; index < indexes.Length; index++) indexes[index] = index;
        for (var item = 0; item < items.Count; item++)
        {
            var holders = items[item];
            var weight = bm25.Weight(holders.Count) * times[item];
            ImpactLimit += weight * holders.ImpactLimit;
            while (holders.MoveTo(0))
            {
                patience.ThrowIfOver();
                var size = holders.Read(claims);
                for (var i = 0; i < size; i++) ordinals[i] = (holders.Block * TermPostings.BlockSize) + i;
                holders.ReadImpacts(claims, indexes[..size], ordinals, own);
                for (var i = 0; i < size; i++)
                {
                    if (counter.Add(claims[i], 1)) impacts[claims[i]] = 0;
                    impacts[claims[i]] += weight * own[i];
                }
            }
        }

        _claims = counter.Take();
        _impacts = ArrayPool<double>.Shared.Rent(_claims.Count);
        Collect(impacts);
        ArrayPool<double>.Shared.Return(impacts);
    }

    public override int Count => _claims.Count;

    public override double ImpactLimit { get; }

    public override bool MoveTo(int claim)
    {
        var moved = _claims.MoveTo(claim);
        (Block, First, Last) = (_claims.Block, _claims.First, _claims.Last);
        return moved;
    }

    public override bool MoveTo(int claim, double weight, double threshold) => MoveTo(claim);

    public override int Read(Span<int> claims) => _claims.Read(claims);

    public override int CountBefore(int claim) => _claims.CountBefore(claim);

    public override int Filter(ReadOnlySpan<int> claims, Span<int> indexes, Span<int> ordinals, bool keep) =>
        _claims.Filter(claims, indexes, ordinals, keep);

    public override void ReadImpacts(
        ReadOnlySpan<int> claims, ReadOnlySpan<int> indexes, ReadOnlySpan<int> ordinals, Span<double> impacts)
    {
        foreach (var index in indexes) impacts[index] = _impacts[ordinals[index]];
    }

    public override double ImpactAtMost(int first, int last) => ImpactLimit;

    public void Dispose()
    {
        _claims.Dispose();
        ArrayPool<double>.Shared.Return(_impacts);
    }

    // By claim before, by index in the list afterwards.
    private void Collect(double[] impacts)
    {
        var claims = _claims.Claims;
        for (var i = 0; i < claims.Length; i++) _impacts[i] = impacts[claims[i]];
    }
}
