using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// The claims in the order <c>position</c>, and for each what filters and orders ask of it, computed once. Immutable.
/// </summary>
internal sealed class ClaimColumns
{
    private readonly Claim[] _claims;
    private readonly Edtf[] _stated;
    private readonly Edtf?[] _event;
    private readonly Dictionary<Article, Range> _ofArticle = new(ReferenceEqualityComparer.Instance);

    // Where each claim stands by each field, equal ones alike.
    private readonly int[] _byPosition;
    private readonly int[] _byStatedDate;
    private readonly int[] _byEventDate;
    private readonly int[] _byName;

    public ClaimColumns(IReadOnlyCollection<Claim> claims, IReadOnlyList<Article> articles)
    {
        var articleRank = articles.Select((article, rank) => (article.Name, rank)).ToDictionary();
        PositionKey Position(Claim claim) => PositionKey.Of(claim, articleRank[ResourceName.ArticleOf(claim.Name)]);

        _claims = [.. claims.OrderBy(Position).ThenBy(claim => claim.Name, StringComparer.Ordinal)];
        _stated = [.. _claims.Select(claim => Edtf.Parse(claim.StatedDate.Edtf))];
        _event = [.. _claims.Select(claim => claim.EventDate is null ? null : Edtf.Parse(claim.EventDate.Edtf))];
        _byPosition = Ranks(_claims, Position, Comparer<PositionKey>.Default);
        _byStatedDate = Ranks(_claims, claim => DateKey.Of(claim.StatedDate), Comparer<DateKey>.Default);
        _byEventDate = Ranks(_claims, claim => DateKey.Of(claim.EventDate), Comparer<DateKey>.Default);
        _byName = Ranks(_claims, claim => claim.Name, StringComparer.Ordinal);

        var start = 0;
        foreach (var article in articles)
        {
            _ofArticle[article] = start..(start + article.ClaimCount);
            start += article.ClaimCount;
        }
    }

    public IReadOnlyList<Claim> Claims => _claims;

    public IReadOnlyList<Claim> Select(Article? article, ClaimPredicate predicate, ClaimOrder order)
    {
        var (start, length) = article is null ? (0, _claims.Length) : _ofArticle[article].GetOffsetAndLength(_claims.Length);
        var matches = new List<int>();
        for (var i = start; i < start + length; i++)
        {
            if (predicate.Matches(_claims[i], _stated[i], _event[i])) matches.Add(i);
        }

        if (order.Fields.Count > 0) matches.Sort((a, b) => Compare(order, a, b));
        return [.. matches.Select(i => _claims[i])];
    }

    private int Compare(ClaimOrder order, int a, int b)
    {
        foreach (var (field, descending) in order.Fields)
        {
            var ranks = field switch
            {
                ClaimOrderField.Position => _byPosition,
                ClaimOrderField.StatedDate => _byStatedDate,
                ClaimOrderField.EventDate => _byEventDate,
                _ => _byName,
            };

            // Unset dates come last either way.
            if (field == ClaimOrderField.EventDate && _event[a] is null != _event[b] is null)
            {
                return _event[a] is null ? 1 : -1;
            }

            var difference = ranks[a].CompareTo(ranks[b]);
            if (difference != 0) return descending ? -difference : difference;
        }

        return _byName[a].CompareTo(_byName[b]);
    }

    private static int[] Ranks<TKey>(Claim[] claims, Func<Claim, TKey> key, IComparer<TKey> comparer)
    {
        var keys = Array.ConvertAll(claims, claim => key(claim));
        var sorted = Enumerable.Range(0, claims.Length).ToArray();
        Array.Sort((TKey[])keys.Clone(), sorted, comparer);
        var ranks = new int[claims.Length];
        for (int i = 1, rank = 0; i < sorted.Length; i++)
        {
            if (comparer.Compare(keys[sorted[i - 1]], keys[sorted[i]]) != 0) rank = i;
            ranks[sorted[i]] = rank;
        }

        return ranks;
    }

    // By article, then by first locator: the earliest in the text, a whole paragraph before its parts, and the whole
    // article before its paragraphs.
    private readonly record struct PositionKey(int Article, int Paragraph, int Start, int End) : IComparable<PositionKey>
    {
        public static PositionKey Of(Claim claim, int article) => claim.Locators.Min(locator => new PositionKey(
            article,
            locator.HasParagraph ? locator.Paragraph : -1,
            locator.HasStart ? locator.Start : -1,
            locator.HasEnd ? locator.End : -1));

        public int CompareTo(PositionKey other) =>
            (Article, Paragraph, Start, End).CompareTo((other.Article, other.Paragraph, other.Start, other.End));
    }
}
