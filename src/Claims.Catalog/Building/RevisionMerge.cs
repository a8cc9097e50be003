using System.Text;
using Claims.Catalog.Search;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Catalog.Building;

/// <summary>
/// Merges parts into a revision, and writes it as <see cref="Revision"/> reads it. Whatever is a list of claims is put
/// together by runs, since the parts have them in order; what is found by other things than claims is made anew.
/// </summary>
internal sealed class RevisionMerge
{
    private readonly CorpusHeads _heads;
    private readonly IReadOnlyList<StoredPart> _parts;
    private readonly RevisionLayout _layout;
    private readonly Source[] _sources;
    private readonly Dictionary<string, int> _sourceNumbers;

    private RevisionMerge(CorpusHeads heads, IReadOnlyList<StoredPart> parts)
    {
        _heads = heads;
        _parts = parts;
        _layout = new([.. parts.Select(part => part.Part)]);
        _sources = [.. heads.Sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
        _sourceNumbers = new(_sources.Length);
        for (var source = 0; source < _sources.Length; source++) _sourceNumbers[_sources[source].Name] = source;
    }

    /// <summary>Merges parts.</summary>
    /// <param name="sections">Where to write.</param>
    /// <param name="heads">What the parts refer to.</param>
    /// <param name="parts">The parts.</param>
    /// <returns>
    /// False where claims do not go together: a name given twice or taken over, a relation to a claim that is not there or
    /// is called otherwise now, or a supersession that is refused. What was written is then of no use.
    /// </returns>
    public static bool TryWrite(SectionWriter sections, CorpusHeads heads, IReadOnlyList<StoredPart> parts) =>
        new RevisionMerge(heads, parts).TryWrite(sections);

    private bool TryWrite(SectionWriter sections)
    {
        WriteParts(sections);
        var records = WriteRecords(sections);
        var claims = new EncodedClaims(Section.Over(records), _layout.Parts);
        var slots = ClaimNames.Index(claims, out var doubled);
        if (doubled >= 0) return false;
        sections.Add(slots);
        var names = new ClaimNames(Section.Over(slots), claims);
        if (!TryWriteFormerNames(sections, names)) return false;
        if (RelationsOf(names) is not { } relations) return false;
        ClaimRelations.Write(sections, _layout.ClaimCount, relations.Items);
        if (!TryWriteSupersessions(sections, relations, claims)) return false;
        WriteNameRanks(sections);
        WriteSamePositions(sections);
        var isRight = ArticleTable.TryWrite(sections, _layout);

        var above = AboveOf();
        var facets = new FacetNumbers(_heads.Topics, _heads.Places, _sources);
        var numbers = _layout.Parts.Select(facets.NumbersOf).ToArray();
        var postings = FacetPostings.Gather(facets.Count, _layout, numbers);
        var (speakers, sources) = (facets.Start(Facet.Speaker), facets.Start(Facet.Source));
        for (var source = 0; source < _sources.Length; source++) _sources[source].ClaimCount = postings.CountOf(speakers + source);
        isRight &= SourceTable.TryWrite(sections, _sources, above);
        facets.Write(sections);
        postings.Write(sections);
        AffiliationPostings.Write(sections, above, source => postings[sources + source], _layout.ClaimCount);
        TextList.Write(sections, _heads.Topics.Select(topic => topic.DisplayName));
        TextList.Write(sections, _heads.Places.Select(place => place.DisplayName));
        TextList.Write(sections, _heads.Places.Select(place => place.CountryCode));
        TextList.Write(sections, [RevisionId.Of(_heads, _sources, _layout)]);
        TextList.Write(sections, _layout.Articles.Select(article => article.License).Where(license => license.Length > 0)
            .Distinct().Order(StringComparer.Ordinal));
        if (!isRight) return false;

        WriteDates(sections);
        WriteSearch(sections, numbers, facets);
        GC.KeepAlive(records);
        GC.KeepAlive(slots);
        return true;
    }

    private void WriteParts(SectionWriter sections)
    {
        var files = _parts.Select(part => part.File.Name).Distinct().ToList();
        TextList.Write(sections, files);
        sections.Add(_parts.Select(part => new PartReference(files.IndexOf(part.File.Name), part.Number)).ToArray());
    }

    private long[] WriteRecords(SectionWriter sections)
    {
        var records = GC.AllocateUninitializedArray<long>(_layout.ClaimCount, pinned: true);
        _layout.ForEachArticle((article, first, count) =>
        {
            var starts = article.Part.RecordStarts.Slice(article.FirstClaim, count);
            for (var i = 0; i < count; i++) records[first + i] = EncodedClaims.RecordAt(article.PartNumber, starts[i]);
        });
        sections.Add(records);
        return records;
    }

    private bool TryWriteFormerNames(SectionWriter sections, ClaimNames names)
    {
        var table = new Utf8Table();
        var claims = new List<int>();
        foreach (var part in _layout.Parts.Where(part => part.FormerNames.Count > 0).Distinct())
        {
            var numbers = new int[part.ClaimCount];
            _layout.ForEachArticle((article, first, count) =>
            {
                for (var i = 0; article.Part == part && i < count; i++) numbers[article.FirstClaim + i] = first + i;
            });
            for (var i = 0; i < part.FormerNames.Count; i++)
            {
                if (names.Find(part.FormerNames[i]) >= 0 || table.Add(part.FormerNames[i]) < claims.Count) return false;
                claims.Add(numbers[part.FormerNamesOf[i]]);
            }
        }

        table.Write(sections);
        sections.Add(claims.ToArray());
        return true;
    }

    // The relations of all claims, by claim; null where one is to a claim that is not there, or to itself.
    private Column<OwnRelation>? RelationsOf(ClaimNames names)
    {
        var relations = new Column<OwnRelation>();
        for (var i = 0; i < _layout.Articles.Count; i++)
        {
            var article = _layout.Articles[i];
            foreach (var relation in article.Relations)
            {
                var claim = _layout.FirstClaims[i] + relation.Claim - article.FirstClaim;
                var other = names.Find(article.Part.TargetOf(relation));
                if (other < 0 || other == claim) return null;
                relations.Add(new(claim, new(other, (byte)relation.Type, IsOfOther: false)));
            }
        }

        return relations;
    }

    private static bool TryWriteSupersessions(SectionWriter sections, Column<OwnRelation> relations, EncodedClaims claims)
    {
        var supersessions = new List<Supersession>();
        foreach (var (claim, relation) in relations.Items)
        {
            if (relation.Type == (byte)RelationType.Supersedes) supersessions.Add(new(relation.Other, claim));
        }

        sections.Add(supersessions.ToArray());
        return SupersessionOrder.IsRight(supersessions, claims);
    }

    // For each claim, where it stands among all by name, from 0.
    private void WriteNameRanks(SectionWriter sections)
    {
        // A name is its article's, a slash and more: so articles sort by theirs with the slash behind.
        var names = _layout.Articles.Select(article => article.Name + "/").ToArray();
        var before = new int[names.Length];
        var count = 0;
        foreach (var article in Ordering.Of(names.Length, (a, b) => string.CompareOrdinal(names[a], names[b])))
        {
            before[article] = count;
            count += _layout.Articles[article].ClaimCount;
        }

        var ranks = new int[_layout.ClaimCount];
        for (var i = 0; i < names.Length; i++)
        {
            var article = _layout.Articles[i];
            var own = article.Part.NameRanks.Slice(article.FirstClaim, article.ClaimCount);
            var all = ranks.AsSpan(_layout.FirstClaims[i]);
            for (var claim = 0; claim < own.Length; claim++) all[claim] = before[i] + own[claim];
        }

        sections.Add(ranks);
    }

    // A bit for each claim.
    private void WriteSamePositions(SectionWriter sections)
    {
        var bits = new ulong[(_layout.ClaimCount + 63) / 64];
        _layout.ForEachArticle((article, first, count) =>
        {
            var same = article.Part.SamePositions.Slice(article.FirstClaim, count);
            for (var i = 0; i < count; i++)
            {
                if (same[i]) bits[(first + i) >> 6] |= 1UL << (first + i);
            }
        });
        sections.Add(bits);
    }

    private int[] AboveOf() => Array.ConvertAll(
        _sources, source => source.Affiliation.Length > 0 ? _sourceNumbers[source.Affiliation] : -1);

    private void WriteDates(SectionWriter sections)
    {
        var gathered = new DateNumbers();
        var numbers = _layout.Parts.Select(part => gathered.Add(part.Dates, part.DateBounds)).ToArray();
        var dates = DistinctDates.Write(sections, gathered);
        foreach (var ofPart in numbers)
        {
            for (var date = 0; date < ofPart.Length; date++) ofPart[date] = dates.Numbers[ofPart[date]];
        }

        Write(part => part.StatedDates);
        Write(part => part.EventDates);

        void Write(Func<Part, Section<int>> column)
        {
            var all = new int[_layout.ClaimCount];
            _layout.ForEachArticle((article, first, count) =>
            {
                var of = numbers[article.PartNumber];
                var own = column(article.Part).Slice(article.FirstClaim, count);
                for (var i = 0; i < count; i++) all[first + i] = own[i] < 0 ? DateColumn.None : of[own[i]];
            });
            DateColumn.Write(sections, dates.Calendar, all);
            DateOrder.Write(sections, dates, all);
        }
    }

    private void WriteSearch(SectionWriter sections, int[][][] numbers, FacetNumbers facets)
    {
        // Those of sources, of topics, and of places.
        var names = new SearchNames();
        foreach (var source in _sources) names.Add(source.Aliases.Prepend(source.DisplayName));
        foreach (var topic in _heads.Topics) names.Add([topic.DisplayName]);
        foreach (var place in _heads.Places) names.Add([place.DisplayName]);

        var documents = new SearchDocument[_layout.ClaimCount];
        _layout.ForEachArticle((article, first, count) =>
        {
            for (var i = 0; i < count; i++) documents[first + i] = new(article.PartNumber, article.FirstClaim + i);
        });
        var parts = _layout.Parts.Select((part, number) => new PartDocuments(part.Documents, NamesOf(numbers[number])));
        new SearchIndexBuilder(names, [.. parts], documents).Write(sections);

        int[] NamesOf(int[][] ofPart)
        {
            var (speakers, topics, places) = (ofPart[(int)Facet.Speaker], ofPart[(int)Facet.Topic], ofPart[(int)Facet.Place]);
            var of = new int[3 * Math.Max(speakers.Length, Math.Max(topics.Length, places.Length))];
            for (var i = 0; i < speakers.Length; i++) of[3 * i] = speakers[i] - facets.Start(Facet.Speaker);
            for (var i = 0; i < topics.Length; i++) of[(3 * i) + 1] = _sources.Length + topics[i] - facets.Start(Facet.Topic);
            for (var i = 0; i < places.Length; i++)
            {
                of[(3 * i) + 2] = _sources.Length + _heads.Topics.Count + places[i] - facets.Start(Facet.Place);
            }

            return of;
        }
    }
}

/// <summary>A part of a revision: the number of its file among those that the revision names, and its own there.</summary>
internal readonly record struct PartReference(int File, int Number);
