namespace Claims.Catalog.Search;

/// <summary>The claims of a run or a list.</summary>
internal sealed class SetBlocks(ClaimSet set) : ClaimBlocks
{
    public override int Count => set.Count;

    public override bool MoveTo(int claim)
    {
        Block++;
        var start = Block * TermPostings.BlockSize;
        if (start >= set.Count)
            return false;
        First = NumberAt(start);
        Last = NumberAt(Math.Min(start + TermPostings.BlockSize, set.Count) - 1);
        return true;
    }

    public override int Read(Span<int> claims)
    {
        var start = Block * TermPostings.BlockSize;
        var size = Math.Min(set.Count - start, TermPostings.BlockSize);
        for (var i = 0; i < size; i++) claims[i] = NumberAt(start + i);
        return size;
    }

    private int NumberAt(int i) => set.IsRun ? set.Start + i : set.Numbers[i];
}
