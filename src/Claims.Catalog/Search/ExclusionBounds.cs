namespace Claims.Catalog.Search;

/// <summary>
/// Which positions of each claim count where something is excluded: the first so many. A search that excludes a name means
/// the text, and who the article says makes the claim; the topics, the places and the unnamed are only there to be found.
/// Immutable.
/// </summary>
internal sealed class ExclusionBounds
{
    private const int Longer = byte.MaxValue;

    private readonly byte[] _bounds;
    private readonly Dictionary<int, int> _longer = [];

    /// <param name="excludable">Of each claim, by number, how many of its positions count.</param>
    public ExclusionBounds(ReadOnlySpan<int> excludable)
    {
        _bounds = new byte[excludable.Length];
        for (var claim = 0; claim < excludable.Length; claim++)
        {
            _bounds[claim] = (byte)Math.Min(excludable[claim], Longer);
            if (excludable[claim] >= Longer) _longer[claim] = excludable[claim];
        }
    }

    /// <summary>The first position of a claim that does not count.</summary>
    public int Of(int claim) => _bounds[claim] < Longer ? _bounds[claim] : _longer[claim];
}
