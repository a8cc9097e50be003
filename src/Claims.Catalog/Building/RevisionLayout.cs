using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// Where the articles and claims of some parts stand in the revision that they make: the articles by position, the latest
/// published first, then by name, and the claims of each as in its part. Immutable.
/// </summary>
internal sealed class RevisionLayout
{
    public RevisionLayout(IReadOnlyList<Part> parts)
    {
        Parts = parts;
        var articles = new List<LaidOutArticle>();
        for (var part = 0; part < parts.Count; part++)
        {
            for (var article = 0; article < parts[part].Articles.Count; article++) articles.Add(new(parts[part], part, article));
        }

        var order = Ordering.Of(articles.Count, (a, b) => LaidOutArticle.Compare(articles[a], articles[b]));
        Articles = Array.ConvertAll(order, article => articles[article]);
        FirstClaims = new int[Articles.Count + 1];
        for (var i = 0; i < Articles.Count; i++) FirstClaims[i + 1] = checked(FirstClaims[i] + Articles[i].ClaimCount);
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>The articles, in the order of the revision.</summary>
    public IReadOnlyList<LaidOutArticle> Articles { get; }

    /// <summary>For each article its first claim; one entry more at the end.</summary>
    public int[] FirstClaims { get; }

    /// <summary>How many claims there are.</summary>
    public int ClaimCount => FirstClaims[^1];

    /// <summary>Visits the articles in order: each with its first claim, and how many it has.</summary>
    public void ForEachArticle(Action<LaidOutArticle, int, int> visit)
    {
        for (var i = 0; i < Articles.Count; i++) visit(Articles[i], FirstClaims[i], Articles[i].ClaimCount);
    }

    /// <summary>Visits a relation: the claim that has it, its type, and the name of the claim it is to.</summary>
    public delegate void RelationVisitor(int claim, int type, ReadOnlySpan<byte> target);

    /// <summary>Visits the relations of all claims, by claim, those of one in the order given.</summary>
    public void ForEachRelation(RelationVisitor visit)
    {
        for (var i = 0; i < Articles.Count; i++)
        {
            var article = Articles[i];
            foreach (var relation in article.Relations)
            {
                visit(FirstClaims[i] + relation.Claim - article.FirstClaim, (int)relation.Type, article.Part.TargetOf(relation));
            }
        }
    }

    /// <summary>Where a claim was given.</summary>
    public LinkLocation LocationOf(int claim)
    {
        // The last article that starts there or before; those without claims start where the next one does.
        var found = Array.BinarySearch(FirstClaims, 0, Articles.Count, claim);
        if (found < 0) found = ~found - 1;
        while (found + 1 < Articles.Count && FirstClaims[found + 1] <= claim) found++;
        var article = Articles[found];
        return new(article.PartNumber, article.GivenAs, article.Part.GivenAs[article.FirstClaim + claim - FirstClaims[found]]);
    }

    /// <summary>The claims' former names, part by part, each with its claim.</summary>
    public List<(string Name, int Claim)> FormerNames()
    {
        var formerNames = new List<(string, int)>();
        for (var number = 0; number < Parts.Count; number++)
        {
            var part = Parts[number];
            if (part.FormerNames.Count == 0) continue;
            var claims = new int[part.ClaimCount];
            ForEachArticle((article, first, count) =>
            {
                for (var i = 0; article.PartNumber == number && i < count; i++) claims[article.FirstClaim + i] = first + i;
            });
            for (var i = 0; i < part.FormerNames.Count; i++)
            {
                formerNames.Add((part.FormerNames.TextOf(i), claims[part.FormerNamesOf[i]]));
            }
        }

        return formerNames;
    }
}

/// <summary>
/// An article of a part, as a revision has it.
/// </summary>
/// <param name="part">The part.</param>
/// <param name="partNumber">The number of the part among those of the revision.</param>
/// <param name="article">The number of the article in the part.</param>
internal sealed class LaidOutArticle(Part part, int partNumber, int article)
{
    private readonly DateKey _published = PublishedOf(part.Articles[article]);

    /// <summary>The part it is of.</summary>
    public Part Part => part;

    /// <summary>The number of the part.</summary>
    public int PartNumber => partNumber;

    /// <summary>As which of the part's file's articles it was given, from 0.</summary>
    public int GivenAs => part.ArticlesGivenAs[article];

    /// <summary>Its first claim, counted in the part.</summary>
    public int FirstClaim { get; } = part.FirstClaims[article];

    /// <summary>How many claims it has.</summary>
    public int ClaimCount { get; } = part.FirstClaims[article + 1] - part.FirstClaims[article];

    /// <summary>The relations of its claims.</summary>
    public ReadOnlySpan<PartRelation> Relations =>
        part.Relations.Between(part.FirstRelations[article], part.FirstRelations[article + 1]);

    /// <summary>As it is served.</summary>
    public ReadOnlySpan<byte> Encoding => part.Articles[article];

    /// <summary>Its name.</summary>
    public string Name { get; } = TextsOf(part.Articles[article], Article.NameFieldNumber).First();

    /// <summary>The names it had.</summary>
    public IReadOnlyList<string> FormerNames => TextsOf(Encoding, Article.FormerNamesFieldNumber);

    /// <summary>Whether it is in English.</summary>
    public bool IsEnglish => TextsOf(Encoding, Article.LanguageFieldNumber) is [var language] && LanguageTag.IsEnglish(language);

    /// <summary>Its license, or none.</summary>
    public string License => TextsOf(Encoding, Article.LicenseFieldNumber) is [var license] ? license : "";

    /// <summary>A digest of its claims.</summary>
    public ArticleDigest Digest => part.ArticleDigests[article];

    /// <summary>Whether another was published at the same time.</summary>
    public bool IsPublishedWith(LaidOutArticle other) => _published.CompareTo(other._published) == 0;

    /// <summary>How articles are ordered: the latest published first, then by name.</summary>
    public static int Compare(LaidOutArticle a, LaidOutArticle b)
    {
        var published = b._published.CompareTo(a._published);
        return published != 0 ? published : string.CompareOrdinal(a.Name, b.Name);
    }

    private static DateKey PublishedOf(ReadOnlySpan<byte> article)
    {
        var reader = new WireReader(article);
        while (reader.Read())
        {
            if (reader.Field == Article.PublishedDateFieldNumber) return DateKey.Of(reader.Bytes);
        }

        throw new ArgumentException("Every article has a date.", nameof(article));
    }

    private static List<string> TextsOf(ReadOnlySpan<byte> article, int field)
    {
        var texts = new List<string>();
        var reader = new WireReader(article);
        while (reader.Read())
        {
            if (reader.Field == field) texts.Add(System.Text.Encoding.UTF8.GetString(reader.Bytes));
        }

        return texts;
    }
}
