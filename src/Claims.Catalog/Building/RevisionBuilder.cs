using System.Runtime.InteropServices;
using Claims.Catalog.Search;
using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// Gathers a revision from its claims' encodings, which threads may add at the same time, each to a part of its own. The
/// parts may be filled in parallel; everything else is one thread's.
/// </summary>
internal sealed class RevisionBuilder
{
    /// <summary>From here on it pays to collect garbage between the steps of loading; before, it costs more than it frees.</summary>
    public const int ManyClaims = 100_000;

    private readonly IReadOnlyList<Topic> _topics;
    private readonly IReadOnlyList<ListedPlace> _places;
    private readonly IReadOnlyList<Source> _sources;
    private readonly FacetValues _values;
    private readonly SearchNames _names = new();
    private readonly List<RevisionPart> _parts = [];

    // Of texts that many sources and articles have, one is kept.
    private readonly Dictionary<string, string> _texts = [];

    /// <param name="topics">All topics.</param>
    /// <param name="places">All places.</param>
    /// <param name="sources">All sources, their affiliations by current names.</param>
    public RevisionBuilder(IReadOnlyList<Topic> topics, IReadOnlyList<ListedPlace> places, IReadOnlyList<Source> sources)
    {
        _topics = topics;
        _places = places;
        _sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
        _values = new(topics, places, _sources);

        foreach (var source in _sources)
        {
            source.Affiliation = Shared(source.Affiliation);
            source.CountryCode = Shared(source.CountryCode);
        }

        // In the order of FacetValues.NamesOf.
        foreach (var source in _sources) _names.Add(source.Aliases.Prepend(source.DisplayName));
        foreach (var topic in topics) _names.Add([topic.DisplayName]);
        foreach (var place in places) _names.Add([place.DisplayName]);
    }

    /// <summary>How many claims the parts hold.</summary>
    public int ClaimCount => _parts.Sum(part => part.Places.Count);

    /// <summary>A part to be filled by one thread.</summary>
    public RevisionPart NewPart()
    {
        var part = new RevisionPart(_values);
        _parts.Add(part);
        return part;
    }

    /// <summary>
    /// Indexes what the parts hold. The builder and its parts are of no use afterwards.
    /// </summary>
    /// <returns>
    /// Null where claims do not go together: a name given twice or taken over, a relation to a claim that is not there or
    /// is called otherwise now, or a supersession that <see cref="CorpusRules"/> refuses.
    /// </returns>
    public Revision? Freeze()
    {
        var articles = _parts.SelectMany((part, number) => part.Articles.Select((article, index) => new Located(part, number, article, index)))
            .OrderBy(located => located.Article.Article, Comparer<Article>.Create(Revision.Latest))
            .ToList();
        foreach (var part in _parts) part.Trim();
        foreach (var article in articles.Select(located => located.Article.Article)) ShareTexts(article);
        var layout = new Layout(articles, _parts);

        // The two longest of what follows go on beside the rest.
        var search = Task.Run(() => SearchIndex.Build(_names, [.. _parts.Select(part => part.Documents)], layout.Documents()));
        var encodings = new EncodedClaims([.. _parts.SelectMany(part => part.Chunks)], layout.Places(), RevisionPart.VoicesOf(_parts));
        var linking = Task.Run(() => Links.Of(encodings, layout));

        var dates = new DistinctDates();
        var numbers = _parts.ToDictionary(part => part, part => dates.Add(part.Dates));
        var renumbered = dates.Seal();
        foreach (var ofPart in numbers.Values)
        {
            for (var date = 0; date < ofPart.Length; date++) ofPart[date] = renumbered[ofPart[date]];
        }

        var stated = layout.Dates(numbers, part => part.StatedDates);
        var happened = layout.Dates(numbers, part => part.EventDates);

        var postings = Postings.Of(_values, encodings.Count, layout.Values(_values));

        // Of what the parts hold, this is the largest that nobody asks for any more; what comes next can have the room.
        foreach (var part in _parts) part.ForgetColumns();
        if (encodings.Count >= ManyClaims) GC.Collect();

        for (var source = 0; source < _sources.Count; source++)
        {
            _sources[source].ClaimCount = postings[_values.Start(Facet.Speaker) + source].Count;
        }

        var statedDates = new DateColumn(dates, stated);
        var eventDates = new DateColumn(dates, happened);

        if (linking.GetAwaiter().GetResult() is not { } links) return null;
        return Revision.Of(new()
        {
            Topics = _topics,
            Places = _places,
            Sources = _sources,
            Articles = [.. articles.Select(located => located.Article.Article)],
            ArticleDigests = [.. articles.Select(located => located.Article.Digest)],
            FirstClaims = layout.FirstClaims,
            Values = _values,
            Encodings = encodings,
            Names = links.Names,
            FormerNames = layout.FormerNames(),
            Postings = postings,
            Affiliations = AffiliationPostings.Of(_sources, _values, postings, encodings.Count),
            Dates = dates,
            StatedDates = statedDates,
            EventDates = eventDates,
            ByStatedDate = new(statedDates, dates.RankCount, encodings.Count),
            ByEventDate = new(eventDates, dates.RankCount, encodings.Count),
            NameRanks = layout.NameRanks(),
            SamePositions = layout.SamePositions(),
            Relations = new(encodings.Count, links.Relations.Items),
            Supersessions = links.Supersessions(),
            Search = search.GetAwaiter().GetResult(),
        });
    }

