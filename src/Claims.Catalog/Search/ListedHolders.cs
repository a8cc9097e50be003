using System.Buffers;

namespace Claims.Catalog.Search;

/// <summary>The claims that hold a phrase, or any of several words, as they were found.</summary>
internal sealed class ListedHolders(Bm25 bm25) : Holders, IDisposable
{
    private int[] _claims = ArrayPool<int>.Shared.Rent(4 * TermPostings.BlockSize);
    private int[] _frequencies = ArrayPool<int>.Shared.Rent(4 * TermPostings.BlockSize);
    private int _count;

    // As a follower, the place of the last claim asked about.
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
        var place = _claims.AsSpan(0, _count).BinarySearch(claim);
        return place < 0 ? ~place : place;
    }

    public override int Filter(ReadOnlySpan<int> claims, Span<int> places, Span<int> ordinals, bool keep)
    {
        var kept = 0;
        foreach (var place in places)
        {
            var claim = claims[place];
            _at = Galloping.FirstFrom(_claims.AsSpan(0, _count), _at, claim);
            ordinals[place] = _at;
            places[kept] = place;
            kept += (_at < _count && _claims[_at] == claim) == keep ? 1 : 0;
        }
        return kept;
    }

    public override void ReadParts(
        ReadOnlySpan<int> claims, ReadOnlySpan<int> places, ReadOnlySpan<int> ordinals, Span<double> parts)
    {
        foreach (var place in places) parts[place] = bm25.Part(claims[place], _frequencies[ordinals[place]]);
    }

    public override double PartAtMost(int first, int last) => Bm25.PartLimit;

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
