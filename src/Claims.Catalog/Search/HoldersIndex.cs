using System.Collections.Concurrent;

namespace Claims.Catalog.Search;

/// <summary>
/// Finds the claims that hold what is looked for. Immutable; any number of threads may ask.
/// </summary>
/// <param name="vocabulary">The words there are.</param>
/// <param name="postings">Where they are.</param>
/// <param name="bm25">How they count.</param>
/// <param name="bounds">Where they count if they are excluded.</param>
internal sealed class HoldersIndex(Vocabulary vocabulary, TermPostings postings, Bm25 bm25, ExclusionBounds bounds)
{
    // Those at rest.
    private readonly ConcurrentBag<FrequencyCounter> _counters = [];

    /// <summary>The claims that hold any thing of a choice; null if none does.</summary>
    /// <param name="choice">The choice.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <param name="weight">What an impact of it counts.</param>
    public Holders? Of(SearchChoice choice, Patience patience, out double weight)
    {
        weight = choice.Times;
        if (choice.Items is [var only])
        {
            if (Of(only, null, patience) is not { } holders) return null;
            weight *= bm25.Weight(holders.Count) * only.Times;
            return holders;
        }

        var found = new List<Holders>();
        var times = new List<int>();
        try
        {
            foreach (var item in choice.Items)
            {
                if (Of(item, null, patience) is not { } holders) continue;
                found.Add(holders);
                times.Add(item.Times);
            }

            return found.Count == 0 ? null : Counted(counter => new AnyHolders(bm25, found, times, counter, patience));
        }
        finally
        {
            foreach (var holders in found) (holders as IDisposable)?.Dispose();
        }
    }

    /// <summary>The claims that are excluded with a thing, and perhaps others that hold its term; null if none is.</summary>
    public Holders? OfExcluded(SearchItem item, Patience patience) => Of(item, bounds, patience);

    /// <summary>What <see cref="OfExcluded"/> found, as what claims must not hold.</summary>
    public Exclusion ExclusionOf(Holders holders) => new(holders, holders is TermHolders { HasExempt: true } ? bounds : null);

    // Within bounds, those of a single term are all that hold it: where they do is asked of few.
    private Holders? Of(SearchItem item, ExclusionBounds? within, Patience patience)
    {
        patience.ThrowIfOver();
        var last = item.EndsInPrefix ? TermsUnder(item.Words[^1]) : null;
        if (last is []) return null;
        var first = item.EndsInPrefix ? item.Words.SkipLast(1).ToList() : item.Words;
        var readings = item.EndsInPrefix ? ReadingsOf(first) : [.. item.Forms.SelectMany(ReadingsOf)];
        if (readings.Count == 0) return null;
        if (last is null && readings is [[var term]]) return new TermHolders(postings, bm25, term);
        if (last is [var lastTerm] && first.Count == 0) return new TermHolders(postings, bm25, lastTerm);
        if (last is null && within is null && readings is [var phrase]) return HoldersOf(phrase, patience);
        return NonEmpty(Counted(counter =>
        {
            var terms = new TermCounter(postings, counter, within, patience);
            foreach (var reading in readings) Count(reading, last, terms, patience);
            return counter.Take();
        }));
    }

    private void Count(int[] reading, int[]? last, TermCounter counter, Patience patience)
    {
        if (reading.Length == 0)
        {
            foreach (var term in last!) counter.Count(term);
        }
        else if (last is not null)
        {
            using var ends = new PhraseEnds(
                new PhraseReader(postings, bm25, reading, patience), reading.Length, bm25.Claims);
            foreach (var term in last) counter.Count(term, ends);
        }
        else if (reading is [var term])
        {
            counter.Count(term);
        }
        else
        {
            counter.Count(new PhraseReader(postings, bm25, reading, patience));
        }
    }

    private ListedHolders? HoldersOf(int[] phrase, Patience patience)
    {
        var holders = new ListedHolders(bm25);
        var reader = new PhraseReader(postings, bm25, phrase, patience);
        while (reader.Read()) holders.Add(reader.Claim, reader.Starts.Length);
        return NonEmpty(holders);
    }

    // The terms that words are in claims of English articles, and those that they are in others, where claims hold them all.
    // No claim has both, unless they are the same.
    private List<int[]> ReadingsOf(IReadOnlyList<SearchWord> words)
    {
        var readings = new List<int[]>();
        AddReading(word => word.Stem);
        if (words.Any(word => word.CanStem)) AddReading(word => word.Verbatim);
        return readings;

        void AddReading(Func<SearchWord, byte[]> term)
        {
            var terms = new int[words.Count];
            for (var i = 0; i < terms.Length; i++)
            {
                terms[i] = vocabulary.Find(term(words[i]));
                if (terms[i] < 0 || postings.CountOf(terms[i]) == 0) return;
            }

            readings.Add(terms);
        }
    }

    private int[] TermsUnder(SearchWord prefix)
    {
        var terms = vocabulary.StemsUnder(prefix.Folded);
        return prefix.CanStem && vocabulary.StemsUnder(prefix.Verbatim) is [_, ..] others ? [.. terms, .. others] : terms;
    }

    private T Counted<T>(Func<FrequencyCounter, T> use)
    {
        if (!_counters.TryTake(out var counter)) counter = new FrequencyCounter(bm25);
        try
        {
            return use(counter);
        }
        catch
        {
            // As new for the next.
            counter.Take().Dispose();
            throw;
        }
        finally
        {
            _counters.Add(counter);
        }
    }

    private static ListedHolders? NonEmpty(ListedHolders holders)
    {
        if (holders.Count > 0)
            return holders;
        holders.Dispose();
        return null;
    }
}
