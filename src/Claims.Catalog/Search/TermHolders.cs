namespace Claims.Catalog.Search;

/// <summary>The claims that hold a term.</summary>
internal sealed class TermHolders(TermPostings postings, Bm25 bm25, int term) : Holders
{
    private const int BlockSize = TermPostings.BlockSize;

    private readonly int _blocks = postings.BlocksOf(term);

    private const int Far = 16 * 64;

    // As a follower: the block last asked of, its claims with an end mark, and the index in it.
    private int _block = -1;
    private int _lastOfBlock = -1;
    private int[]? _claims;
    private int _index;

    // Of a bitmap, how many claims hold the term before the last asked about.
    private int _ordinal;
    private int _countedTo;

    // Of the block of the claim whose positions were read last, how many positions are before each claim's.
    private int[]? _offsets;
    private int _offsetBlock = -1;
    private TermPostings.PackedPositions _positions;

    // The block that the last range began in.
    private int _rangeBlock;

    public override int Count { get; } = postings.CountOf(term);

    /// <summary>Whether some of the claims are not meant where the term is excluded.</summary>
    public bool HasExempt => postings.HasExempt(term);

    /// <summary>Whether it has a bitmap.</summary>
    public bool HasBitmap => postings.HasBitmap(term);

    /// <summary>Its bitmap, if it has one.</summary>
    public ReadOnlySpan<ulong> Bitmap => postings.BitmapOf(term);

    public override bool MoveTo(int claim)
    {
        Block = BlockFrom(Block + 1, claim);
        if (Block >= _blocks)
            return false;
        First = Block == 0 ? 0 : LastOf(Block - 1) + 1;
        Last = LastOf(Block);
        return true;
    }

    public override bool MoveTo(int claim, double weight, double threshold)
    {
        if (!postings.HasBlocks(term))
            return MoveTo(claim);
        var frequencies = postings.BestFrequenciesOf(term);
        var lengths = postings.BestLengthsOf(term);
        for (Block = BlockFrom(Block + 1, claim); Block < frequencies.Length; Block++)
        {
            if (!(weight * bm25.ImpactAtMost(frequencies[Block], lengths[Block]) > threshold)) continue;
            First = Block == 0 ? 0 : LastOf(Block - 1) + 1;
            Last = LastOf(Block);
            return true;
        }
        return false;
    }

    /// <summary>A weighted impact that so many claims within a run are known to reach: the best of as many blocks.</summary>
    /// <returns>Null if there are not so many blocks in the run.</returns>
    public double? ReachedBy(int count, ClaimSet run, double weight)
    {
        if (count == 0 || !postings.HasBlocks(term))
            return null;
        var frequencies = postings.BestFrequenciesOf(term);
        var lengths = postings.BestLengthsOf(term);
        var best = new BestHits(after: null, count);
        for (var block = BlockFrom(0, run.Start) + (run.Start > 0 ? 1 : 0); block < frequencies.Length; block++)
        {
            if (LastOf(block) >= run.Start + run.Count) break;
            if (Bm25.IsExact(frequencies[block], lengths[block]))
                best.Add(weight * bm25.ImpactAtMost(frequencies[block], lengths[block]), block);
        }
        return best.IsFull ? best.Threshold : null;
    }

    public override int Read(Span<int> claims) => postings.ReadClaims(term, Block, claims);

    public override int CountBefore(int claim)
    {
        var block = BlockFrom(0, claim);
        if (block == _blocks)
            return Count;
        if (HasBitmap)
            return block * BlockSize + TermPostings.CountOf(Bitmap, block == 0 ? 0 : LastOf(block - 1) + 1, claim);
        Span<int> claims = stackalloc int[BlockSize];
        var index = claims[..postings.ReadClaims(term, block, claims)].BinarySearch(claim);
        return block * BlockSize + (index < 0 ? ~index : index);
    }

    public override int Filter(ReadOnlySpan<int> claims, Span<int> indexes, Span<int> ordinals, bool keep)
    {
        var kept = 0;
        if (HasBitmap)
        {
            var bitmap = Bitmap;
            foreach (var index in indexes)
            {
                var claim = claims[index];
                var holds = (bitmap[claim >> 6] >> claim & 1) != 0;
                ordinals[index] = -1;
                indexes[kept] = index;
                kept += holds == keep ? 1 : 0;
            }
            return kept;
        }

        var block = _claims ??= new int[Math.Min(Count, BlockSize) + 1];
        foreach (var index in indexes)
        {
            var claim = claims[index];
            if (claim > _lastOfBlock) Load(claim);
            var at = _index;
            while (block[at] < claim) at++;
            _index = at;
            ordinals[index] = _block * BlockSize + at;
            indexes[kept] = index;
            kept += block[at] == claim == keep ? 1 : 0;
        }
        return kept;
    }

