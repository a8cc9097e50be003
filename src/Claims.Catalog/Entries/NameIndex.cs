using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// Finds the entries of a list, such as sources, by the words of their names. Immutable; any number of threads may ask.
/// </summary>
internal sealed class NameIndex(SectionReader sections)
{
    // All words in the order of their bytes; and where the names that hold each start.
    private readonly TextList _words = new(sections);
    private readonly Section<int> _holderStarts = sections.Read<int>();
    private readonly Section<int> _holders = sections.Read<int>();

    // Of each name its entry, and where its words start.
    private readonly Section<int> _entries = sections.Read<int>();
    private readonly Section<int> _wordStarts = sections.Read<int>();
    private readonly Section<int> _wordsOfNames = sections.Read<int>();

    /// <summary>Writes an index.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="namesOfEntries">The names of each entry.</param>
    public static void Write(SectionWriter sections, IEnumerable<IEnumerable<string>> namesOfEntries)
    {
        var table = new Utf8Table();
        var (entries, starts, words) = (new List<int>(), new List<int> { 0 }, new List<int>());
        foreach (var (entry, names) in namesOfEntries.Index())
        {
            foreach (var name in names)
            {
                foreach (var word in NameQuery.WordsOf(name)) words.Add(table.Add(word));
                entries.Add(entry);
                starts.Add(words.Count);
            }
        }

        var order = Ordering.Of(table.Count, (a, b) => table[a].SequenceCompareTo(table[b]));
        var ranks = new int[order.Length];
        for (var rank = 0; rank < order.Length; rank++) ranks[order[rank]] = rank;
        var holderStarts = new int[order.Length + 1];
        for (var i = 0; i < words.Count; i++) holderStarts[(words[i] = ranks[words[i]]) + 1]++;
        for (var word = 0; word < order.Length; word++) holderStarts[word + 1] += holderStarts[word];
        var ends = holderStarts[..^1];
        var holders = new int[words.Count];
        for (var name = 0; name < entries.Count; name++)
        {
            for (var i = starts[name]; i < starts[name + 1]; i++) holders[ends[words[i]]++] = name;
        }

        TextList.Write(sections, order.Length, rank => table[order[rank]]);
        sections.Add(holderStarts);
        sections.Add(holders);
        sections.Add(entries.ToArray());
        sections.Add(starts.ToArray());
        sections.Add(words.ToArray());
    }

    /// <summary>
    /// The entries that have a name with all words of a query, or with words that begin with them, in any order; each once, by
    /// the name that fits best.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public Dictionary<int, NameMatch> Find(NameQuery query, Patience patience = default)
    {
        var best = new Dictionary<int, NameMatch>();
        if (query.Words.Count == 0) return best;
        var ranges = new WordRange[query.Words.Count];
        var lead = 0;
        for (var i = 0; i < ranges.Length; i++)
        {
            ranges[i] = RangeOf(query.Words[i]);
            if (HoldersOf(ranges[i]) < HoldersOf(ranges[lead])) lead = i;
        }

        var size = query.Size;
        foreach (var name in _holders.Between(_holderStarts[ranges[lead].Start], _holderStarts[ranges[lead].End]))
        {
            patience.ThrowIfOver();
            if (ScoreOf(name, ranges, size) is not (> 0 and var score)) continue;
            var match = new NameMatch(_entries[name], score, name);
            if (!best.TryGetValue(match.Entry, out var other) || other.Score < score || (other.Score == score && name < other.Name))
            {
                best[match.Entry] = match;
            }
        }

        return best;
    }

    /// <summary>Which of its entry's names a name is, as they were written.</summary>
    public int OrdinalOf(int name)
    {
        var first = name;
        while (first > 0 && _entries[first - 1] == _entries[name]) first--;
        return name - first;
    }

    private int HoldersOf(WordRange range) => _holderStarts[range.End] - _holderStarts[range.Start];

    private int ScoreOf(int name, WordRange[] query, int size)
    {
        var words = _wordsOfNames.Between(_wordStarts[name], _wordStarts[name + 1]);
        var (areWhole, areAll, isSame) = (true, true, words.Length == query.Length);
        for (var i = 0; i < query.Length && areAll; i++)
        {
            var (hasWord, hasBeginning) = (false, false);
            foreach (var word in words)
            {
                hasWord |= word == query[i].Exact;
                hasBeginning |= word >= query[i].Start && word < query[i].End;
            }

            areAll = hasBeginning;
            areWhole &= hasWord;
            isSame = isSame && words[i] == query[i].Exact;
        }

        if (!areAll) return 0;
        if (isSame) return NameMatch.Whole;
        if (areWhole) return NameMatch.AllWords + Share(query.Length, words.Length, NameMatch.Whole - NameMatch.AllWords);
        var nameSize = 0;
        foreach (var word in words) nameSize += _words[word].Length;
        return NameMatch.Beginnings + Share(size, nameSize, NameMatch.AllWords - NameMatch.Beginnings);
    }

    // What share a query has of a name, of so many steps; never all of them.
    private static int Share(int query, int name, int steps) => Math.Min(steps - 1, steps * query / Math.Max(name, 1));

    // The words that begin with one, and which of them is that word itself, or -1.
    private WordRange RangeOf(ReadOnlySpan<byte> word)
    {
        var start = FirstFrom(word, isBehind: false);
        var end = FirstFrom(word, isBehind: true);
        return new(start, end, start < end && _words[start].SequenceEqual(word) ? start : -1);
    }

    // The first word that does not come before one; or before all that begin with it.
    private int FirstFrom(ReadOnlySpan<byte> word, bool isBehind)
    {
        var (low, high) = (0, _words.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var isBefore = _words[middle].SequenceCompareTo(word) < 0 || (isBehind && _words[middle].StartsWith(word));
            if (isBefore) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private readonly record struct WordRange(int Start, int End, int Exact);
}

/// <summary>
/// An entry that was found by a name.
/// </summary>
/// <param name="Entry">The entry's number.</param>
/// <param name="Score">How well the name fits what was looked for; below, the least for each way. Within one way the more, the
/// larger its share of the name.</param>
/// <param name="Name">The name's number in the index.</param>
internal readonly record struct NameMatch(int Entry, int Score, int Name)
{
    /// <summary>The name is what was looked for, folded.</summary>
    public const int Whole = 100;

    /// <summary>The name holds all its words.</summary>
    public const int AllWords = 50;

    /// <summary>The name holds words that begin with its words.</summary>
    public const int Beginnings = 1;
}
