using System.Buffers;

namespace Claims.Catalog.Search;

/// <summary>
/// The claims that hold any of several things. A claim's part is what these count in it together, each by how rare it is
/// itself.
/// </summary>
internal sealed class AnyHolders : Holders, IDisposable
{
    private readonly ListedHolders _claims;
    private readonly double[] _parts;

    /// <param name="bm25">How each counts.</param>
    /// <param name="items">What holds each of the things, unread; one or more.</param>
    /// <param name="times">How often each is asked for.</param>
    /// <param name="counter">Lists the claims.</param>
    /// <param name="patience">How long the caller waits.</param>
    public AnyHolders(
        Bm25 bm25, IReadOnlyList<Holders> items, IReadOnlyList<int> times, FrequencyCounter counter, Patience patience)
    {
        var parts = ArrayPool<double>.Shared.Rent(bm25.Claims);
        Span<int> claims = stackalloc int[TermPostings.BlockSize];
        Span<int> places = stackalloc int[TermPostings.BlockSize];
        Span<int> ordinals = stackalloc int[TermPostings.BlockSize];
        Span<double> own = stackalloc double[TermPostings.BlockSize];
        for (var place = 0; place < places.Length; place++) places[place] = place;
        for (var item = 0; item < items.Count; item++)
        {
            var holders = items[item];
            var weight = bm25.Weight(holders.Count) * times[item];
            PartLimit += weight * holders.PartLimit;
            while (holders.MoveTo(0))
            {
                patience.ThrowIfOver();
                var size = holders.Read(claims);
                for (var i = 0; i < size; i++) ordinals[i] = (holders.Block * TermPostings.BlockSize) + i;
                holders.ReadParts(claims, places[..size], ordinals, own);
                for (var i = 0; i < size; i++)
                {
                    if (counter.Add(claims[i], 1)) parts[claims[i]] = 0;
                    parts[claims[i]] += weight * own[i];
                }
            }
        }

        _claims = counter.Take();
        _parts = ArrayPool<double>.Shared.Rent(_claims.Count);
        Collect(parts);
        ArrayPool<double>.Shared.Return(parts);
    }

    public override int Count => _claims.Count;

    public override double PartLimit { get; }

    public override bool MoveTo(int claim)
    {
        var moved = _claims.MoveTo(claim);
        (Block, First, Last) = (_claims.Block, _claims.First, _claims.Last);
        return moved;
    }

    public override bool MoveTo(int claim, double weight, double threshold) => MoveTo(claim);

    public override int Read(Span<int> claims) => _claims.Read(claims);

    public override int CountBefore(int claim) => _claims.CountBefore(claim);

    public override int Filter(ReadOnlySpan<int> claims, Span<int> places, Span<int> ordinals, bool keep) =>
        _claims.Filter(claims, places, ordinals, keep);

    public override void ReadParts(
        ReadOnlySpan<int> claims, ReadOnlySpan<int> places, ReadOnlySpan<int> ordinals, Span<double> parts)
    {
        foreach (var place in places) parts[place] = _parts[ordinals[place]];
    }

    public override double PartAtMost(int first, int last) => PartLimit;

    public void Dispose()
    {
        _claims.Dispose();
        ArrayPool<double>.Shared.Return(_parts);
    }

    // By claim before, by place in the list afterwards.
    private void Collect(double[] parts)
    {
        var claims = _claims.Claims;
        for (var i = 0; i < claims.Length; i++) _parts[i] = parts[claims[i]];
    }
}
