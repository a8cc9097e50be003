using System.Runtime.InteropServices;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// Turns documents into an index, on two threads. The documents are read several times, each time for the postings of some
/// of the terms, so that these never lie about all at once before they are packed.
/// </summary>
internal sealed class SearchIndexBuilder
{
    private const int Threads = 2;

    // How many occurrences of terms are collected at a time by one thread, 8 bytes each.
    private const int OccurrencesAtATime = 1 << 23;

    private readonly IReadOnlyList<SearchDocuments> _parts;
    private readonly SearchDocument[] _order;

    private readonly WordTable _words = new();
    private readonly WordTable _stems = new();
    private readonly List<int> _stemOf = [];

    // Of each part, the terms of its words; and of each set of names, the terms of its fields.
    private readonly int[][] _termsOfParts;
    private readonly int[][][] _termsOfNames;

    /// <param name="names">The names the documents refer to.</param>
    /// <param name="parts">The documents.</param>
    /// <param name="order">Of each claim, by number, its document.</param>
    public SearchIndexBuilder(
        SearchNames names, IReadOnlyList<SearchDocuments> parts, ReadOnlySpan<SearchDocument> order)
    {
        _parts = parts;
        _order = order.ToArray();
        var termsOfNameWords = StemsOf(names.Words);
        _termsOfNames = new int[names.Count][][];
        for (var set = 0; set < _termsOfNames.Length; set++)
        {
            _termsOfNames[set] = Array.ConvertAll(
                names[set], name => Array.ConvertAll(name, word => termsOfNameWords[word]));
        }
        _termsOfParts = [.. parts.Select(part => StemsOf(part.Words))];
    }

    /// <summary>Builds the index.</summary>
    public SearchIndex Build()
    {
        var lengths = new int[_order.Length];
        var (counts, occurrences) = Count(lengths);
        var stems = Renumber(counts, occurrences);
        var bm25 = new Bm25(lengths);

        Vocabulary? vocabulary = null;
        Postings? postings = null;
        Parallel.Invoke(
            () => vocabulary = new Vocabulary(stems, _words, CollectionsMarshal.AsSpan(_stemOf)),
            () => postings = PostingsOf(new Postings.Builder(counts, bm25), occurrences));
        return new SearchIndex(vocabulary!, postings!, bm25);
    }

    // Of each word of a table, the number of its stem.
    private int[] StemsOf(WordTable table)
    {
        var stems = new int[table.Count];
        Span<byte> buffer = stackalloc byte[WordReader.MaxLength];
        for (var i = 0; i < stems.Length; i++)
        {
            var number = _words.Add(table[i]);
            if (number == _stemOf.Count)
            {
                var word = buffer[..table[i].Length];
                table[i].CopyTo(word);
                _stemOf.Add(_stems.Add(word[..EnglishStemmer.Stem(word)]));
            }
            stems[i] = _stemOf[number];
        }
        return stems;
    }

    // Of each term, how many claims hold it, and how often all together; and of each claim how many words it has.
    private (int[] Claims, int[] Occurrences) Count(int[] lengths)
    {
        var claims = new int[Threads][];
        var occurrences = new int[Threads][];
        Parallel.For(0, Threads, thread =>
        {
            var counter = new Counter(_stems.Count);
            var end = (int)((long)_order.Length * (thread + 1) / Threads);
            for (var claim = (int)((long)_order.Length * thread / Threads); claim < end; claim++)
            {
                counter.Start(claim);
                Read(claim, ref counter);
                lengths[claim] = counter.Length;
            }
            (claims[thread], occurrences[thread]) = (counter.Claims, counter.Occurrences);
        });
        for (var term = 0; term < _stems.Count; term++)
        {
            for (var thread = 1; thread < Threads; thread++)
            {
                claims[0][term] += claims[thread][term];
                occurrences[0][term] += occurrences[thread][term];
            }
        }
        return (claims[0], occurrences[0]);
    }

