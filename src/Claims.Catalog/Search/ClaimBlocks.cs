namespace Claims.Catalog.Search;

/// <summary>
/// Claims in order, a block of them at a time. Before the first block until <see cref="MoveTo"/>.
/// </summary>
internal abstract class ClaimBlocks
{
    /// <summary>How many claims there are.</summary>
    public abstract int Count { get; }

    /// <summary>The number of the block, from 0; each but the last has <see cref="Postings.BlockSize"/> claims.</summary>
    public int Block { get; protected set; } = -1;

    /// <summary>No claim of the block is before it.</summary>
    public int First { get; protected set; }

    /// <summary>No claim of the block is after it.</summary>
    public int Last { get; protected set; }

    /// <summary>Moves to the first block that may hold a claim or one after it, but always on.</summary>
    /// <returns>Whether there is such a block.</returns>
    public abstract bool MoveTo(int claim);

    /// <summary>Reads the claims of the block.</summary>
    /// <returns>How many there are.</returns>
    public abstract int Read(Span<int> claims);
}
