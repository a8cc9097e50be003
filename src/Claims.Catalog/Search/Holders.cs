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
    /// <param name="places">Which of them are asked about, in order; only those kept are left at the start.</param>
    /// <param name="ordinals">By place, takes a claim's place among those that hold it, or -1 if that is not yet known.
    /// </param>
    /// <param name="keep">False to keep those that do not hold it.</param>
    /// <returns>How many are kept.</returns>
    public abstract int Filter(ReadOnlySpan<int> claims, Span<int> places, Span<int> ordinals, bool keep);

    /// <summary>Reads the parts of claims that hold it; see <see cref="Bm25"/>.</summary>
    /// <param name="claims">A block of claims.</param>
    /// <param name="places">Which of them are asked about, in order.</param>
    /// <param name="ordinals">By place, a claim's place among those that hold it, or -1.</param>
    /// <param name="parts">By place, takes the parts.</param>
    public abstract void ReadParts(
        ReadOnlySpan<int> claims, ReadOnlySpan<int> places, ReadOnlySpan<int> ordinals, Span<double> parts);

    /// <summary>What no part reaches.</summary>
    public virtual double PartLimit => Bm25.PartLimit;

    /// <summary>What the part of no claim from one to another exceeds.</summary>
    public abstract double PartAtMost(int first, int last);

    /// <summary>Moves as <see cref="ClaimBlocks.MoveTo"/> does, but past blocks in which no weighted part exceeds a score.
    /// </summary>
    public abstract bool MoveTo(int claim, double weight, double threshold);
}
