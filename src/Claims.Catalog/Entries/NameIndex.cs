using Claims.Catalog.Search;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// Finds the entries of a list, such as sources, by the words of their names. Immutable; any number of threads may ask.
/// </summary>
/// <remarks>
/// Names are numbered by how many claims their entries have, the most first, then by entry, and as the entry lists them: <b>of
/// names that fit equally well, the one of the least number is the best</b>. How well a name fits follows from how many words
/// it has, or how many bytes these have. So the names that hold a word are grouped by either, and whoever wants the best few only
/// is done with a group at the first name that is not among them.
/// </remarks>
internal sealed class NameIndex(SectionReader sections)
{
    // All words in the order of their bytes; where the holders of each start; and the holders, by their ranks of either kind.
    private readonly TextList _words = new(sections);
    private readonly Section<int> _holderStarts = sections.Read<int>();
    private readonly Section<int> _holdersByLength = sections.Read<int>();
    private readonly Section<int> _holdersBySize = sections.Read<int>();

    // Of each name its entry, where its words start, and how many bytes they have.
    private readonly Section<int> _entries = sections.Read<int>();
    private readonly Section<int> _wordStarts = sections.Read<int>();
    private readonly Section<int> _wordsOfNames = sections.Read<int>();
    private readonly Section<int> _sizes = sections.Read<int>();

    // The names by length, which is how many words they have, and by size; and where those of each start.
    private readonly Section<int> _lengthStarts = sections.Read<int>();
    private readonly Section<int> _byLength = sections.Read<int>();
    private readonly Section<int> _sizeStarts = sections.Read<int>();
    private readonly Section<int> _bySize = sections.Read<int>();

    /// <summary>Writes an index.</summary>
    /// <param name="sections">Where to.</param>
    /// <param name="list">The names of each entry, and how many claims it has.</param>
    public static void Write(SectionWriter sections, IEnumerable<(IEnumerable<string> Names, int Claims)> list)
    {
        var table = new Utf8Table();
        var (entries, starts, words, sizes) = (new List<int>(), new List<int> { 0 }, new List<int>(), new List<int>());
        foreach (var (entry, (names, _)) in list.Index().OrderByDescending(entry => entry.Item.Claims))
        {
            foreach (var name in names)
            {
                var wordsOfName = NameQuery.WordsOf(name);
                foreach (var word in wordsOfName) words.Add(table.Add(word));
                entries.Add(entry);
                starts.Add(words.Count);
                sizes.Add(wordsOfName.Sum(word => word.Length));
            }
        }

        var order = Ordering.Of(table.Count, (a, b) => table[a].SequenceCompareTo(table[b]));
        var ranks = new int[order.Length];
        for (var rank = 0; rank < order.Length; rank++) ranks[order[rank]] = rank;
        for (var i = 0; i < words.Count; i++) words[i] = ranks[words[i]];
        int[] all = [.. Enumerable.Range(0, entries.Count)];
        var (lengthStarts, byLength) = Grouped(Array.ConvertAll(all, name => starts[name + 1] - starts[name]), all);
        var (sizeStarts, bySize) = Grouped([.. sizes], all);
        var (holderStarts, holdersByLength) = HoldersOf(byLength);
        var (_, holdersBySize) = HoldersOf(bySize);
        TextList.Write(sections, order.Length, rank => table[order[rank]]);
        sections.Add(holderStarts);
        sections.Add(holdersByLength);
        sections.Add(holdersBySize);
        sections.Add(entries.ToArray());
        sections.Add(starts.ToArray());
        sections.Add(words.ToArray());
        sections.Add(sizes.ToArray());
        sections.Add(lengthStarts);
        sections.Add(byLength);
        sections.Add(sizeStarts);
        sections.Add(bySize);

        // Of each word the ranks of the names that hold it.
        (int[] Starts, int[] Ranks) HoldersOf(int[] inOrder)
        {
            var (held, ranksOfNames) = (new List<int>(words.Count), new List<int>(words.Count));
            foreach (var (rank, name) in inOrder.Index())
            {
                for (var i = starts[name]; i < starts[name + 1]; i++)
                {
                    held.Add(words[i]);
                    ranksOfNames.Add(rank);
                }
            }

            return Grouped([.. held], [.. ranksOfNames]);
        }
    }

