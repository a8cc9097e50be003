using System.Buffers;
using System.Collections.Concurrent;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// The words of the claims of one revision, and where they are. Built once, immutable; any number of threads may search it.
/// </summary>
internal sealed class SearchIndex
{
    private readonly Vocabulary _vocabulary;
    private readonly Postings _postings;
    private readonly Bm25 _bm25;

    // Those at rest.
    private readonly ConcurrentBag<FrequencyCounter> _counters = [];

    public SearchIndex(Vocabulary vocabulary, Postings postings, Bm25 bm25)
    {
        _vocabulary = vocabulary;
        _postings = postings;
        _bm25 = bm25;
    }

    /// <summary>Builds the index.</summary>
    /// <param name="names">The names the documents refer to.</param>
    /// <param name="parts">The documents.</param>
    /// <param name="order">Of each claim, by number, its document.</param>
    public static SearchIndex Build(
        SearchNames names, IReadOnlyList<SearchDocuments> parts, SearchDocument[] order) =>
        new SearchIndexBuilder(names, parts, order).Build();

    /// <summary>Searches.</summary>
    /// <param name="query">What is looked for; if it is empty, nothing is found.</param>
    /// <param name="within">The claims looked at. Scores are as if all were.</param>
    /// <param name="after">The last hit of the page before, or null for the first page.</param>
    /// <param name="take">How many hits to answer at most.</param>
    public SearchHits Search(SearchQuery query, ClaimSet within, SearchKey? after, int take)
    {
        var required = new List<Holders>();
        var excluded = new List<Holders>();
        try
        {
            foreach (var item in query.Required)
            {
                if (HoldersOf(item) is not { } holders)
                    return SearchHits.None;
                required.Add(holders);
            }
            if (required.Count == 0 || within.Count == 0)
                return SearchHits.None;
            foreach (var item in query.Excluded)
            {
                if (HoldersOf(item) is { } holders) excluded.Add(holders);
            }
            return Search([.. required], [.. excluded], within, new BestHits(after, take));
        }
        finally
        {
            foreach (var holders in required) (holders as IDisposable)?.Dispose();
            foreach (var holders in excluded) (holders as IDisposable)?.Dispose();
        }
    }

    /// <summary>What finds a query in the texts of the claims that match it.</summary>
    public TextMatcher MatcherOf(SearchQuery query) => new(query, _vocabulary);

    private SearchHits Search(Holders[] required, Holders[] excluded, ClaimSet within, BestHits best)
    {
        if (required.Length == 1 && excluded.Length == 0 && within.IsRun)
        {
            var total = required[0].CountBefore(within.Start + within.Count) - required[0].CountBefore(within.Start);
            if (best.IsFirstPage && required[0] is TermHolders term
                && term.ReachedBy(best.Take, within, _bm25.Weight(term.Count)) is { } reached)
            {
                best.Raise(reached);
            }
            return new SearchHits(total, BestOf(required, new Intersection(required, within), best));
        }

        var rarest = int.MaxValue;
        foreach (var item in required) rarest = Math.Min(rarest, item.Count);
        if (!BitmapMatching.AreOf(required) || !(within.IsBitmap || (within.IsRun && within.Count >= rarest)))
            return SearchAll(required, excluded, within, best);

        var rented = ArrayPool<ulong>.Shared.Rent((_bm25.Claims + 63) / 64);
        try
        {
            var found = rented.AsMemory(0, (_bm25.Claims + 63) / 64);
            var total = BitmapMatching.Match(required, excluded, within, found.Span);
            return new SearchHits(total, BestOf(required, new Intersection(required, within, found), best));
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    // Of claims that are counted already: a block that is not good enough need not be read.
    private SearchKey[] BestOf(Holders[] required, Intersection matching, BestHits best)
    {
        var scorer = new Scorer(_bm25, required, best);
        while (required.Length == 1 ? matching.MoveNext(scorer.WeightOf(0), best.Threshold) : matching.MoveNext())
        {
            if (scorer.CanBeBetter(matching.Lead)) scorer.Add(matching, matching.Read());
        }
        return best.Sorted();
    }

    private SearchHits SearchAll(Holders[] required, Holders[] excluded, ClaimSet within, BestHits best)
    {
        var total = 0;
        var scorer = new Scorer(_bm25, required, best);
        var matching = new Intersection(required, within);
        Span<int> ordinals = stackalloc int[Postings.BlockSize];
        while (matching.MoveNext())
        {
            var places = matching.Read();
            foreach (var item in excluded)
            {
                if (places.IsEmpty) break;
                places = places[..item.Filter(matching.Claims, places, ordinals, keep: false)];
            }
            total += places.Length;
            if (!places.IsEmpty && scorer.CanBeBetter(matching.Lead)) scorer.Add(matching, places);
        }
        return new SearchHits(total, best.Sorted());
    }

    // Null if no claim holds it.
    private Holders? HoldersOf(SearchItem item)
    {
        var words = item.EndsInPrefix ? item.Words.Count - 1 : item.Words.Count;
        var terms = new int[item.Words.Count];
        for (var i = 0; i < words; i++)
        {
            terms[i] = _vocabulary.Find(item.Words[i]);
            if (terms[i] < 0)
                return null;
        }
        if (item.EndsInPrefix)
            return HoldersOf(terms, _vocabulary.StemsUnder(item.Words[^1]));
        if (terms.Length == 1)
            return new TermHolders(_postings, _bm25, terms[0]);

        var holders = new ListedHolders(_bm25);
        var reader = new PhraseReader(_postings, _bm25, terms);
        while (reader.Read(out var claim, out var frequency)) holders.Add(claim, frequency);
        return holders;
    }

    // What has any of some terms as its last.
    private Holders? HoldersOf(int[] terms, int[] lastTerms)
    {
        if (lastTerms.Length == 0)
            return null;
        if (terms.Length == 1 && lastTerms.Length == 1)
            return new TermHolders(_postings, _bm25, lastTerms[0]);

        if (!_counters.TryTake(out var counter)) counter = new FrequencyCounter(_bm25);
        foreach (var last in lastTerms)
        {
            terms[^1] = last;
            if (terms.Length == 1)
            {
                CountTerm(last, counter);
                continue;
            }
            var reader = new PhraseReader(_postings, _bm25, terms);
            while (reader.Read(out var claim, out var frequency)) counter.Add(claim, frequency);
        }
        var holders = counter.Take();
        _counters.Add(counter);
        return holders;
    }

    private void CountTerm(int term, FrequencyCounter counter)
    {
        Span<int> claims = stackalloc int[Postings.BlockSize];
        for (var block = 0; block < _postings.BlocksOf(term); block++)
        {
            var size = _postings.ReadClaims(term, block, claims);
            var frequencies = _postings.FrequenciesOf(term, block);
            for (var i = 0; i < size; i++) counter.Add(claims[i], frequencies[i]);
        }
    }
}
