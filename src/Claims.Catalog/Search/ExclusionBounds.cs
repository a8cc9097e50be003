namespace Claims.Catalog.Search;

/// <summary>
/// Which positions of each claim count where something is excluded: the first so many. A search that excludes a name means
/// the text, and who the article says makes the claim; the topics, the places and the unnamed are only there to be found.
/// Immutable.
/// </summary>
/// <param name="bounds">Of each claim, by number, how many of its positions count.</param>
internal sealed class ExclusionBounds(SmallNumbers bounds)
{
    /// <summary>The first position of a claim that does not count.</summary>
    public int Of(int claim) => bounds[claim];
}
