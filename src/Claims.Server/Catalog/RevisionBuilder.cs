using System.Runtime.InteropServices;
using Claims.Server.Catalog.Search;
using Claims.V1;

namespace Claims.Server.Catalog;

/// <summary>
/// Gathers a revision from its claims' encodings, which threads may add at the same time, each to a part of its own. The
/// parts may be filled in parallel; everything else is one thread's.
/// </summary>
internal sealed class RevisionBuilder
{
    private readonly string _license;
    private readonly IReadOnlyList<Topic> _topics;
    private readonly IReadOnlyList<ListedPlace> _places;
    private readonly IReadOnlyList<Source> _sources;
    private readonly FacetValues _values;
    private readonly List<RevisionPart> _parts = [];

    /// <param name="license">The terms under which the corpus may be used; empty where none are given.</param>
    /// <param name="topics">All topics.</param>
    /// <param name="places">All places.</param>
    /// <param name="sources">All sources, their affiliations by current names.</param>
    public RevisionBuilder(
        string license, IReadOnlyList<Topic> topics, IReadOnlyList<ListedPlace> places, IReadOnlyList<Source> sources)
    {
        _license = license;
        _topics = topics;
        _places = places;
        _sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
        _values = new(topics, places, _sources);
    }

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
        var layout = new Layout(articles, _parts);

        // By far the longest of what follows.
        var search = Task.Run(() => SearchIndex.Build(_values.NameSets, [.. _parts.Select(part => part.Documents)], layout.Documents()));
        var encodings = new EncodedClaims([.. _parts.SelectMany(part => part.Chunks)], layout.Places(), RevisionPart.VoicesOf(_parts));
        if (ClaimNames.Index(encodings) is not { } names) return null;

        var relations = new List<(int, ClaimRelation)>();
        foreach (var (part, claim, relation) in layout.Relations())
        {
            var target = part.Chunks[(int)(relation.Target >> 32)].AsSpan((int)(uint)relation.Target, relation.TargetLength);
            var other = names.Find(target);
            if (other < 0 || other == claim) return null;
            relations.Add((claim, new(other, (byte)relation.Type, IsOfOther: false)));
        }

        var dates = new DistinctDates();
        var stated = layout.Dates(dates, part => part.StatedDates);
        var happened = layout.Dates(dates, part => part.EventDates);
        dates.Rank();

        var runs = layout.Values(_values);
        var postings = Postings.Of(_values.Count, encodings.Count, runs);
        foreach (var (source, number) in _sources.Select((source, number) => (source, number)))
        {
            source.ClaimCount = postings[_values.Start(Facet.Speaker) + number].Count;
        }

        var nameRanks = layout.NameRanks();
        var byName = new int[nameRanks.Length];
        for (var claim = 0; claim < byName.Length; claim++) byName[nameRanks[claim]] = claim;
        var statedDates = new DateColumn(dates, stated);
        var eventDates = new DateColumn(dates, happened);

        return Revision.Of(new()
        {
            License = _license,
            Topics = _topics,
            Places = _places,
            Sources = _sources,
            Articles = [.. articles.Select(located => located.Article.Article)],
            ArticleDigests = [.. articles.Select(located => located.Article.Digest)],
            FirstClaims = layout.FirstClaims,
            Values = _values,
            Encodings = encodings,
            Names = names,
            FormerNames = layout.FormerNames(),
            Postings = postings,
            Dates = dates,
            StatedDates = statedDates,
            EventDates = eventDates,
            ByStatedDate = new(statedDates, dates.RankCount, nameRanks, byName),
            ByEventDate = new(eventDates, dates.RankCount, nameRanks, byName),
            NameRanks = nameRanks,
            SamePositions = layout.SamePositions(),
            Relations = new(encodings.Count, relations),
            Search = search.GetAwaiter().GetResult(),
        });
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
                var from = CollectionsMarshal.AsSpan(located.Part.Places).Slice(located.Article.FirstClaim, count);
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

        public int[] Dates(DistinctDates dates, Func<RevisionPart, List<int>> column)
        {
            var numbers = _parts.ToDictionary(part => part, part =>
                Enumerable.Range(0, part.Dates.Count).Select(date => dates.Add(part.Dates[date])).ToArray());
            var all = new int[ClaimCount];
            ForEachArticle((located, first, count) =>
            {
                var of = numbers[located.Part];
                var from = CollectionsMarshal.AsSpan(column(located.Part)).Slice(located.Article.FirstClaim, count);
                for (var i = 0; i < count; i++) all[first + i] = from[i] < 0 ? DateColumn.None : of[from[i]];
            });
            return all;
        }

        public List<ValueRun> Values(FacetValues values)
        {
            var cueStart = values.Start(Facet.Cue);
            var cues = _parts.ToDictionary(part => part, part =>
                Enumerable.Range(0, part.Cues.Count).Select(cue => cueStart + values.Cues.Add(part.Cues[cue])).ToArray());
            var starts = _parts.ToDictionary(part => part, part => part.ValueStarts.ToArray());
            var all = _parts.ToDictionary(part => part, part => part.Values.ToArray());
            var runs = new List<ValueRun>(_articles.Count);
            ForEachArticle((located, first, count) =>
            {
                var own = starts[located.Part].AsMemory(located.Article.FirstClaim, count + 1);
                var span = own.Span;
                runs.Add(new(first, own, all[located.Part].AsMemory(span[0], span[^1] - span[0]), cueStart, cues[located.Part]));
            });
            return runs;
        }

        /// <summary>For each claim, where it stands among all by name, from 0.</summary>
        public int[] NameRanks()
        {
            // A name is its article's, a slash and more: so articles sort by theirs with the slash behind.
            var byName = Enumerable.Range(0, _articles.Count)
                .OrderBy(article => _articles[article].Article.Article.Name + "/", StringComparer.Ordinal);
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

        public IEnumerable<(RevisionPart Part, int Claim, PartRelation Relation)> Relations()
        {
            var numbers = NumbersByPart();
            return _parts.SelectMany(part => part.Relations.Select(relation => (part, numbers[part][relation.Claim], relation)))
                .OrderBy(found => found.Item2);
        }

        public List<(string Name, int Claim)> FormerNames()
        {
            var numbers = NumbersByPart();
            return [.. _parts.SelectMany(part => part.FormerNames.Select(former => (former.Name, numbers[part][former.Claim])))];
        }

        private Dictionary<RevisionPart, int[]> NumbersByPart()
        {
            var numbers = _parts.ToDictionary(part => part, part => new int[part.Places.Count]);
            ForEachArticle((located, first, count) =>
            {
                for (var i = 0; i < count; i++) numbers[located.Part][located.Article.FirstClaim + i] = first + i;
            });
            return numbers;
        }

        private void ForEachArticle(Action<Located, int, int> visit)
        {
            for (var i = 0; i < _articles.Count; i++) visit(_articles[i], FirstClaims[i], FirstClaims[i + 1] - FirstClaims[i]);
        }
    }
}
