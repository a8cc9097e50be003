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
    /// <param name="patience">How long the caller waits.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public SearchHits Search(SearchQuery query, ClaimSet within, SearchKey? after, int take, Patience patience = default)
    {
        var required = new List<Holders>();
        var excluded = new List<Holders>();
        try
        {
            foreach (var item in query.Required)
            {
                if (HoldersOf(item, patience) is not { } holders)
                    return SearchHits.None;
                required.Add(holders);
            }
            if (required.Count == 0 || within.Count == 0)
                return SearchHits.None;
            foreach (var item in query.Excluded)
            {
                if (HoldersOf(item, patience) is { } holders) excluded.Add(holders);
            }
            var scorer = new Scorer(_bm25, [.. required], query.Required, new BestHits(after, take));
            return Search(scorer, [.. excluded], within, patience);
        }
        finally
        {
            foreach (var holders in required) (holders as IDisposable)?.Dispose();
            foreach (var holders in excluded) (holders as IDisposable)?.Dispose();
        }
    }

    /// <summary>What finds a query in the texts of the claims that match it.</summary>
    public TextMatcher MatcherOf(SearchQuery query) => new(query, _vocabulary);

    private SearchHits Search(Scorer scorer, Holders[] excluded, ClaimSet within, Patience patience)
    {
        var required = scorer.Items;
        var best = scorer.Best;
        if (required.Length == 1 && excluded.Length == 0 && within.IsRun)
        {
            var total = required[0].CountBefore(within.Start + within.Count) - required[0].CountBefore(within.Start);
            if (best.IsFirstPage && required[0] is TermHolders term
                && term.ReachedBy(best.Take, within, scorer.WeightOf(0)) is { } reached)
            {
                best.Raise(reached);
            }
            return new SearchHits(total, BestOf(scorer, new Intersection(required, within), patience));
        }

        var rarest = int.MaxValue;
        foreach (var item in required) rarest = Math.Min(rarest, item.Count);
        if (!BitmapMatching.AreOf(required) || !(within.IsBitmap || (within.IsRun && within.Count >= rarest)))
            return SearchAll(scorer, excluded, within, patience);

        var rented = ArrayPool<ulong>.Shared.Rent((_bm25.Claims + 63) / 64);
        try
        {
            var found = rented.AsMemory(0, (_bm25.Claims + 63) / 64);
            var total = BitmapMatching.Match(required, excluded, within, found.Span, patience);
            return new SearchHits(total, BestOf(scorer, new Intersection(required, within, found), patience));
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(rented);
        }
    }

    // Of claims that are counted already: a block that is not good enough need not be read.
    private static SearchKey[] BestOf(Scorer scorer, Intersection matching, Patience patience)
    {
        var isOne = scorer.Items.Length == 1;
        while (isOne ? matching.MoveNext(scorer.WeightOf(0), scorer.Best.Threshold) : matching.MoveNext())
        {
            patience.ThrowIfOver();
            if (scorer.CanBeBetter(matching.Lead)) scorer.Add(matching, matching.Read());
        }
        return scorer.Best.Sorted();
    }

    private static SearchHits SearchAll(Scorer scorer, Holders[] excluded, ClaimSet within, Patience patience)
    {
        var total = 0;
        var matching = new Intersection(scorer.Items, within);
        Span<int> ordinals = stackalloc int[Postings.BlockSize];
        while (matching.MoveNext())
        {
            patience.ThrowIfOver();
            var places = matching.Read();
            foreach (var item in excluded)
            {
                if (places.IsEmpty) break;
                places = places[..item.Filter(matching.Claims, places, ordinals, keep: false)];
            }
            total += places.Length;
            if (!places.IsEmpty && scorer.CanBeBetter(matching.Lead)) scorer.Add(matching, places);
        }
        return new SearchHits(total, scorer.Best.Sorted());
    }

    // Null if no claim holds it.
    private Holders? HoldersOf(SearchItem item, Patience patience)
    {
        patience.ThrowIfOver();
        var words = item.EndsInPrefix ? item.Words.Count - 1 : item.Words.Count;
        var terms = new int[words];
        for (var i = 0; i < words; i++)
        {
            terms[i] = _vocabulary.Find(item.Words[i]);
            if (terms[i] < 0)
                return null;
        }
        if (item.EndsInPrefix)
            return HoldersOf(terms, _vocabulary.StemsUnder(item.Words[^1]), patience);
        if (terms.Length == 1)
            return new TermHolders(_postings, _bm25, terms[0]);

        var holders = new ListedHolders(_bm25);
        var reader = new PhraseReader(_postings, _bm25, terms, patience);
        while (reader.Read()) holders.Add(reader.Claim, reader.Starts.Length);
        return NonEmpty(holders);
    }

    // What has some terms and then any of others as its last.
    private Holders? HoldersOf(int[] terms, int[] lastTerms, Patience patience)
    {
        if (lastTerms.Length == 0)
            return null;
        if (terms.Length == 0 && lastTerms.Length == 1)
            return new TermHolders(_postings, _bm25, lastTerms[0]);

        if (!_counters.TryTake(out var counter)) counter = new FrequencyCounter(_bm25);
        ListedHolders holders;
        try
        {
            var prefix = new PrefixReader(_postings, counter, patience);
            if (terms.Length == 0)
            {
                foreach (var last in lastTerms) prefix.Count(last);
            }
            else
            {
                using var ends = new PhraseEnds(
                    new PhraseReader(_postings, _bm25, terms, patience), terms.Length, _bm25.Claims);
                foreach (var last in lastTerms) prefix.Count(last, ends);
            }
        }
        finally
        {
            holders = counter.Take();
            _counters.Add(counter);
        }

        return NonEmpty(holders);
    }

    private static ListedHolders? NonEmpty(ListedHolders holders)
    {
        if (holders.Count > 0)
            return holders;
        holders.Dispose();
        return null;
    }
}
