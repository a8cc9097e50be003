namespace Claims.Catalog;

/// <summary>What articles can be ordered by.</summary>
internal enum ArticleOrderField
{
    /// <summary>The date of publishing.</summary>
    PublishedDate,

    /// <summary>The resource name.</summary>
    Name,

    /// <summary>How many claims it has.</summary>
    ClaimCount,
}

/// <summary>
/// An order of articles: by each field in turn, ties broken by name.
/// </summary>
internal sealed class ArticleOrder
{
    private static readonly Dictionary<string, ArticleOrderField> _names = new(StringComparer.Ordinal)
    {
        ["published_date"] = ArticleOrderField.PublishedDate,
        ["publishedDate"] = ArticleOrderField.PublishedDate,
        ["name"] = ArticleOrderField.Name,
        ["claim_count"] = ArticleOrderField.ClaimCount,
        ["claimCount"] = ArticleOrderField.ClaimCount,
    };

    private readonly IReadOnlyList<(ArticleOrderField Field, bool Descending)> _fields;

    private ArticleOrder(IReadOnlyList<(ArticleOrderField Field, bool Descending)> fields) => _fields = fields;

    /// <summary>Whether none is asked for.</summary>
    public bool IsNone => _fields.Count == 0;

    /// <summary>Reads an <c>order_by</c>, see <see cref="OrderText"/>.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Parse(string text, out ArticleOrder order)
    {
        var problem = OrderText.Parse(text, _names, "published_date, name or claim_count", out var fields);
        order = new(fields);
        return problem;
    }

    /// <summary>Articles of a revision, by number, in this order.</summary>
    public IReadOnlyList<int> Sort(IEnumerable<int> articles, Revision revision) => [.. articles.Order(Comparer<int>.Create((a, b) =>
    {
        foreach (var (field, descending) in _fields)
        {
            var order = field switch
            {
                ArticleOrderField.PublishedDate => revision.ArticleIndex.PublishedRankOf(b).CompareTo(revision.ArticleIndex.PublishedRankOf(a)),
                ArticleOrderField.ClaimCount => revision.Articles.RunOf(a).Count.CompareTo(revision.Articles.RunOf(b).Count),
                _ => CompareNames(a, b),
            };
            if (order != 0) return descending ? -order : order;
        }

        return CompareNames(a, b);

        int CompareNames(int a, int b) => revision.Articles.NameRankOf(a).CompareTo(revision.Articles.NameRankOf(b));
    }))];

    /// <summary>The same for every text that means the same, in the contract's names.</summary>
    public override string ToString() => string.Join(',', _fields.Select(field => OrderText.Of(field, _names)));
}
