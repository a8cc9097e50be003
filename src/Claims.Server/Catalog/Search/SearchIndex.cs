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
        SearchNames names, IReadOnlyList<SearchDocuments> parts, ReadOnlySpan<SearchDocument> order) =>
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
        var weights = Array.ConvertAll(required, item => _bm25.Weight(item.Count));
        var known = BitmapCount.Of(required, excluded, within) ?? CountOf(required, excluded, within);
        var counted = 0;
        var matching = new Intersection(required, within);
        var ordinals = excluded.Length > 0 ? new int[Postings.BlockSize] : [];
        while (matching.MoveNext())
        {
            // Unless the claims must be counted here, a block that is not good enough need not be read.
            if (known is not null && !CanBeat(best.Threshold, required, weights, matching.Lead)) continue;

            var places = matching.Read();
            foreach (var item in excluded)
            {
                if (places.IsEmpty) break;
                places = places[..item.Filter(matching.Claims, places, ordinals, keep: false)];
            }
            counted += places.Length;
            if (places.IsEmpty || (known is null && !CanBeat(best.Threshold, required, weights, matching.Lead))) continue;

            foreach (var place in places)
            {
                var claim = matching.Claims[place];
                var score = 0.0;
                for (var i = 0; i < required.Length; i++)
                    score += weights[i] * _bm25.Part(claim, required[i].FrequencyIn(claim, matching.OrdinalOf(i, place)));
                best.Add(score, claim);
            }
        }
        return new SearchHits(known ?? counted, best.Sorted());
    }

    // In the order the score is summed up in, so that rounding does not put it above this.
    private static bool CanBeat(double threshold, Holders[] required, double[] weights, ClaimBlocks lead)
    {
        if (double.IsNegativeInfinity(threshold))
            return true;
        var most = 0.0;
        for (var i = 0; i < required.Length; i++) most += weights[i] * required[i].PartAtMost(lead.First, lead.Last);
        return most > threshold;
    }

    private static int? CountOf(Holders[] required, Holders[] excluded, ClaimSet within) =>
        required.Length == 1 && excluded.Length == 0 && within.IsRun
            ? required[0].CountBefore(within.Start + within.Count) - required[0].CountBefore(within.Start)
            : null;

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

        var holders = new ListedHolders();
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

        if (!_counters.TryTake(out var counter)) counter = new FrequencyCounter(_bm25.Claims);
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