    private void ShareTexts(Article article)
    {
        article.Publisher = Shared(article.Publisher);
        article.Language = Shared(article.Language);
        article.Curator = Shared(article.Curator);
        article.License = Shared(article.License);
        foreach (var dateline in article.Datelines)
        {
            dateline.Place = Shared(dateline.Place);
            dateline.TimeZone = Shared(dateline.TimeZone);
        }

        foreach (var date in new[] { article.PublishedDate, article.CuratedDate })
        {
            date.Edtf = Shared(date.Edtf);
            date.TimeZone = Shared(date.TimeZone);
        }
    }

    private string Shared(string text)
    {
        ref var shared = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, text, out _);
        return shared ??= text;
    }

    // Which claims have which names, and how they relate; null where they do not go together.
    private sealed record Links(ClaimNames Names, Column<OwnRelation> Relations)
    {
        public static Links? Of(EncodedClaims encodings, Layout layout) =>
            ClaimNames.Index(encodings) is { } names && layout.Relations(names) is { } relations ? new(names, relations) : null;

        public List<Supersession> Supersessions()
        {
            var supersessions = new List<Supersession>();
            foreach (var (claim, relation) in Relations.Items)
            {
                if (relation.Type == (byte)RelationType.Supersedes) supersessions.Add(new(relation.Other, claim));
            }

            return supersessions;
        }
    }

    private sealed record Located(RevisionPart Part, int PartNumber, PartArticle Article, int Index);

    // Where the parts' articles and claims stand in the revision.
    private sealed class Layout
    {
        private readonly List<Located> _articles;
        private readonly List<RevisionPart> _parts;

        public Layout(List<Located> articles, List<RevisionPart> parts)
        {
            _articles = articles;
            _parts = parts;
            FirstClaims = new int[articles.Count + 1];
            for (var i = 0; i < articles.Count; i++)
            {
                FirstClaims[i + 1] = FirstClaims[i] + articles[i].Article.Article.ClaimCount;
            }
        }

        /// <summary>For each article its first claim; one entry more at the end.</summary>
        public int[] FirstClaims { get; }

        private int ClaimCount => FirstClaims[^1];

        public long[] Places()
        {
            var firstChunks = new int[_parts.Count];
            for (var part = 1; part < _parts.Count; part++) firstChunks[part] = firstChunks[part - 1] + _parts[part - 1].Chunks.Count;
            var places = new long[ClaimCount];
            ForEachArticle((located, first, count) =>
            {
                var shift = EncodedClaims.Place(firstChunks[located.PartNumber], 0);
                var from = located.Part.Places.Items.Slice(located.Article.FirstClaim, count);
                for (var i = 0; i < count; i++) places[first + i] = from[i] + shift;
            });
            return places;
        }

        public SearchDocument[] Documents()
        {
            var documents = new SearchDocument[ClaimCount];
            ForEachArticle((located, first, count) =>
            {
                for (var i = 0; i < count; i++) documents[first + i] = new(located.PartNumber, located.Article.FirstClaim + i);
            });
            return documents;
        }

        /// <summary>One date of every claim, by their numbers in all parts' dates together.</summary>
        public int[] Dates(Dictionary<RevisionPart, int[]> numbers, Func<RevisionPart, Column<int>> column)
        {
            var all = new int[ClaimCount];
            ForEachArticle((located, first, count) =>
            {
                var of = numbers[located.Part];
                var from = column(located.Part).Items.Slice(located.Article.FirstClaim, count);
                for (var i = 0; i < count; i++) all[first + i] = from[i] < 0 ? DateColumn.None : of[from[i]];
            });
            return all;
        }

        public List<ValueRun> Values(FacetValues values)
        {
            var cueStart = values.Start(Facet.Cue);
            var cues = new Dictionary<RevisionPart, int[]>();
            foreach (var part in _parts)
            {
                var own = cues[part] = new int[part.Cues.Count];
                for (var cue = 0; cue < own.Length; cue++) own[cue] = cueStart + values.Cues.Add(part.Cues[cue]);
            }

            var runs = new List<ValueRun>(_articles.Count);
            ForEachArticle((located, first, count) =>
            {
                runs.Add(new(first, count, located.Part, located.Article.FirstClaim, cueStart, cues[located.Part]));
            });
            return runs;
        }

        /// <summary>For each claim, where it stands among all by name, from 0.</summary>
        public int[] NameRanks()
        {
            // A name is its article's, a slash and more: so articles sort by theirs with the slash behind.
            var names = _articles.ConvertAll(located => located.Article.Article.Name + "/");
            var byName = Ordering.Of(names.Count, (a, b) => string.CompareOrdinal(names[a], names[b]));
            var ranks = new int[ClaimCount];
            var before = 0;
            foreach (var article in byName)
            {
                var (first, count) = (FirstClaims[article], FirstClaims[article + 1] - FirstClaims[article]);
                var from = _articles[article].Part.NameRanks;
                for (var i = 0; i < count; i++) ranks[first + i] = before + from[_articles[article].Article.FirstClaim + i];
                before += count;
            }

            return ranks;
        }

        public ulong[] SamePositions()
        {
            var bits = new ulong[(ClaimCount + 63) / 64];
            ForEachArticle((located, first, count) =>
            {
                for (var i = 0; i < count; i++)
                {
                    if (located.Part.SamePositions[located.Article.FirstClaim + i]) bits[(first + i) >> 6] |= 1UL << (first + i);
                }
            });
            return bits;
        }

        /// <summary>The relations of all claims, by claim; null where one is to a claim that is not there, or to itself.</summary>
        public Column<OwnRelation>? Relations(ClaimNames names)
        {
            var relations = new Column<OwnRelation>();
            for (var article = 0; article < _articles.Count; article++)
            {
                var (part, own) = (_articles[article].Part, _articles[article].Article);
                foreach (var relation in part.Relations.Items.Slice(own.FirstRelation, own.RelationCount))
                {
                    var claim = FirstClaims[article] + relation.Claim - own.FirstClaim;
                    var target = part.Chunks[(int)(relation.Target >> 32)].AsSpan((int)(uint)relation.Target, relation.TargetLength);
                    var other = names.Find(target);
                    if (other < 0 || other == claim) return null;
                    relations.Add(new(claim, new(other, (byte)relation.Type, IsOfOther: false)));
                }
            }

            return relations;
        }

        public List<(string Name, int Claim)> FormerNames()
        {
            var formerNames = new List<(string, int)>();
            foreach (var part in _parts.Where(part => part.FormerNames.Count > 0))
            {
                var numbers = new int[part.Places.Count];
                ForEachArticle((located, first, count) =>
                {
                    for (var i = 0; located.Part == part && i < count; i++) numbers[located.Article.FirstClaim + i] = first + i;
                });
                formerNames.AddRange(part.FormerNames.Select(former => (former.Name, numbers[former.Claim])));
            }

            return formerNames;
        }

        private void ForEachArticle(Action<Located, int, int> visit)
        {
            for (var i = 0; i < _articles.Count; i++) visit(_articles[i], FirstClaims[i], FirstClaims[i + 1] - FirstClaims[i]);
        }
    }
}