    public override void ReadImpacts(
        ReadOnlySpan<int> claims, ReadOnlySpan<int> indexes, ReadOnlySpan<int> ordinals, Span<double> impacts)
    {
        var block = -1;
        TermPostings.FrequencyReader frequencies = default;
        foreach (var index in indexes)
        {
            var claim = claims[index];
            var ordinal = ordinals[index] < 0 ? OrdinalOf(claim) : ordinals[index];
            if (ordinal / BlockSize != block)
            {
                block = ordinal / BlockSize;
                frequencies = postings.FrequenciesOf(term, block);
            }
            impacts[index] = bm25.Impact(claim, frequencies[ordinal % BlockSize]);
        }
    }

    public override double ImpactAtMost(int first, int last)
    {
        if (!postings.HasBlocks(term))
            return Bm25.ImpactLimit;
        _rangeBlock = BlockFrom(_rangeBlock, first);
        var lasts = postings.LastClaimsOf(term);
        var frequencies = postings.BestFrequenciesOf(term);
        var lengths = postings.BestLengthsOf(term);
        var most = 0.0;
        for (var block = _rangeBlock; block < lasts.Length; block++)
        {
            most = Math.Max(most, bm25.ImpactAtMost(frequencies[block], lengths[block]));
            if (lasts[block] >= last) break;
        }
        return most;
    }

    /// <summary>Reads at which positions a claim holds the term.</summary>
    /// <returns>How many there are.</returns>
    public int ReadPositions(int claim, int ordinal, ref int[] positions)
    {
        var (before, count) = LocatePositions(claim, ordinal);
        if (positions.Length < count) positions = new int[2 * count];
        _positions.Read(before, positions.AsSpan(0, count));
        return count;
    }

    /// <summary>The first position at which a claim holds the term.</summary>
    public int FirstPosition(int claim, int ordinal) => _positions.First(LocatePositions(claim, ordinal).Before);

    // How many positions stand before the claim's in its block, and how many it has.
    private (int Before, int Count) LocatePositions(int claim, int ordinal)
    {
        if (ordinal < 0) ordinal = OrdinalOf(claim);
        var (block, index) = (ordinal / BlockSize, ordinal % BlockSize);
        var offsets = _offsets ??= new int[Math.Min(Count, BlockSize) + 1];
        if (block != _offsetBlock)
        {
            var frequencies = postings.FrequenciesOf(term, block);
            frequencies.ReadOffsets(offsets);
            _positions = frequencies.Positions;
            _offsetBlock = block;
        }

        return (offsets[index], offsets[index + 1] - offsets[index]);
    }

    // Of a bitmap: counted on from the last claim asked about, if that is not far, or else from the start of the block.
    private int OrdinalOf(int claim)
    {
        if (claim - _countedTo > Far)
        {
            _block = BlockFrom(Math.Max(_block, 0), claim);
            _countedTo = _block == 0 ? 0 : LastOf(_block - 1) + 1;
            _ordinal = _block * BlockSize;
        }
        _ordinal += TermPostings.CountOf(Bitmap, _countedTo, claim);
        _countedTo = claim;
        return _ordinal;
    }

    private void Load(int claim)
    {
        var block = _claims!;
        _index = 0;
        _block = BlockFrom(_block + 1, claim);
        var size = _block < _blocks ? postings.ReadClaims(term, _block, block) : 0;
        block[size] = int.MaxValue;
        _lastOfBlock = _block < _blocks ? LastOf(_block) : int.MaxValue;
    }

    // The first block from one on that may hold a claim or one after it.
    private int BlockFrom(int block, int claim)
    {
        if (!postings.HasBlocks(term))
            return block;
        return Galloping.FirstFrom(postings.LastClaimsOf(term), block, claim);
    }

    private int LastOf(int block) => postings.HasBlocks(term) ? postings.LastClaimsOf(term)[block] : int.MaxValue;
}
