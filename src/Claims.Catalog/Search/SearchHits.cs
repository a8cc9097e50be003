namespace Claims.Catalog.Search;

/// <summary>What a search found.</summary>
/// <param name="Total">How many claims match, exactly, whatever the page.</param>
/// <param name="Best">The page: the best of those asked for, best first.</param>
internal sealed record SearchHits(int Total, IReadOnlyList<SearchKey> Best)
{
    /// <summary>Nothing.</summary>
    public static SearchHits None { get; } = new(0, []);
}
