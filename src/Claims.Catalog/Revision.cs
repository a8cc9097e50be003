using Claims.Catalog.Building;
using Claims.Catalog.Search;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Catalog;

/// <summary>
/// One revision of the corpus, indexed. Claims are numbered from 0 in the order <c>position</c>. Immutable, and so are the
/// messages of articles and sources that it hands out: whoever changes one changes what everybody is answered. Thread-safe.
/// </summary>
internal sealed class Revision
{
    private readonly RevisionContent _content;
    private readonly Dictionary<string, int> _articlesByName;
    private readonly Dictionary<string, int> _sourcesByName;
    private readonly Dictionary<string, int> _claimsByFormerName;
    private readonly Dictionary<Article, int> _articleNumbers = new(ReferenceEqualityComparer.Instance);

    private Revision(
        RevisionContent content, Dictionary<string, int> articlesByName, Dictionary<string, int> claimsByFormerName)
    {
        _content = content;
        _articlesByName = articlesByName;
        _claimsByFormerName = claimsByFormerName;
        _sourcesByName = NumbersOf(Sources, source => source.Name, source => source.FormerNames)!;
        for (var article = 0; article < Articles.Count; article++) _articleNumbers[Articles[article]] = article;
        Licenses = [.. Articles.Select(article => article.License).Where(license => license.Length > 0)
            .Distinct().Order(StringComparer.Ordinal)];
        Id = RevisionId.Of(content);
    }

    /// <summary>The digest that names the revision: see <see cref="RevisionId"/>.</summary>
    public string Id { get; }

    /// <summary>The licenses of the articles, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Licenses { get; }

    /// <summary>All topics, as <see cref="Values"/> numbers them.</summary>
    public IReadOnlyList<Topic> Topics => _content.Topics;

    /// <summary>All places, as <see cref="Values"/> numbers them.</summary>
    public IReadOnlyList<ListedPlace> Places => _content.Places;

    /// <summary>All articles, the latest published first, then by name.</summary>
    public IReadOnlyList<Article> Articles => _content.Articles;

    /// <summary>All sources, by name.</summary>
    public IReadOnlyList<Source> Sources => _content.Sources;

    /// <summary>How many claims there are.</summary>
    public int ClaimCount => Encodings.Count;

    /// <summary>All claims.</summary>
    public ClaimSet AllClaims => ClaimSet.Run(0, ClaimCount);

    /// <summary>All claims as messages, in order, each decoded when it is reached.</summary>
    public IEnumerable<Claim> Claims => ClaimsOf(AllClaims);

    /// <summary>The claims as they go over the wire.</summary>
    public EncodedClaims Encodings => _content.Encodings;

    /// <summary>The values that <see cref="Postings"/> has, by number.</summary>
    public FacetValues Values => _content.Values;

    /// <summary>The claims of each value.</summary>
    public Postings Postings => _content.Postings;

    /// <summary>The claims of each source with all that is affiliated with it.</summary>
    public AffiliationPostings Affiliations => _content.Affiliations;

    /// <summary>The dates that <see cref="StatedDates"/> and <see cref="EventDates"/> name by number.</summary>
    public DistinctDates Dates => _content.Dates;

    /// <summary>When each claim was said.</summary>
    public DateColumn StatedDates => _content.StatedDates;

    /// <summary>When what each claim says happened.</summary>
    public DateColumn EventDates => _content.EventDates;

    /// <summary>The claims by date of saying.</summary>
    public DateOrder ByStatedDate => _content.ByStatedDate;

    /// <summary>The claims by date of what they say.</summary>
    public DateOrder ByEventDate => _content.ByEventDate;

    /// <summary>How the claims are related.</summary>
    public ClaimRelations Relations => _content.Relations;

    /// <summary>What finds claims by their words.</summary>
    public SearchIndex Search => _content.Search;

    /// <summary>The claims that are superseded, each with one that supersedes it.</summary>
    public IReadOnlyList<Supersession> Supersessions => _content.Supersessions;

    /// <summary>
    /// Indexes content that breaks no rule, its computed fields filled in, and takes its messages over: the caller must not
    /// touch them again.
    /// </summary>
    public static Revision Freeze(CorpusContent content)
    {
        var builder = new RevisionBuilder(content.Topics, content.Places, content.Sources);
        var part = builder.NewPart();
        var claims = Enumerable.Range(0, content.Claims.Count).ToLookup(claim => content.ArticleOfClaim[claim]);
        for (var article = 0; article < content.Articles.Count; article++)
        {
            part.BeginArticle(content.Articles[article]);
            foreach (var claim in claims[article]) part.AddClaim(content.Claims[claim].ToByteArray());
            part.EndArticle();
        }

        return builder.Freeze() ?? throw new InvalidOperationException("The content breaks a rule on names or relations.");
    }

