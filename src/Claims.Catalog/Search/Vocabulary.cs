using System.Buffers.Binary;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// The words of a corpus: the stems, by number, and in alphabetical order (of UTF-8 bytes) the folded words that have
/// them. Immutable.
/// </summary>
internal sealed class Vocabulary(SectionReader sections)
{
    private readonly TextTable _stems = new(sections);
    private readonly TextList _words = new(sections);

    // Of each word, the number of its stem.
    private readonly Section<int> _stemOf = sections.Read<int>();

    /// <summary>Writes a vocabulary.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="stems">The stems.</param>
    /// <param name="words">The folded words, in any order.</param>
    /// <param name="stemOf">Of each word, the number of its stem.</param>
    public static void Write(SectionWriter sections, Utf8Table stems, WordTable words, IReadOnlyList<int> stemOf)
    {
        var order = Sorted(words);
        stems.Write(sections);
        TextList.Write(sections, order.Length, number => words[order[number]]);
        sections.Add(Array.ConvertAll(order, word => stemOf[word]));
    }

    /// <summary>The number of a stem, or -1.</summary>
    public int Find(ReadOnlySpan<byte> stem) => _stems.Find(stem);

    /// <summary>The numbers of the stems of all words that begin with a prefix, in order, each once.</summary>
    public int[] StemsUnder(ReadOnlySpan<byte> prefix)
    {
        var start = FirstFrom(prefix);
        var end = start;
        while (end < _stemOf.Length && Word(end).StartsWith(prefix)) end++;
        var stems = _stemOf.Between(start, end).ToArray();
        Array.Sort(stems);
        var count = 0;
        foreach (var stem in stems)
        {
            if (count == 0 || stems[count - 1] != stem) stems[count++] = stem;
        }
        Array.Resize(ref stems, count);
        return stems;
    }

    private ReadOnlySpan<byte> Word(int i) => _words[i];

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
