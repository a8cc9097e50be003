namespace Claims.Server.Catalog.Search;

/// <summary>Counts in claims the words that a prefix stands for, term after term. Not for several threads.</summary>
internal sealed class PrefixReader(Postings postings, FrequencyCounter counter, Patience patience)
{
    private readonly int[] _claims = new int[Postings.BlockSize];
    private readonly int[] _offsets = new int[Postings.BlockSize + 1];
    private int[] _positions = new int[16];

    /// <summary>Counts a term wherever it is.</summary>
    public void Count(int term)
    {
        for (var block = 0; block < postings.BlocksOf(term); block++)
        {
            patience.ThrowIfOver();
            var size = postings.ReadClaims(term, block, _claims);
            postings.FrequenciesOf(term, block).ReadOffsets(_offsets);
            for (var i = 0; i < size; i++) counter.Add(_claims[i], _offsets[i + 1] - _offsets[i]);
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
                var found = CountCommon(ends, positions);
                if (found > 0) counter.Add(_claims[i], found);
            }
        }
    }

    // Both ascend.
    private static int CountCommon(ReadOnlySpan<int> ends, ReadOnlySpan<int> positions)
    {
        var (count, at) = (0, 0);
        foreach (var position in positions)
        {
            while (at < ends.Length && ends[at] < position) at++;
            if (at == ends.Length) break;
            if (ends[at] == position) count++;
        }

        return count;
    }
}
