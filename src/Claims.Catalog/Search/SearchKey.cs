namespace Claims.Catalog.Search;

/// <summary>A claim that was found, and where it stands among those found: by score descending, then by number.</summary>
/// <param name="Score">The BM25 score; comparable within one index.</param>
/// <param name="Claim">The claim's number.</param>
internal readonly record struct SearchKey(double Score, int Claim) : IComparable<SearchKey>
{
    /// <summary>Less than 0 if this comes before the other.</summary>
    public int CompareTo(SearchKey other)
    {
        var byScore = other.Score.CompareTo(Score);
        return byScore != 0 ? byScore : Claim.CompareTo(other.Claim);
    }
}
