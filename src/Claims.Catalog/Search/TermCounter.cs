namespace Claims.Catalog.Search;

/// <summary>Counts in claims the terms that something stands for, one after the other. Not for several threads.</summary>
/// <param name="postings">Where the terms are.</param>
/// <param name="counter">Takes how often claims hold them.</param>
/// <param name="bounds">Where they must stand to count at all, if that matters: the frequencies do not then.</param>
/// <param name="patience">How long the caller waits.</param>
internal sealed class TermCounter(TermPostings postings, FrequencyCounter counter, ExclusionBounds? bounds, Patience patience)
{
    private readonly int[] _claims = new int[TermPostings.BlockSize];
    private readonly int[] _offsets = new int[TermPostings.BlockSize + 1];
    private int[] _positions = new int[16];

    /// <summary>Counts a term wherever it is.</summary>
    public void Count(int term)
    {
        var bound = postings.HasExempt(term) ? bounds : null;
        for (var block = 0; block < postings.BlocksOf(term); block++)
        {
            patience.ThrowIfOver();
            var size = postings.ReadClaims(term, block, _claims);
            var frequencies = postings.FrequenciesOf(term, block);
            frequencies.ReadOffsets(_offsets);
            for (var i = 0; i < size; i++)
            {
                if (bound is null || frequencies.Positions.First(_offsets[i]) < bound.Of(_claims[i]))
                    counter.Add(_claims[i], _offsets[i + 1] - _offsets[i]);
            }
        }
    }

    /// <summary>Counts a phrase.</summary>
    public void Count(PhraseReader phrase)
    {
        while (phrase.Read())
        {
            if (bounds is null || phrase.Starts[0] < bounds.Of(phrase.Claim)) counter.Add(phrase.Claim, phrase.Starts.Length);
        }
    }

    /// <summary>Counts a term where it follows a phrase.</summary>
    public void Count(int term, PhraseEnds phrase)
    {
        for (var block = 0; block < postings.BlocksOf(term); block++)
        {
            patience.ThrowIfOver();
            var size = postings.ReadClaims(term, block, _claims);
            var frequencies = postings.FrequenciesOf(term, block);
            frequencies.ReadOffsets(_offsets);
            for (var i = 0; i < size; i++)
            {
                var ends = phrase.Of(_claims[i]);
                if (ends.IsEmpty) continue;
                var count = _offsets[i + 1] - _offsets[i];
                if (_positions.Length < count) _positions = new int[2 * count];
                var positions = _positions.AsSpan(0, count);
                frequencies.Positions.Read(_offsets[i], positions);
                var found = CountCommon(ends, positions, bounds?.Of(_claims[i]) ?? int.MaxValue);
                if (found > 0) counter.Add(_claims[i], found);
            }
        }
    }

    // Both ascend.
    private static int CountCommon(ReadOnlySpan<int> ends, ReadOnlySpan<int> positions, int bound)
    {
        var (count, at) = (0, 0);
        foreach (var position in positions)
        {
            if (position >= bound) break;
            while (at < ends.Length && ends[at] < position) at++;
            if (at == ends.Length) break;
            if (ends[at] == position) count++;
        }

        return count;
    }
}
