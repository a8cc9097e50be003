using System.Buffers;

namespace Claims.Catalog.Search;

/// <summary>
/// Where a word would stand that follows a phrase, of every claim that holds the phrase: so that each of the many words a
/// prefix stands for is asked once, and not the phrase once for each of them. Borrows its memory until disposed of.
/// </summary>
internal sealed class PhraseEnds : IDisposable
{
    // Of each claim, where its positions start; one more for where the last one's end.
    private readonly int[] _starts;
    private int[] _positions = ArrayPool<int>.Shared.Rent(4 * TermPostings.BlockSize);

    /// <param name="phrase">A reader of it, before the first claim.</param>
    /// <param name="length">How many words it has.</param>
    /// <param name="claims">How many claims there are.</param>
    public PhraseEnds(PhraseReader phrase, int length, int claims)
    {
        _starts = ArrayPool<int>.Shared.Rent(claims + 1);
        var (count, next) = (0, 0);
        while (phrase.Read())
        {
            while (next <= phrase.Claim) _starts[next++] = count;
            foreach (var start in phrase.Starts)
            {
                if (count == _positions.Length) Grow();
                _positions[count++] = start + length;
            }
        }

        while (next <= claims) _starts[next++] = count;
    }

    /// <summary>At which positions, ascending, a word would follow in a claim.</summary>
    public ReadOnlySpan<int> Of(int claim) => _positions.AsSpan(_starts[claim].._starts[claim + 1]);

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_positions);
    }

    private void Grow()
    {
        var grown = ArrayPool<int>.Shared.Rent(2 * _positions.Length);
        _positions.CopyTo(grown, 0);
        ArrayPool<int>.Shared.Return(_positions);
        _positions = grown;
    }
}