    /// <summary>
    /// The entries that have a name with all words of a query, or with words that begin with them, in any order; each once, by
    /// the name that fits best. In no order.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public IReadOnlyCollection<NameMatch> Find(NameQuery query, Patience patience)
    {
        var best = new Dictionary<int, NameMatch>();
        var asked = RangesOf(query);
        var rarest = RarestOf(asked);
        foreach (var rank in _holdersByLength.Between(_holderStarts[rarest.Start], _holderStarts[rarest.End]))
        {
            patience.ThrowIfOver();
            var match = MatchOf(_byLength[rank], asked);
            if (match.Score == 0) continue;
            if (!best.TryGetValue(match.Entry, out var other) || match.CompareTo(other) < 0) best[match.Entry] = match;
        }

        return best.Values;
    }

    /// <summary>The best of what <see cref="Find"/> finds, in order.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="isMeant">Which entries are meant.</param>
    /// <param name="count">How many at most; few.</param>
    /// <param name="patience">How long the caller waits.</param>
    /// <exception cref="OperationCanceledException">The caller does not wait any more.</exception>
    public IReadOnlyList<NameMatch> FindBest(NameQuery query, Func<int, bool> isMeant, int count, Patience patience)
    {
        var best = new BestNames(count, isMeant);
        var asked = RangesOf(query);
        FindAllWords(asked, best, patience);
        FindBeginnings(asked, best, patience);
        return best.Matches;
    }

    /// <summary>Which of its entry's names a name is, as they were written.</summary>
    public int OrdinalOf(int name)
    {
        var first = name;
        while (first > 0 && _entries[first - 1] == _entries[name]) first--;
        return name - first;
    }

    // Groups members by the number beside each, in their order: of each number from 0 where its members start, and the end.
    private static (int[] Starts, int[] Members) Grouped(int[] numbers, int[] members)
    {
        var starts = new int[numbers.DefaultIfEmpty(-1).Max() + 2];
        foreach (var number in numbers) starts[number + 1]++;
        for (var number = 1; number < starts.Length; number++) starts[number] += starts[number - 1];
        var ends = starts[..^1];
        var grouped = new int[members.Length];
        for (var i = 0; i < members.Length; i++) grouped[ends[numbers[i]]++] = members[i];
        return (starts, grouped);
    }

    // Those that hold all words whole, group by group.
    private void FindAllWords(Asked asked, BestNames best, Patience patience)
    {
        if (asked.Words.Length == 0 || Array.Exists(asked.Words, word => word.Exact < 0)) return;
        var rests = Array.ConvertAll(asked.Words, word => (Start: _holderStarts[word.Exact], End: _holderStarts[word.Exact + 1]));
        Array.Sort(rests, (one, other) => (one.End - one.Start).CompareTo(other.End - other.Start));
        for (var rank = FirstOfAll(rests, 0); rank >= 0;)
        {
            patience.ThrowIfOver();
            var name = _byLength[rank];
            var length = WordsOf(name).Length;
            var isOpen = best.IsOpenTo(length == rests.Length ? NameMatch.Whole : AllWordsScore(rests.Length, length), name);
            if (isOpen) best.Add(MatchOf(name, asked));

            // Where this name is not among the best, none behind it is that is as long.
            rank = FirstOfAll(rests, isOpen ? rank + 1 : _lengthStarts[length + 1]);
        }
    }

    // The least rank from one on that all of some holders have, or -1; what comes before it is taken off them.
    private int FirstOfAll((int Start, int End)[] holders, int rank)
    {
        for (var i = 0; i < holders.Length;)
        {
            ref var rest = ref holders[i];
            rest.Start += Galloping.FirstFrom(_holdersByLength.Between(rest.Start, rest.End), 0, rank);
            if (rest.Start == rest.End) return -1;

            // Where this one has it not, the others are asked again, the first of them the fewest.
            (i, rank) = _holdersByLength[rest.Start] is var found && found == rank ? (i + 1, rank) : (0, found);
        }

        return rank;
    }

