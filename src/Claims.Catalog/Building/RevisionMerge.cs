using Claims.Catalog.Search;
using Claims.Catalog.Stored;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Catalog.Building;

/// <summary>
/// Merges parts into a revision, and writes it as <see cref="Revision"/> reads it. Whatever is a list of claims is put
/// together by runs, since the parts have them in order; what is found by other things than claims is made anew.
/// </summary>
internal sealed class RevisionMerge
{
    private readonly CorpusHeads _heads;
    private readonly Workspace _work;
    private readonly IReadOnlyList<StoredPart> _parts;
    private readonly RevisionLayout _layout;

    private RevisionMerge(CorpusHeads heads, IReadOnlyList<StoredPart> parts, Workspace work)
    {
        _heads = new(
            [.. heads.Topics.OrderBy(topic => topic.Slug, StringComparer.Ordinal)],
            [.. heads.Places.OrderBy(place => place.Slug, StringComparer.Ordinal)],
            [.. heads.Sources.OrderBy(source => source.Name, StringComparer.Ordinal)],
            [.. heads.Synonyms.Select(terms => terms.Order(StringComparer.Ordinal).ToList()).OrderBy(terms => terms[0], StringComparer.Ordinal)],
            [.. heads.Withdrawals.OrderBy(withdrawal => withdrawal.Name, StringComparer.Ordinal)]);
        _work = work;
        _parts = parts;
        _layout = new([.. parts.Select(part => part.Part)]);
    }

    /// <summary>Merges parts.</summary>
    /// <param name="sections">Where to write.</param>
    /// <param name="heads">What the parts refer to.</param>
    /// <param name="parts">The parts.</param>
    /// <returns>Why they do not go together, and what was written is of no use; null where they do.</returns>
    public static LinkRefusal? Write(SectionWriter sections, CorpusHeads heads, IReadOnlyList<StoredPart> parts)
    {
        using var work = new Workspace();
        return new RevisionMerge(heads, parts, work).Write(sections);
    }

    private LinkRefusal? Write(SectionWriter sections)
    {
        var facets = new FacetNumbers(_heads, _layout.Parts);
        var numbers = _layout.Parts.Select(facets.NumbersOf).ToArray();

        // It takes as long as all the rest, which goes on beside it.
        var search = OwnThreads.Start(() => SearchBuilder(numbers, facets).Build());
        try
        {
            if (WriteLinks(sections) is { } refusal) return refusal;
            WriteEntries(sections, facets, numbers);
            WriteDates(sections);
        }
        finally
        {
            // It reads the parts, which nobody needs to keep once this returns.
            Task.WaitAny(search);
        }

        search.GetAwaiter().GetResult()(sections);
        Synonyms.Write(sections, _heads.Synonyms);
        Withdrawals.Write(sections, [.. _heads.Withdrawals.Select(withdrawal => (withdrawal.Name, withdrawal.ToByteArray()))]);
        return null;
    }

    private LinkRefusal? WriteLinks(SectionWriter sections)
    {
        WriteParts(sections);
        var records = WriteRecords(sections);
        var links = new RevisionLinks(records, _layout, _heads.Withdrawals, _work);
        if (links.Refusal() is { } refusal) return refusal;
        sections.Add(links.Slots.Span);
        WriteFormerNames(sections, links);
        ClaimRelations.Write(sections, _layout.ClaimCount, links.Relations.Items, _work);
        sections.Add(links.Supersessions().ToArray());
        WriteNameRanks(sections);
        WriteSamePositions(sections);
        ArticleTable.Write(sections, _layout);
        ArticleIndex.Write(sections, _layout, _heads.Sources.Select((source, number) => (source.Name, number)).ToDictionary());
        return null;
    }

    private void WriteEntries(SectionWriter sections, FacetNumbers facets, int[][][] numbers)
    {
        var above = AffiliationsOf(_heads.Sources);
        var postings = FacetPostings.Gather(facets, _layout, numbers, _work);
        var topics = Encode(_heads.Topics, Facet.Topic, (topic, count) => topic.ClaimCount = count);
        var places = Encode(_heads.Places, Facet.Place, (place, count) => place.ClaimCount = count);
        var sources = Encode(_heads.Sources, Facet.Speaker, (source, count) => source.ClaimCount = count);
        byte[][] synonyms = [.. _heads.Synonyms.Select(terms => System.Text.Encoding.UTF8.GetBytes(string.Join('\0', terms)))];
        byte[][] withdrawals = [.. _heads.Withdrawals.Select(withdrawal => withdrawal.ToByteArray())];
        SourceTable.Write(sections, _heads.Sources, sources, above);
        facets.Write(sections);
        postings.Write(sections);
        foreach (var facet in new[] { Facet.Source, Facet.AlternativeSource })
        {
            var first = facets.Start(facet);
            AffiliationPostings.Write(sections, above, source => postings[first + source], _layout.ClaimCount, _work);
        }

        TextList.Write(sections, topics);
        TextList.Write(sections, places);
        NameIndex.Write(sections, _heads.Topics.Select(topic => (EntryNames.Of(topic), topic.ClaimCount)));
        NameIndex.Write(sections, _heads.Places.Select(place => (EntryNames.Of(place), place.ClaimCount)));
        NameIndex.Write(sections, _heads.Sources.Select(source => (EntryNames.Of(source), source.ClaimCount)));
        TextList.Write(sections, [RevisionId.Of([topics, places, sources, synonyms, withdrawals], _layout)]);
        TextList.Write(sections, _layout.Articles.Select(article => article.License).Where(license => license.Length > 0)
            .Distinct().Order(StringComparer.Ordinal));

        byte[][] Encode<T>(IReadOnlyList<T> entries, Facet facet, Action<T, int> setCount)
            where T : IMessage
        {
            for (var i = 0; i < entries.Count; i++) setCount(entries[i], postings.CountOf(facets.Start(facet) + i));
            return [.. entries.Select(entry => entry.ToByteArray())];
        }
    }

