using System.Buffers;

namespace Claims.Catalog.Search;

/// <summary>The claims that hold a phrase, or any of several words, as they were found.</summary>
internal sealed class ListedHolders(Bm25 bm25) : Holders, IDisposable
{
    private int[] _claims = ArrayPool<int>.Shared.Rent(4 * TermPostings.BlockSize);
    private int[] _frequencies = ArrayPool<int>.Shared.Rent(4 * TermPostings.BlockSize);
    private int _count;

    // As a follower, the index of the last claim asked about.
    private int _at;

    public override int Count => _count;

    /// <summary>The claims, ascending.</summary>
    public ReadOnlySpan<int> Claims => _claims.AsSpan(0, _count);

    /// <summary>Adds a claim, after all that are there.</summary>
    public void Add(int claim, int frequency)
    {
        if (_count == _claims.Length) Grow(ref _claims);
        if (_count == _frequencies.Length) Grow(ref _frequencies);
        _claims[_count] = claim;
        _frequencies[_count++] = frequency;
    }

    public override bool MoveTo(int claim)
    {
        Block++;
        while (Block * TermPostings.BlockSize < _count)
        {
            First = _claims[Block * TermPostings.BlockSize];
            Last = _claims[Math.Min((Block + 1) * TermPostings.BlockSize, _count) - 1];
            if (Last >= claim)
                return true;
            Block = Math.Max(Block + 1, CountBefore(claim) / TermPostings.BlockSize);
        }
        return false;
    }

    public override int Read(Span<int> claims)
    {
        var start = Block * TermPostings.BlockSize;
        var block = _claims.AsSpan(start..Math.Min(start + TermPostings.BlockSize, _count));
        block.CopyTo(claims);
        return block.Length;
    }

    public override int CountBefore(int claim)
    {
        var index = _claims.AsSpan(0, _count).BinarySearch(claim);
        return index < 0 ? ~index : index;
    }

    public override int Filter(ReadOnlySpan<int> claims, Span<int> indexes, Span<int> ordinals, bool keep)
    {
        var kept = 0;
        foreach (var index in indexes)
        {
            var claim = claims[index];
            _at = Galloping.FirstFrom(_claims.AsSpan(0, _count), _at, claim);
            ordinals[index] = _at;
            indexes[kept] = index;
            kept += (_at < _count && _claims[_at] == claim) == keep ? 1 : 0;
        }
        return kept;
    }

    public override void ReadImpacts(
        ReadOnlySpan<int> claims, ReadOnlySpan<int> indexes, ReadOnlySpan<int> ordinals, Span<double> impacts)
    {
        foreach (var index in indexes) impacts[index] = bm25.Impact(claims[index], _frequencies[ordinals[index]]);
    }

    public override double ImpactAtMost(int first, int last) => Bm25.ImpactLimit;

    public override bool MoveTo(int claim, double weight, double threshold) => MoveTo(claim);

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_claims);
        ArrayPool<int>.Shared.Return(_frequencies);
        (_claims, _frequencies, _count) = ([], [], 0);
    }

    private void Grow(ref int[] array)
    {
        var grown = ArrayPool<int>.Shared.Rent(2 * array.Length);
        array.AsSpan(0, _count).CopyTo(grown);
        ArrayPool<int>.Shared.Return(array);
        array = grown;
    }
}
