using System.Buffers;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// The words of the claims of one revision, and where they are. Built once, immutable; any number of threads may search it.
/// </summary>
internal sealed class SearchIndex
{
    private readonly Vocabulary _vocabulary;
    private readonly Bm25 _bm25;
    private readonly HoldersIndex _holders;

    public SearchIndex(SectionReader sections)
    {
        var lengths = new SmallNumbers(sections);
        _bm25 = new(lengths, sections.Read<double>()[0]);
        var bounds = new ExclusionBounds(new(sections));
        _vocabulary = new(sections);
        _holders = new(_vocabulary, new TermPostings(sections, lengths.Count), _bm25, bounds);
    }

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
        var weights = new List<double>();
        var excluded = new List<Holders>();
        try
        {
            foreach (var choice in query.Required)
            {
                if (_holders.Of(choice, patience, out var weight) is not { } holders)
                    return SearchHits.None;
                required.Add(holders);
                weights.Add(weight);
            }
            if (required.Count == 0 || within.Count == 0)
                return SearchHits.None;
            foreach (var item in query.Excluded)
            {
                if (_holders.OfExcluded(item, patience) is { } holders) excluded.Add(holders);
            }
            var scorer = new Scorer([.. required], [.. weights], new BestHits(after, take));
            return Search(scorer, excluded.ConvertAll(_holders.ExclusionOf), within, patience);
        }
        finally
        {
            foreach (var holders in required) (holders as IDisposable)?.Dispose();
            foreach (var holders in excluded) (holders as IDisposable)?.Dispose();
        }
    }

    /// <summary>The weightiest words of a text: those whose weight times how often they are in it is the greatest, the greatest
    /// first; of equal ones, the first in the text. Words that no claim has are none.</summary>
    /// <param name="text">The text as UTF-8.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public IReadOnlyList<SearchWord> WeightiestWords(ReadOnlySpan<byte> text, int most, Patience patience = default)
    {
        var items = new List<SearchItem>();
        var reader = new WordReader(text, new(), stackalloc byte[WordReader.BufferLength]);
        while (reader.Read()) new SearchItem([SearchWord.Of(reader)], endsInPrefix: false).AddTo(items);
        var weights = items.ConvertAll(item =>
        {
            var holders = _holders.Of(new SearchChoice([item]), patience, out var weight);
            (holders as IDisposable)?.Dispose();
            return holders is null ? 0 : weight;
        });
        return [.. items.Index().Where(item => weights[item.Index] > 0).OrderByDescending(item => weights[item.Index])
            .ThenBy(item => item.Index).Take(most).Select(item => item.Item.Words[0])];
    }

    /// <summary>What finds a query in the texts of the claims that match it.</summary>
    public TextMatcher MatcherOf(SearchQuery query) => new(query, _vocabulary);

    private SearchHits Search(Scorer scorer, List<Exclusion> excluded, ClaimSet within, Patience patience)
    {
        var required = scorer.Items;
        var best = scorer.Best;
        if (required.Length == 1 && excluded.Count == 0 && within.IsRun)
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

    private static SearchHits SearchAll(Scorer scorer, List<Exclusion> excluded, ClaimSet within, Patience patience)
    {
        var total = 0;
        var matching = new Intersection(scorer.Items, within);
        while (matching.MoveNext())
        {
            patience.ThrowIfOver();
            var places = matching.Read();
            foreach (var item in excluded)
            {
                if (places.IsEmpty) break;
                places = places[..item.Keep(matching.Claims, places)];
            }
            total += places.Length;
            if (!places.IsEmpty && scorer.CanBeBetter(matching.Lead)) scorer.Add(matching, places);
        }
        return new SearchHits(total, scorer.Best.Sorted());
    }
}