    /// <returns>Null where a name is another's already, or a supersession is one that is refused.</returns>
    internal static Revision? Of(RevisionContent content)
    {
        if (NumbersOf(content.Articles, article => article.Name, article => article.FormerNames) is not { } articlesByName) return null;
        var formerNames = new Dictionary<string, int>();
        foreach (var (name, claim) in content.FormerNames)
        {
            if (content.Names.Find(name) >= 0 || !formerNames.TryAdd(name, claim)) return null;
        }

        return content.SupersessionsAreInOrder() ? new(content, articlesByName, formerNames) : null;
    }

    /// <summary>The number of the claim that has or had a name, or -1.</summary>
    public int FindClaim(string name)
    {
        var claim = _content.Names.Find(name);
        if (claim >= 0) return claim;
        if (_claimsByFormerName.TryGetValue(name, out claim)) return claim;

        return FormerNames.ByArticle(name, former => FindArticle(former)?.Name) is { } current ? _content.Names.Find(current) : -1;
    }

    /// <summary>Whether a claim has a name.</summary>
    public bool HasClaim(ReadOnlySpan<char> name) => _content.Names.Find(name) >= 0;

    /// <summary>Whether an article has or had a name.</summary>
    public bool HasArticle(ReadOnlySpan<char> name) =>
        _articlesByName.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name);

    /// <summary>Whether a source has or had a name.</summary>
    public bool HasSource(ReadOnlySpan<char> name) =>
        _sourcesByName.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name);

    /// <summary>The article that has or had a name, or null.</summary>
    public Article? FindArticle(string name) => _articlesByName.TryGetValue(name, out var article) ? Articles[article] : null;

    /// <summary>The source that has or had a name, or null.</summary>
    public Source? FindSource(string name) => FindSourceNumber(name) is >= 0 and var source ? Sources[source] : null;

    /// <summary>Where in <see cref="Sources"/> the source is that has or had a name, or -1.</summary>
    public int FindSourceNumber(string name) => _sourcesByName.TryGetValue(name, out var source) ? source : -1;

    /// <summary>The claims of an article, or of all where it is null.</summary>
    public ClaimSet RunOf(Article? article)
    {
        if (article is null) return AllClaims;
        var number = _articleNumbers[article];
        return ClaimSet.Run(_content.FirstClaims[number], _content.FirstClaims[number + 1] - _content.FirstClaims[number]);
    }

    /// <summary>Where in <see cref="Articles"/> the article of a claim is.</summary>
    public int ArticleOf(int claim)
    {
        // The last that starts there or before: articles without claims start where the next one does.
        var (found, behind) = (0, Articles.Count);
        while (behind - found > 1)
        {
            var middle = (found + behind) / 2;
            if (_content.FirstClaims[middle] <= claim) found = middle;
            else behind = middle;
        }

        return found;
    }

    /// <summary>Whether a claim is of an English article, so that its words are found in all their endings.</summary>
    public bool IsEnglish(int claim) => LanguageTag.IsEnglish(Articles[ArticleOf(claim)].Language);

    /// <summary>Claims as messages, in order, each decoded when it is reached.</summary>
    public IEnumerable<Claim> ClaimsOf(ClaimSet run)
    {
        for (var claim = run.Start; claim < run.Start + run.Count; claim++) yield return Encodings.Decode(claim);
    }

    /// <summary>Where a claim stands among all by name.</summary>
    public int NameRankOf(int claim) => _content.NameRanks[claim];

    /// <summary>The first of the claims that have the same place in the same article.</summary>
    public int FirstAtPositionOf(int claim)
    {
        while ((_content.SamePositions[claim >> 6] >> claim & 1) != 0) claim--;
        return claim;
    }

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
    public IEnumerable<Source> WithAffiliations(Source source)
    {
        for (var at = source; at is not null; at = FindSource(at.Affiliation)) yield return at;
    }

    /// <summary>How articles are ordered: the latest published first, then by name.</summary>
    internal static int Latest(Article a, Article b)
    {
        var published = DateKey.Of(b.PublishedDate).CompareTo(DateKey.Of(a.PublishedDate));
        return published != 0 ? published : string.CompareOrdinal(a.Name, b.Name);
    }

    // Each of some resources by every name it has or had; null where two share one.
    private static Dictionary<string, int>? NumbersOf<T>(
        IReadOnlyList<T> items, Func<T, string> name, Func<T, IEnumerable<string>> formerNames)
    {
        var numbers = new Dictionary<string, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (!numbers.TryAdd(name(items[i]), i)) return null;
        }

        for (var i = 0; i < items.Count; i++)
        {
            foreach (var former in formerNames(items[i]))
            {
                if (!numbers.TryAdd(former, i)) return null;
            }
        }

        return numbers;
    }
}
