using System.Buffers.Binary;

namespace Claims.Catalog.Search;

/// <summary>
/// The words of a corpus: the stems, by number, and in alphabetical order (of UTF-8 bytes) the folded words that have
/// them. Immutable.
/// </summary>
internal sealed class Vocabulary
{
    private readonly WordTable _stems;

    // The words one after the other, where each starts, and the number of its stem.
    private readonly byte[] _words;
    private readonly int[] _starts;
    private readonly int[] _stemOf;

    /// <param name="stems">The stems.</param>
    /// <param name="words">The folded words, in any order.</param>
    /// <param name="stemOf">Of each word, the number of its stem.</param>
    public Vocabulary(WordTable stems, WordTable words, ReadOnlySpan<int> stemOf)
    {
        _stems = stems;
        var order = Sorted(words);
        _starts = new int[words.Count + 1];
        _stemOf = new int[words.Count];
        for (var i = 0; i < order.Length; i++)
        {
            _starts[i + 1] = _starts[i] + words[order[i]].Length;
            _stemOf[i] = stemOf[order[i]];
        }
        _words = new byte[_starts[^1]];
        for (var i = 0; i < order.Length; i++) words[order[i]].CopyTo(_words.AsSpan(_starts[i]));
    }

    /// <summary>The number of a stem, or -1.</summary>
    public int Find(ReadOnlySpan<byte> stem) => _stems.Find(stem);

    /// <summary>The numbers of the stems of all words that begin with a prefix, in order, each once.</summary>
    public int[] StemsUnder(ReadOnlySpan<byte> prefix)
    {
        var start = FirstFrom(prefix);
        var end = start;
        while (end < _stemOf.Length && Word(end).StartsWith(prefix)) end++;
        var stems = _stemOf.AsSpan(start..end).ToArray();
        Array.Sort(stems);
        var count = 0;
        foreach (var stem in stems)
        {
            if (count == 0 || stems[count - 1] != stem) stems[count++] = stem;
        }
        Array.Resize(ref stems, count);
        return stems;
    }

    private ReadOnlySpan<byte> Word(int i) => _words.AsSpan(_starts[i].._starts[i + 1]);

    private int FirstFrom(ReadOnlySpan<byte> word)
    {
        var low = 0;
        var high = _stemOf.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Word(middle).SequenceCompareTo(word) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    // By their first eight bytes as a number, and only where these are equal by all.
    private static int[] Sorted(WordTable words)
    {
        var keys = new ulong[words.Count];
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        for (var i = 0; i < keys.Length; i++)
        {
            start.Clear();
            words[i][..Math.Min(words[i].Length, start.Length)].CopyTo(start);
            keys[i] = BinaryPrimitives.ReadUInt64BigEndian(start);
        }

        return Ordering.Of(words.Count, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : words[a].SequenceCompareTo(words[b]));
    }
}
