using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog;

/// <summary>
/// What articles can be told apart and found by: who published them and when, in which language, and the words of their titles and
/// ids. Articles are numbered as <see cref="ArticleTable"/> does. Immutable; any number of threads may ask.
/// </summary>
internal sealed class ArticleIndex(SectionReader sections)
{
    private readonly Section<int> _publishers = sections.Read<int>();
    private readonly TextList _languages = new(sections);
    private readonly Section<int> _languageOf = sections.Read<int>();

    // Of the published date, as <see cref="Edtf"/> counts: its first second, and the first behind it.
    private readonly Section<long> _starts = sections.Read<long>();
    private readonly Section<long> _ends = sections.Read<long>();

    // The same for articles that were published at the same time; the later, the less.
    private readonly Section<int> _publishedRanks = sections.Read<int>();

    /// <summary>What finds articles by the words of their titles, ids and former ids.</summary>
    public NameIndex Names { get; } = new(sections);

    /// <summary>Writes an index.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="layout">The articles.</param>
    /// <param name="sources">The numbers of sources, by name.</param>
    public static void Write(SectionWriter sections, RevisionLayout layout, IReadOnlyDictionary<string, int> sources)
    {
        var articles = layout.Articles.Select(article => Article.Parser.ParseFrom(article.Encoding)).ToList();
        var published = articles.ConvertAll(article => Edtf.Parse(article.PublishedDate.Edtf));
        var languages = new Utf8Table();
        sections.Add(articles.Select(article => sources[article.Publisher]).ToArray());
        var languageOf = articles.Select(article => languages.Add(System.Text.Encoding.UTF8.GetBytes(article.Language))).ToArray();
        languages.WriteList(sections);
        sections.Add(languageOf);
        sections.Add(published.Select(date => date.Start).ToArray());
        sections.Add(published.Select(date => date.End).ToArray());
        var ranks = new int[articles.Count];
        for (var i = 1; i < ranks.Length; i++)
        {
            ranks[i] = ranks[i - 1] + (layout.Articles[i].IsPublishedWith(layout.Articles[i - 1]) ? 0 : 1);
        }

        sections.Add(ranks);
        NameIndex.Write(sections, articles.Select((article, i) => (EntryNames.Of(article), layout.Articles[i].ClaimCount)));
    }

    /// <summary>How late an article was published among all: the same for those of the same time; the later, the less.</summary>
    public int PublishedRankOf(int article) => _publishedRanks[article];

    /// <summary>Which articles meet some criteria.</summary>
    public Func<int, bool> Meeting(ArticleCriteria criteria, SourceTable sources)
    {
        var publishers = criteria.Publishers.Select(name => sources.Find(name)).ToHashSet();
        var languages = new bool[_languages.Count];
        for (var i = 0; i < languages.Length; i++) languages[i] = criteria.Languages.Any(range => LanguageTag.IsIn(_languages.TextOf(i), range));
        return article => (publishers.Count == 0 || publishers.Contains(_publishers[article]))
            && (criteria.Languages.Count == 0 || languages[_languageOf[article]])
            && (criteria.PublishedDuring is not { } during || (_starts[article] < during.End && during.Start < _ends[article]));
    }
}

/// <summary>
/// Which articles are meant; what is empty or null asks for nothing.
/// </summary>
/// <param name="Publishers">Names of sources, any of which published the article.</param>
/// <param name="Languages">Language ranges, any of which its language is in.</param>
/// <param name="PublishedDuring">A date with which the date of publishing shares a moment.</param>
internal sealed record ArticleCriteria(IReadOnlyList<string> Publishers, IReadOnlyList<string> Languages, Edtf? PublishedDuring)
{
    /// <summary>Whether every article meets them.</summary>
    public bool IsEmpty => Publishers.Count == 0 && Languages.Count == 0 && PublishedDuring is null;
}
