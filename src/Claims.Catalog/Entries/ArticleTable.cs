using System.Collections;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// The articles of a revision, the latest published first, then by name, each decoded when it is asked for: the message is
/// the caller's own. Immutable.
/// </summary>
/// <remarks>
/// An article's claims are one run of numbers, and the runs follow each other as the articles do. See
/// <see cref="Revision"/>.
/// </remarks>
internal sealed class ArticleTable(SectionReader sections) : IReadOnlyList<Article>
{
    private readonly TextList _encodings = new(sections);
    private readonly NameTable _names = new(sections);
    private readonly Section<int> _firstClaims = sections.Read<int>();
    private readonly Section<bool> _areEnglish = sections.Read<bool>();
    private readonly Section<ArticleDigest> _digests = sections.Read<ArticleDigest>();
    private readonly Section<int> _nameRanks = sections.Read<int>();

    /// <summary>How many there are.</summary>
    public int Count => _encodings.Count;

    /// <summary>The article with a number.</summary>
    public Article this[int number] => Article.Parser.ParseFrom(_encodings[number]);

    /// <summary>Writes articles.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="layout">The articles, and where their claims stand.</param>
    public static void Write(SectionWriter sections, RevisionLayout layout)
    {
        var articles = layout.Articles;
        TextList.Write(sections, articles.Count, number => articles[number].Encoding);
        NameTable.Write(sections, articles.Select(article => article.Name), articles.Select(article => article.FormerNames));
        sections.Add(layout.FirstClaims);
        sections.Add(articles.Select(article => article.IsEnglish).ToArray());
        sections.Add(articles.Select(article => article.Digest).ToArray());
        var byName = Ordering.Of(articles.Count, (a, b) => string.CompareOrdinal(articles[a].Name, articles[b].Name));
        var ranks = new int[byName.Length];
        for (var rank = 0; rank < ranks.Length; rank++) ranks[byName[rank]] = rank;
        sections.Add(ranks);
    }

    /// <summary>The number of the article that has or had a name, or -1.</summary>
    public int Find(ReadOnlySpan<char> name) => _names.Find(name);

    /// <summary>An article's name.</summary>
    public string NameOf(int number) => _names[number];

    /// <summary>Where an article stands among all by name.</summary>
    public int NameRankOf(int number) => _nameRanks[number];

    /// <summary>All names that articles have or had.</summary>
    public IEnumerable<string> Names => _names.All;

    /// <summary>A digest of an article's claims, and of nothing else of it.</summary>
    public ReadOnlySpan<byte> DigestOf(int number) => ArticleDigest.BytesOf(_digests.Slice(number, 1)[0]);

    /// <summary>An article as it is served, encoded.</summary>
    public ReadOnlySpan<byte> EncodingOf(int number) => _encodings[number];

    /// <summary>Whether an article is in English.</summary>
    public bool IsEnglish(int number) => _areEnglish[number];

    /// <summary>The claims of an article.</summary>
    public ClaimSet RunOf(int number) => ClaimSet.Run(_firstClaims[number], _firstClaims[number + 1] - _firstClaims[number]);

    /// <summary>The article of a claim.</summary>
    public int OfClaim(int claim)
    {
        // The last that starts there or before: articles without claims start where the next one does.
        var firsts = _firstClaims.Span;
        var (found, behind) = (0, Count);
        while (behind - found > 1)
        {
            var middle = (found + behind) / 2;
            if (firsts[middle] <= claim) found = middle;
            else behind = middle;
        }

        return found;
    }

    public IEnumerator<Article> GetEnumerator() => Enumerable.Range(0, Count).Select(number => this[number]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
