namespace Claims.Server.Catalog.Search;

/// <summary>Reads the claims that hold a phrase, in order.</summary>
internal sealed class PhraseReader
{
    private readonly TermHolders[] _terms;
    private readonly Intersection _all;
    private int[] _starts = new int[16];
    private int[] _positions = new int[16];

    // Of the block read, the claims that hold all words, and how many of them are done with.
    private int[] _places = [];
    private int _next;

    /// <param name="terms">Its words.</param>
    public PhraseReader(Postings postings, Bm25 bm25, ReadOnlySpan<int> terms)
    {
        _terms = new TermHolders[terms.Length];
        for (var i = 0; i < terms.Length; i++) _terms[i] = new TermHolders(postings, bm25, terms[i]);
        _all = new Intersection(_terms, ClaimSet.Run(0, bm25.Claims));
    }

    /// <summary>Reads the next claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="frequency">How often it holds the phrase; at least once.</param>
    /// <returns>Whether there is one.</returns>
    public bool Read(out int claim, out int frequency)
    {
        do
        {
            while (_next < _places.Length)
            {
                var place = _places[_next++];
                claim = _all.Claims[place];
                frequency = FrequencyIn(claim, place);
                if (frequency > 0)
                    return true;
            }
            _next = 0;
        }
        while (ReadBlock());
        (claim, frequency) = (0, 0);
        return false;
    }

    private bool ReadBlock()
    {
        if (!_all.MoveNext())
            return false;
        _places = _all.Read().ToArray();
        return true;
    }

    private int FrequencyIn(int claim, int place)
    {
        var count = _terms[0].ReadPositions(claim, _all.OrdinalsOf(0)[place], ref _starts);
        for (var i = 1; i < _terms.Length && count > 0; i++)
        {
            var positions = _terms[i].ReadPositions(claim, _all.OrdinalsOf(i)[place], ref _positions);
            count = KeepFollowed(_starts.AsSpan(0, count), _positions.AsSpan(0, positions), i);
        }
        return count;
    }

    // Both ascend.
    private static int KeepFollowed(Span<int> starts, ReadOnlySpan<int> positions, int after)
    {
        var (kept, at) = (0, 0);
        foreach (var start in starts)
        {
            while (at < positions.Length && positions[at] < start + after) at++;
            if (at == positions.Length) break;
            if (positions[at] == start + after) starts[kept++] = start;
        }
        return kept;
    }
}