    private void WriteParts(SectionWriter sections)
    {
        var files = _parts.Select(part => part.File.Name).Distinct().ToList();
        TextList.Write(sections, files);
        sections.Add(_parts.Select(part => new PartReference(files.IndexOf(part.File.Name), part.Number)).ToArray());
    }

    private Section<long> WriteRecords(SectionWriter sections)
    {
        var records = _work.Take<long>(_layout.ClaimCount);
        _layout.ForEachArticle((article, first, count) =>
        {
            var starts = article.Part.RecordStarts.Slice(article.FirstClaim, count);
            for (var i = 0; i < count; i++) records[first + i] = EncodedClaims.RecordAt(article.PartNumber, starts[i]);
        });
        sections.Add(records.Span);
        return records.Section;
    }

    private static void WriteFormerNames(SectionWriter sections, RevisionLinks links)
    {
        var table = new Utf8Table();
        foreach (var (name, _) in links.FormerNames) table.Add(name);
        table.Write(sections);
        sections.Add(links.FormerNames.Select(former => former.Claim).ToArray());
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

        var ranks = _work.Take<int>(_layout.ClaimCount);
        for (var i = 0; i < names.Length; i++)
        {
            var article = _layout.Articles[i];
            var own = article.Part.NameRanks.Slice(article.FirstClaim, article.ClaimCount);
            var all = ranks.Span[_layout.FirstClaims[i]..];
            for (var claim = 0; claim < own.Length; claim++) all[claim] = before[i] + own[claim];
        }

        sections.Add(ranks.Span);
    }

    // A bit for each claim.
    private void WriteSamePositions(SectionWriter sections)
    {
        var bits = _work.Take<ulong>((_layout.ClaimCount + 63) / 64);
        _layout.ForEachArticle((article, first, count) =>
        {
            var same = article.Part.SamePositions.Slice(article.FirstClaim, count);
            for (var i = 0; i < count; i++)
            {
                if (same[i]) bits[(first + i) >> 6] |= 1UL << (first + i);
            }
        });
        sections.Add(bits.Span);
    }

    private static int[] AffiliationsOf(IReadOnlyList<Source> sources)
    {
        var numbers = sources.Select((source, number) => (source.Name, number)).ToDictionary();
        return [.. sources.Select(source => source.Affiliation.Length > 0 ? numbers[source.Affiliation] : -1)];
    }

    private void WriteDates(SectionWriter sections)
    {
        var gathered = new DateNumbers();
        var numbers = _layout.Parts.Select(part => gathered.Add(part.Dates, part.DateBounds)).ToArray();
        var dates = DistinctDates.Write(sections, gathered, _work);
        foreach (var ofPart in numbers)
        {
            for (var date = 0; date < ofPart.Length; date++) ofPart[date] = dates.Numbers[ofPart[date]];
        }

        Write(part => part.StatedDates);
        Write(part => part.EventDates);

        void Write(Func<Part, Section<int>> column)
        {
            var all = _work.Take<int>(_layout.ClaimCount);
            _layout.ForEachArticle((article, first, count) =>
            {
                var of = numbers[article.PartNumber];
                var own = column(article.Part).Slice(article.FirstClaim, count);
                for (var i = 0; i < count; i++) all[first + i] = own[i] < 0 ? DateColumn.None : of[own[i]];
            });
            DateColumn.Write(sections, dates.Calendar, all, _work);
            DateOrder.Write(sections, dates, all, _work);
        }
    }

    private SearchIndexBuilder SearchBuilder(int[][][] numbers, FacetNumbers facets)
    {
        // Those of sources, of topics, and of places.
        var names = new SearchNames();
        foreach (var source in _heads.Sources) names.Add(source.Aliases.Prepend(source.DisplayName));
        foreach (var topic in _heads.Topics) names.Add(topic.Aliases.Prepend(topic.DisplayName));
        foreach (var place in _heads.Places) names.Add(place.Aliases.Prepend(place.DisplayName));

        var documents = _work.Take<SearchDocument>(_layout.ClaimCount);
        _layout.ForEachArticle((article, first, count) =>
        {
            for (var i = 0; i < count; i++) documents[first + i] = new(article.PartNumber, article.FirstClaim + i);
        });
        var parts = _layout.Parts.Select((part, number) => new PartDocuments(part.Documents, NamesOf(numbers[number])));
        return new(names, [.. parts], documents, _work);

        int[] NamesOf(int[][] ofPart)
        {
            var (speakers, topics, places) = (ofPart[(int)Facet.Speaker], ofPart[(int)Facet.Topic], ofPart[(int)Facet.Place]);
            var of = new int[3 * Math.Max(speakers.Length, Math.Max(topics.Length, places.Length))];
            for (var i = 0; i < speakers.Length; i++) of[3 * i] = speakers[i] - facets.Start(Facet.Speaker);
            for (var i = 0; i < topics.Length; i++) of[(3 * i) + 1] = _heads.Sources.Count + topics[i] - facets.Start(Facet.Topic);
            for (var i = 0; i < places.Length; i++)
            {
                of[(3 * i) + 2] = _heads.Sources.Count + _heads.Topics.Count + places[i] - facets.Start(Facet.Place);
            }

            return of;
        }
    }
}

/// <summary>A part of a revision: the number of its file among those that the revision names, and its own there.</summary>
internal readonly record struct PartReference(int File, int Number);