    // Those that hold words that begin with them: word by word of the rarest beginning, of each the smallest names first.
    private void FindBeginnings(Asked asked, BestNames best, Patience patience)
    {
        // Where all words are held by enough names, no beginning is as good.
        if (!best.IsOpenTo(NameMatch.AllWords - 1, name: 0)) return;
        var rarest = RarestOf(asked);
        for (var word = rarest.Start; word < rarest.End; word++)
        {
            patience.ThrowIfOver();
            var holders = _holdersBySize.Between(_holderStarts[word], _holderStarts[word + 1]);
            for (var i = 0; i < holders.Length;)
            {
                var name = _bySize[holders[i]];
                var score = BeginningsScore(asked.Size, _sizes[name]);
                if (!best.IsOpenTo(score, name: 0)) break;
                var isOpen = best.IsOpenTo(score, name);
                if (isOpen) best.Add(MatchOf(name, asked));
                i = isOpen ? i + 1 : Galloping.FirstFrom(holders, i, _sizeStarts[_sizes[name] + 1]);
            }
        }
    }

    private ReadOnlySpan<int> WordsOf(int name) => _wordsOfNames.Between(_wordStarts[name], _wordStarts[name + 1]);

    // A match with a score of 0 where it does not fit.
    private NameMatch MatchOf(int name, Asked asked) => new(_entries[name], ScoreOf(name, asked), name);

    private int ScoreOf(int name, Asked asked)
    {
        var query = asked.Words;
        var words = WordsOf(name);
        var (areWhole, isSame) = (true, words.Length == query.Length);
        for (var i = 0; i < query.Length; i++)
        {
            var (hasWord, hasBeginning) = (false, false);
            foreach (var word in words)
            {
                hasWord |= word == query[i].Exact;
                hasBeginning |= word >= query[i].Start && word < query[i].End;
            }

            if (!hasBeginning) return 0;
            areWhole &= hasWord;
            isSame = isSame && words[i] == query[i].Exact;
        }

        return isSame ? NameMatch.Whole
            : areWhole ? AllWordsScore(query.Length, words.Length)
            : BeginningsScore(asked.Size, _sizes[name]);
    }

    private static int AllWordsScore(int query, int name) =>
        NameMatch.AllWords + Share(query, name, NameMatch.Whole - NameMatch.AllWords);

    private static int BeginningsScore(int query, int name) =>
        NameMatch.Beginnings + Share(query, name, NameMatch.AllWords - NameMatch.Beginnings);

    // What share a query has of a name, of so many steps; never all of them.
    private static int Share(int query, int name, int steps) => Math.Min(steps - 1, steps * query / Math.Max(name, 1));

    private Asked RangesOf(NameQuery query) => new([.. query.Words.Select(word => RangeOf(word))], query.Size);

    // What begins with the word of the query that begins the fewest; none where there is no word.
    private WordRange RarestOf(Asked asked) =>
        asked.Words.DefaultIfEmpty().MinBy(range => _holderStarts[range.End] - _holderStarts[range.Start]);

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

    // The words of a query as ranges of words, and how many bytes they have.
    private readonly record struct Asked(WordRange[] Words, int Size);
}

/// <summary>
/// An entry that was found by a name, and where it stands among those found: by score descending, then by the name's number.
/// </summary>
/// <param name="Entry">The entry's number.</param>
/// <param name="Score">How well the name fits what was looked for; below, the least for each way. Within one way the more, the
/// larger its share of the name.</param>
/// <param name="Name">The name's number in the index.</param>
internal readonly record struct NameMatch(int Entry, int Score, int Name) : IComparable<NameMatch>
{
    /// <summary>The name is what was looked for, folded.</summary>
    public const int Whole = 100;

    /// <summary>The name holds all its words.</summary>
    public const int AllWords = 50;

    /// <summary>The name holds words that begin with its words.</summary>
    public const int Beginnings = 1;

    /// <summary>Less than 0 if this comes before the other.</summary>
    public int CompareTo(NameMatch other)
    {
        var byScore = other.Score.CompareTo(Score);
        return byScore != 0 ? byScore : Name.CompareTo(other.Name);
    }
}
