namespace Claims.Catalog.Search;

/// <summary>
/// Scores the claims that match a query, no further than needed to tell whether they are among the best.
/// </summary>
internal sealed class Scorer
{
    private readonly double[] _weights;

    // The items, the rarest first: what is said about a claim by them is most of what can be said.
    private readonly int[] _order;

    // Of each item, what its share of a score is at most in the block; and by index, so many of each item, its impacts.
    private readonly double[] _most;
    private readonly double[] _impacts;
    private readonly int _width;

    /// <param name="items">What holds each of the things looked for.</param>
    /// <param name="weights">What an impact of each counts.</param>
    /// <param name="best">Takes the best.</param>
    public Scorer(Holders[] items, double[] weights, BestHits best)
    {
        Items = items;
        Best = best;
        _weights = weights;
        _most = new double[items.Length];
        _order = Holders.RarestFirst(items);
        _width = Math.Min(items[_order[0]].Count, TermPostings.BlockSize);
        _impacts = new double[items.Length * _width];
    }

    /// <summary>What holds each of the things looked for.</summary>
    public Holders[] Items { get; }

    /// <summary>The best so far.</summary>
    public BestHits Best { get; }

    /// <summary>What an impact of an item counts.</summary>
    public double WeightOf(int item) => _weights[item];

    /// <summary>Whether a claim of a block can be among the best. Asked in order, of each block before it is added.</summary>
    public bool CanBeBetter(ClaimBlocks block)
    {
        if (double.IsNegativeInfinity(Best.Threshold))
        {
            for (var item = 0; item < Items.Length; item++) _most[item] = _weights[item] * Items[item].ImpactLimit;
            return true;
        }

        // Summed up in the order in which scores are, so that rounding puts none above it.
        var most = 0.0;
        for (var item = 0; item < Items.Length; item++)
            most += _most[item] = _weights[item] * Items[item].ImpactAtMost(block.First, block.Last);
        return most > Best.Threshold;
    }

    /// <summary>Adds the claims found in a block to the best, if they are.</summary>
    public void Add(Intersection matching, Span<int> indexes)
    {
        var claims = matching.Claims;
        for (var known = 1; known <= _order.Length; known++)
        {
            var next = _order[known - 1];
            var impacts = _impacts.AsSpan(next * _width, _width);
            Items[next].ReadImpacts(claims, indexes, matching.OrdinalsOf(next), impacts);
            foreach (var index in indexes) impacts[index] *= _weights[next];
            if (known == _order.Length) break;

            var kept = 0;
            foreach (var index in indexes)
            {
                indexes[kept] = index;
                kept += ScoreAtMost(index, known) > Best.Threshold ? 1 : 0;
            }
            indexes = indexes[..kept];
            if (kept == 0)
                return;
        }
        foreach (var index in indexes) Best.Add(ScoreAtMost(index, _order.Length), claims[index]);
    }

    // With the shares of so many items known, and of the others what they are at most.
    private double ScoreAtMost(int index, int known)
    {
        var score = 0.0;
        for (var item = 0; item < Items.Length; item++)
            score += IsKnown(item, known) ? _impacts[item * _width + index] : _most[item];
        return score;
    }

    private bool IsKnown(int item, int known) => known == _order.Length || _order.AsSpan(0, known).Contains(item);
}
