using System.Collections.Frozen;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Catalog;

/// <summary>
/// One revision of the corpus, indexed. Immutable, and so are the messages it hands out: whoever changes one changes
/// what everybody is answered. Thread-safe.
/// </summary>
internal sealed class Revision
{
    private readonly FrozenDictionary<string, Claim> _claimsByName;
    private readonly FrozenDictionary<string, Article> _articlesByName;
    private readonly FrozenDictionary<string, Source> _sourcesByName;
    private readonly ClaimColumns _columns;

    private Revision(CorpusContent content)
    {
        License = content.Licenses.FirstOrDefault("");
        Sources = [.. content.Sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
        Articles = [.. content.Articles.Order(Comparer<Article>.Create(Latest))];
        _sourcesByName = FormerNames.Index(Sources, source => [source.Name], source => source.FormerNames)
            .ToFrozenDictionary();
        _articlesByName = FormerNames.Index(Articles, article => [article.Name], article => article.FormerNames)
            .ToFrozenDictionary();
        _columns = new ClaimColumns(content.Claims, Articles);
        _claimsByName = FormerNames.Index(Claims, claim => [claim.Name], claim => claim.FormerNames,
                claim => FormerNames.ByArticle(claim, _articlesByName[ResourceName.ArticleOf(claim.Name)]))
            .ToFrozenDictionary();
        foreach (var claim in Claims) claim.Encoding = claim.ToByteArray();
        Id = RevisionId.Of(this, content.Topics, content.Places);
    }

    /// <summary>The digest that names the revision: see <see cref="RevisionId"/>.</summary>
    public string Id { get; }

    /// <summary>The terms under which the corpus may be used; empty where none are given.</summary>
    public string License { get; }

    /// <summary>All claims, in the order <c>position</c>.</summary>
    public IReadOnlyList<Claim> Claims => _columns.Claims;

    /// <summary>All articles, the latest published first, then by name.</summary>
    public IReadOnlyList<Article> Articles { get; }

    /// <summary>All sources, by name.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>
    /// Indexes content that breaks no rule, and takes its messages over: the caller must not touch them again.
    /// </summary>
    public static Revision Freeze(CorpusContent content)
    {
        Derivation.Apply(content);
        return new(content);
    }

    /// <summary>The claim that has or had a name, or null.</summary>
    public Claim? FindClaim(string name) => _claimsByName.GetValueOrDefault(name);

    /// <summary>The article that has or had a name, or null.</summary>
    public Article? FindArticle(string name) => _articlesByName.GetValueOrDefault(name);

    /// <summary>The source that has or had a name, or null.</summary>
    public Source? FindSource(string name) => _sourcesByName.GetValueOrDefault(name);

    /// <summary>
    /// The claims of an article, or of all where it is null, that meet criteria, in an order.
    /// </summary>
    public IReadOnlyList<Claim> ListClaims(Article? article, ClaimCriteria criteria, ClaimOrder order) =>
        _columns.Select(article, new ClaimPredicate(criteria, this), order);

    /// <summary>
    /// The sources of any of some kinds, affiliated with any of some sources; an empty list asks for nothing.
    /// </summary>
    public IReadOnlyList<Source> ListSources(IReadOnlyCollection<SourceKind> kinds, IReadOnlyCollection<string> affiliations)
    {
        // By reference: a message's own equality would compare every field.
        var roots = affiliations.Select(FindSource).OfType<Source>().ToHashSet<Source>(ReferenceEqualityComparer.Instance);
        var anyKind = kinds.ToHashSet();
        return [.. Sources.Where(source =>
            (anyKind.Count == 0 || anyKind.Contains(source.Kind))
            && (affiliations.Count == 0 || WithAffiliations(source).Any(roots.Contains)))];
    }

    /// <summary>A source, and whatever it is affiliated with, to the top.</summary>
    private IEnumerable<Source> WithAffiliations(Source source)
    {
        for (var at = source; at is not null; at = FindSource(at.Affiliation)) yield return at;
    }

    private static int Latest(Article a, Article b)
    {
        var published = DateKey.Of(b.PublishedDate).CompareTo(DateKey.Of(a.PublishedDate));
        return published != 0 ? published : string.CompareOrdinal(a.Name, b.Name);
    }
}
