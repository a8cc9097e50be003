namespace Claims.Catalog.Search;

/// <summary>Reads the claims that hold a phrase, in order.</summary>
internal sealed class PhraseReader
{
    private readonly TermHolders[] _terms;
    private readonly Intersection _all;
    private readonly Patience _patience;
    private int[] _starts = new int[16];
    private int[] _positions = new int[16];

    // Of the block read, the claims that hold all words, and how many of them are done with.
    private readonly int[] _indexes = new int[TermPostings.BlockSize];
    private int _count;
    private int _next;
    private int _frequency;

    /// <param name="terms">Its words.</param>
    public PhraseReader(TermPostings postings, Bm25 bm25, ReadOnlySpan<int> terms, Patience patience)
    {
        _terms = new TermHolders[terms.Length];
        for (var i = 0; i < terms.Length; i++) _terms[i] = new TermHolders(postings, bm25, terms[i]);
        _all = new Intersection(_terms, ClaimSet.Run(0, bm25.Claims));
        _patience = patience;
    }

    /// <summary>The claim read last.</summary>
    public int Claim { get; private set; }

    /// <summary>At which positions the claim read last holds the phrase: of its first words, ascending; one or more.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, _frequency);

    /// <summary>Reads the next claim.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        do
        {
            while (_next < _count)
            {
                var index = _indexes[_next++];
                Claim = _all.Claims[index];
                _frequency = FrequencyAt(index);
                if (_frequency > 0)
                    return true;
            }
        }
        while (ReadBlock());
        return false;
    }

    private bool ReadBlock()
    {
        _patience.ThrowIfOver();
        if (!_all.MoveNext())
            return false;
        var indexes = _all.Read();
        indexes.CopyTo(_indexes);
        (_count, _next) = (indexes.Length, 0);
        return true;
    }

    private int FrequencyAt(int index)
    {
        var count = _terms[0].ReadPositions(Claim, _all.OrdinalsOf(0)[index], ref _starts);
        for (var i = 1; i < _terms.Length && count > 0; i++)
        {
            var positions = _terms[i].ReadPositions(Claim, _all.OrdinalsOf(i)[index], ref _positions);
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
