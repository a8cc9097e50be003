namespace Claims.Catalog.Search;

/// <summary>
/// The claims that hold something looked for, and how often. As a lead it is moved from block to block; as a follower it is
/// asked of claims. One object is one or the other, used by one search, and asked in ascending order.
/// </summary>
internal abstract class Holders : ClaimBlocks
{
    /// <summary>The numbers of several, those that fewer claims hold first.</summary>
    public static int[] RarestFirst(Holders[] items) => items.Length == 1
        ? [0]
        : Ordering.Of(items.Length, (a, b) => items[a].Count.CompareTo(items[b].Count));

    /// <summary>How many of the claims are before one.</summary>
    public abstract int CountBefore(int claim);

    /// <summary>Keeps of some claims those that hold it.</summary>
    /// <param name="claims">A block of claims.</param>
    /// <param name="indexes">Which of them are asked about, in order; only those kept are left at the start.</param>
    /// <param name="ordinals">By index, takes a claim's index among those that hold it, or -1 if that is not yet known.
    /// </param>
    /// <param name="keep">False to keep those that do not hold it.</param>
    /// <returns>How many are kept.</returns>
    public abstract int Filter(ReadOnlySpan<int> claims, Span<int> indexes, Span<int> ordinals, bool keep);

    /// <summary>Reads the impacts of claims that hold it; see <see cref="Bm25"/>.</summary>
    /// <param name="claims">A block of claims.</param>
    /// <param name="indexes">Which of them are asked about, in order.</param>
    /// <param name="ordinals">By index, a claim's index among those that hold it, or -1.</param>
    /// <param name="impacts">By index, takes the impacts.</param>
    public abstract void ReadImpacts(
        ReadOnlySpan<int> claims, ReadOnlySpan<int> indexes, ReadOnlySpan<int> ordinals, Span<double> impacts);

    /// <summary>What no impact reaches.</summary>
    public virtual double ImpactLimit => Bm25.ImpactLimit;

    /// <summary>What the impact of no claim from one to another exceeds.</summary>
    public abstract double ImpactAtMost(int first, int last);

    /// <summary>Moves as <see cref="ClaimBlocks.MoveTo"/> does, but past blocks in which no weighted impact exceeds a score.
    /// </summary>
    public abstract bool MoveTo(int claim, double weight, double threshold);
}