    // Numbers the stems by how many claims hold them, most first, wherever they are.
    private WordTable Renumber(int[] counts, int[] occurrences)
    {
        var order = new int[counts.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        var descending = Array.ConvertAll(counts, count => -count);
        Array.Sort(descending, order);

        var stems = new WordTable();
        var renumbered = new int[order.Length];
        var (oldCounts, oldOccurrences) = ((int[])counts.Clone(), (int[])occurrences.Clone());
        for (var term = 0; term < order.Length; term++)
        {
            var old = order[term];
            renumbered[old] = term;
            counts[term] = oldCounts[old];
            occurrences[term] = oldOccurrences[old];
            stems.Add(_stems[old]);
        }
        stems.Trim();

        void Apply(Span<int> terms)
        {
            foreach (ref var term in terms) term = renumbered[term];
        }
        Apply(CollectionsMarshal.AsSpan(_stemOf));
        foreach (var terms in _termsOfParts) Apply(terms);
        foreach (var names in _termsOfNames)
        {
            foreach (var terms in names) Apply(terms);
        }
        return stems;
    }

    private Postings PostingsOf(Postings.Builder builder, int[] occurrences)
    {
        // The first term of each run; a term is never divided.
        var firsts = new List<int>();
        var collected = 0L;
        for (var term = 0; term < occurrences.Length; term++)
        {
            if (term == 0 || collected + occurrences[term] > OccurrencesAtATime)
            {
                firsts.Add(term);
                collected = 0;
            }
            collected += occurrences[term];
        }

        var runs = new (int, ReadOnlyMemory<byte>)[firsts.Count];
        Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = Threads }, run =>
        {
            var first = firsts[run];
            var end = run + 1 < firsts.Count ? firsts[run + 1] : occurrences.Length;
            var collector = new Collector(first, occurrences.AsSpan(first..end));
            for (var claim = 0; claim < _order.Length; claim++)
            {
                collector.Start(claim);
                Read(claim, ref collector);
            }
            runs[run] = (first, builder.LayOut(first, collector.Ends, collector.Occurrences));
        });
        return builder.Build(runs);
    }

    private void Read<T>(int claim, ref T taker) where T : struct, ITermTaker
    {
        var (part, document) = _order[claim];
        var terms = _termsOfParts[part];
        var reader = _parts[part][document];
        while (reader.HasMore)
        {
            if (reader.ReadField(out var number))
            {
                foreach (var name in _termsOfNames[number])
                {
                    foreach (var term in name) taker.Take(term);
                    taker.EndField();
                }
            }
            else
            {
                for (; number > 0; number--) taker.Take(terms[reader.ReadWord()]);
                taker.EndField();
            }
        }
    }

    /// <summary>Takes the terms of a claim, in order.</summary>
    private interface ITermTaker
    {
        void Take(int term);

        void EndField();
    }

    private struct Counter(int terms) : ITermTaker
    {
        // Of each term, the last claim that holds it, plus one.
        private readonly int[] _last = new int[terms];
        private int _claim;

        public int[] Claims { get; } = new int[terms];

        public int[] Occurrences { get; } = new int[terms];

        public int Length { get; private set; }

        public void Start(int claim)
        {
            _claim = claim + 1;
            Length = 0;
        }

        public void Take(int term)
        {
            Length++;
            Occurrences[term]++;
            if (_last[term] == _claim) return;
            _last[term] = _claim;
            Claims[term]++;
        }

        public readonly void EndField() { }
    }

    /// <summary>Collects the occurrences of some terms: by term, and of each in the order they come in.</summary>
    private struct Collector : ITermTaker
    {
        private readonly int _first;
        private ulong _at;

        public Collector(int first, ReadOnlySpan<int> occurrences)
        {
            _first = first;
            Ends = new int[occurrences.Length];
            var total = 0;
            for (var i = 0; i < occurrences.Length; i++)
            {
                Ends[i] = total;
                total += occurrences[i];
            }
            Occurrences = new ulong[total];
        }

        /// <summary>Of each term, where its occurrences end, once all are in.</summary>
        public int[] Ends { get; }

        /// <summary>Claim × 2³² + position. Between two fields lies a position, so that no phrase reaches across.</summary>
        public ulong[] Occurrences { get; }

        public void Start(int claim) => _at = (ulong)claim << 32;

        public void Take(int term)
        {
            var i = term - _first;
            if ((uint)i < (uint)Ends.Length) Occurrences[Ends[i]++] = _at;
            _at++;
        }

        public void EndField() => _at++;
    }
}
