namespace Claims.Catalog.Search;

/// <summary>The best hits so far, so many at most, of those after a key.</summary>
internal sealed class BestHits(SearchKey? after, int take)
{
    // A heap, the worst at the root.
    private SearchKey[] _heap = new SearchKey[Math.Min(take, 64)];
    private int _count;

    /// <summary>What a score must exceed: as claims come in order, the later of two equal ones is the worse.</summary>
    public double Threshold { get; private set; } = take > 0 ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Whether there is no key.</summary>
    public bool IsFirstPage => after is null;

    /// <summary>Whether there are as many as are taken.</summary>
    public bool IsFull => _count == take;

    /// <summary>How many are taken.</summary>
    public int Take => take;

    /// <summary>Lets go of all below a score that as many as are taken are known to reach.</summary>
    public void Raise(double reached) => Threshold = Math.Max(Threshold, Math.BitDecrement(reached));

    /// <summary>Adds a hit if it is among the best. Claims are added in ascending order.</summary>
    public void Add(double score, int claim)
    {
        if (!(score > Threshold))
            return;
        var hit = new SearchKey(score, claim);
        if (after is { } key && hit.CompareTo(key) <= 0)
            return;
        if (_count < take)
        {
            if (_count == _heap.Length) Array.Resize(ref _heap, Math.Min(2 * _count, take));
            MoveUp(hit);
        }
        else
        {
            MoveDown(hit);
        }
        if (_count == take) Threshold = _heap[0].Score;
    }

    /// <summary>The hits, best first.</summary>
    public SearchKey[] Sorted()
    {
        Array.Resize(ref _heap, _count);
        Array.Sort(_heap);
        return _heap;
    }

    private void MoveUp(SearchKey hit)
    {
        var at = _count++;
        while (at > 0 && hit.CompareTo(_heap[(at - 1) / 2]) > 0)
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        _heap[at] = hit;
    }

    private void MoveDown(SearchKey hit)
    {
        var at = 0;
        while (2 * at + 1 < _count)
        {
            var child = 2 * at + 1;
            if (child + 1 < _count && _heap[child + 1].CompareTo(_heap[child]) > 0) child++;
            if (_heap[child].CompareTo(hit) <= 0) break;
            _heap[at] = _heap[child];
            at = child;
        }
        _heap[at] = hit;
    }
}
