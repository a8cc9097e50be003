using System.Runtime.InteropServices;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// Turns documents into an index, which <see cref="SearchIndex"/> reads, on two threads. The documents are read several
/// times, each time for the postings of some of the terms, so that these never lie about all at once before they are packed.
/// </summary>
internal sealed class SearchIndexBuilder
{
    private const int Threads = 2;

    // About how many occurrences of terms one thread collects at a time, 4 bytes each: at most, and where there are more.
    private const int MostOccurrencesAtATime = 1 << 24;
    private const int LeastOccurrencesAtATime = 1 << 16;

    private readonly IReadOnlyList<PartDocuments> _parts;
    private readonly Scratch<SearchDocument> _order;
    private readonly Workspace _work;

    private readonly WordTable _words = new();
    private readonly WordTable _stems = new();
    private readonly List<int> _stemOf = [];

    // Of each part, the terms of its words; and the terms of all names, as SearchNames has their words, with where each set
    // of them starts.
    private readonly int[][] _termsOfParts;
    private readonly int[] _termsOfNames;
    private readonly int[] _nameStarts;

    /// <param name="names">The names the documents refer to.</param>
    /// <param name="parts">The documents.</param>
    /// <param name="order">Of each claim, by number, its document.</param>
    /// <param name="work">Where the index is, until it is written.</param>
    public SearchIndexBuilder(
        SearchNames names, IReadOnlyList<PartDocuments> parts, Scratch<SearchDocument> order, Workspace work)
    {
        _parts = parts;
        _order = order;
        _work = work;
        var termsOfNameWords = new int[names.Words.Count];
        for (var word = 0; word < termsOfNameWords.Length; word++) termsOfNameWords[word] = StemOf(names.Words[word]);
        _nameStarts = new int[names.Count + 1];
        for (var set = 0; set < names.Count; set++) _nameStarts[set + 1] = _nameStarts[set] + names[set].Length;
        _termsOfNames = new int[_nameStarts[^1]];
        for (var set = 0; set < names.Count; set++)
        {
            var terms = _termsOfNames.AsSpan(_nameStarts[set]);
            foreach (var word in names[set])
            {
                terms[0] = word < 0 ? word : termsOfNameWords[word];
                terms = terms[1..];
            }
        }

        _termsOfParts = [.. parts.Select(part => StemsOf(part.Documents.Words))];
    }

    /// <summary>Builds the index.</summary>
    /// <returns>What writes it.</returns>
    public Action<SectionWriter> Build()
    {
        var lengths = _work.Take<int>(_order.Length);
        var widths = _work.Take<int>(_order.Length);
        var excludable = _work.Take<int>(_order.Length);
        var (counts, occurrences) = Count(lengths, widths, excludable);
        var stems = Renumber(counts, occurrences);
        var words = new SmallNumbers(lengths.Span, _work);
        var all = 0L;
        foreach (var length in lengths.Span) all += length;
        var averageLength = (double)all / lengths.Length;
        var positions = new ClaimPositions(widths.Span, _work);
        var bounds = new SmallNumbers(excludable.Span, _work);
        var builder = new TermPostings.Builder(counts, new(words, averageLength), positions, new(bounds), _work);
        var runs = LayOut(builder, positions, occurrences);
        return sections =>
        {
            words.Write(sections);
            sections.Add([averageLength]);
            bounds.Write(sections);
            Vocabulary.Write(sections, stems, _words, _stemOf);
            builder.Write(sections, runs);
        };
    }

    // Of each word of some, the number of its stem.
    private int[] StemsOf(TextList words)
    {
        var stems = new int[words.Count];
        for (var word = 0; word < stems.Length; word++) stems[word] = StemOf(words[word]);
        return stems;
    }

    private int StemOf(ReadOnlySpan<byte> word)
    {
        var number = _words.Add(word);
        if (number == _stemOf.Count)
        {
            Span<byte> stem = stackalloc byte[WordReader.MaxTermLength];
            word.CopyTo(stem);
            _stemOf.Add(_stems.Add(stem[..EnglishStemmer.Stem(stem[..word.Length])]));
        }

        return _stemOf[number];
    }

    // Of each term, how many claims hold it, and how often all together; and of each claim how many words it has, how many
    // positions they take, and how many of these count where something is excluded.
    private (int[] Claims, int[] Occurrences) Count(
        Scratch<int> lengths, Scratch<int> widths, Scratch<int> excludable)
    {
        var counts = new Scratch<TermCount>[Threads];
        OwnThreads.Run(Threads, thread =>
        {
            var counter = new Counter(_work.Take<TermCount>(_stems.Count));
            var end = (int)((long)_order.Length * (thread + 1) / Threads);
            for (var claim = (int)((long)_order.Length * thread / Threads); claim < end; claim++)
            {
                counter.Start(claim);
                Read(claim, ref counter);
                lengths[claim] = counter.Length;
                widths[claim] = counter.Width;
                excludable[claim] = counter.Excludable;
            }

            counts[thread] = counter.Terms;
        });

        var (claims, occurrences) = (new int[_stems.Count], new int[_stems.Count]);
        foreach (var terms in counts)
        {
            for (var term = 0; term < terms.Length; term++)
            {
                claims[term] += terms[term].Claims;
                occurrences[term] += terms[term].Occurrences;
            }
        }

        return (claims, occurrences);
    }

    // Numbers the stems by how many claims hold them, most first, wherever they are.
    private Utf8Table Renumber(int[] counts, int[] occurrences)
    {
        var order = Ordering.Of(counts.Length, (a, b) => counts[b].CompareTo(counts[a]));
        var stems = new Utf8Table();
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

        void Apply(Span<int> terms)
        {
            foreach (ref var term in terms)
            {
                if (term >= 0) term = renumbered[term];
            }
        }
        Apply(CollectionsMarshal.AsSpan(_stemOf));
        foreach (var terms in _termsOfParts) Apply(terms);
        Apply(_termsOfNames);
        return stems;
    }

    private (int, Section<byte>)[] LayOut(TermPostings.Builder builder, ClaimPositions positions, int[] occurrences)
    {
        // As many runs for each thread, of like size. A term is never divided.
        var all = 0L;
        foreach (var count in occurrences) all += count;
        var rounds = (all + (Threads * (long)MostOccurrencesAtATime) - 1) / (Threads * (long)MostOccurrencesAtATime);
        var size = Math.Max(all / Math.Max(Threads * rounds, 1), LeastOccurrencesAtATime);
        var firsts = new List<int>();
        var collected = 0L;
        for (var term = 0; term < occurrences.Length; term++)
        {
            if (term == 0 || collected >= size)
            {
                firsts.Add(term);
                collected = 0;
            }
            collected += occurrences[term];
        }

        var runs = new (int, Section<byte>)[firsts.Count];
        var next = -1;
        OwnThreads.Run(Math.Min(Threads, runs.Length), _ =>
        {
            for (int run; (run = Interlocked.Increment(ref next)) < runs.Length;) Collect(run);
        });
        return runs;

        void Collect(int run)
        {
            var first = firsts[run];
            var end = run + 1 < firsts.Count ? firsts[run + 1] : occurrences.Length;
            using var work = new Workspace();
            var collector = new Collector(first, occurrences.AsSpan(first..end), work);
            for (var claim = 0; claim < _order.Length; claim++)
            {
                collector.Start(positions.Start(claim));
                Read(claim, ref collector);
            }
            runs[run] = (first, builder.LayOut(first, collector.Ends.Span, collector.Occurrences.Span));
        }
    }

    private void Read<T>(int claim, ref T taker) where T : struct, ITermTaker
    {
        var (part, document) = _order[claim];
        var terms = _termsOfParts[part];
        var documents = _parts[part].Documents;
        var reader = documents[document];
        for (var excludable = documents.ExcludableFieldsOf(document); reader.HasMore; excludable--)
        {
            if (excludable == 0) taker.EndExcludable();
            if (reader.ReadField(out var number))
            {
                ReadNames((2 * _parts[part].Names[number >> 1]) + (number & 1), ref taker);
                continue;
            }

            var last = -1;
            for (; number > 0; number--)
            {
                var word = reader.ReadWord();
                if (word != SearchDocuments.FieldReader.NextIsBeside)
                {
                    taker.Take(last = terms[word]);
                    continue;
                }

                // What the one before it is already, as a term, would be at one position twice.
                var beside = terms[reader.ReadWord()];
                if (beside != last) taker.TakeBeside(beside);
                number--;
            }

            taker.EndField();
        }
    }

    private void ReadNames<T>(int nameSet, ref T taker) where T : struct, ITermTaker
    {
        var last = -1;
        var isBeside = false;
        foreach (var term in _termsOfNames.AsSpan(_nameStarts[nameSet].._nameStarts[nameSet + 1]))
        {
            if (term == SearchNames.NameEnd) taker.EndField();
            else if (term == SearchNames.NextIsBeside) isBeside = true;
            else if (!isBeside) taker.Take(last = term);
            else
            {
                isBeside = false;
                if (term != last) taker.TakeBeside(term);
            }
        }
    }

    /// <summary>Takes the terms of a claim, in order.</summary>
    private interface ITermTaker
    {
        void Take(int term);

        /// <summary>Takes one that stands where the one before it does, and is another.</summary>
        void TakeBeside(int term);

        void EndField();

        /// <summary>What follows does not count where something is excluded.</summary>
        void EndExcludable();
    }

    private struct TermCount
    {
        // The last claim that holds it, plus one.
        public int Last;
        public int Claims;
        public int Occurrences;
    }

    private struct Counter(Scratch<TermCount> terms) : ITermTaker
    {
        private int _claim;
        private bool _isExcludable;
        private int _excludable;

        public readonly Scratch<TermCount> Terms => terms;

        /// <summary>How many words the claim has.</summary>
        public int Length { get; private set; }

        /// <summary>How many positions it takes; see <see cref="Collector"/>.</summary>
        public int Width { get; private set; }

        /// <summary>How many of them count where something is excluded.</summary>
        public int Excludable => _isExcludable ? Width : _excludable;

        public void Start(int claim)
        {
            _claim = claim + 1;
            Length = 0;
            Width = 0;
            _isExcludable = true;
        }

        public void Take(int term)
        {
            Length++;
            Width++;
            TakeBeside(term);
        }

        public void TakeBeside(int term)
        {
            ref var count = ref terms[term];
            count.Occurrences++;
            if (count.Last == _claim) return;
            count.Last = _claim;
            count.Claims++;
        }

        public void EndField() => Width++;

        public void EndExcludable() => (_isExcludable, _excludable) = (false, Width);
    }

    /// <summary>Collects the occurrences of some terms: by term, and of each in the order they come in.</summary>
    private struct Collector : ITermTaker
    {
        private readonly int _first;
        private uint _at;

        public Collector(int first, ReadOnlySpan<int> occurrences, Workspace work)
        {
            _first = first;
            Ends = work.Take<int>(occurrences.Length);
            var total = 0;
            for (var i = 0; i < occurrences.Length; i++)
            {
                Ends[i] = total;
                total += occurrences[i];
            }
            Occurrences = work.Take<uint>(total);
        }

        /// <summary>Of each term, where its occurrences end, once all are in.</summary>
        public Scratch<int> Ends { get; }

        /// <summary>Positions, see <see cref="ClaimPositions"/>. Between two fields lies one, so that no phrase reaches
        /// across.</summary>
        public Scratch<uint> Occurrences { get; }

        public void Start(uint position) => _at = position;

        public void Take(int term)
        {
            var i = term - _first;
            if ((uint)i < (uint)Ends.Length) Occurrences[Ends[i]++] = _at;
            _at++;
        }

        public void TakeBeside(int term)
        {
            var i = term - _first;
            if ((uint)i < (uint)Ends.Length) Occurrences[Ends[i]++] = _at - 1;
        }

        public void EndField() => _at++;

        public readonly void EndExcludable()
        {
        }
    }
}

/// <summary>The documents of a part.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="Names">Of the names that they refer to, which of all they are: half of what <see cref="SearchNames.Add"/>
/// answers.</param>
internal sealed record PartDocuments(SearchDocuments Documents, int[] Names);

/// <summary>Where a claim's words are.</summary>
/// <param name="Part">Which part it is of.</param>
/// <param name="Document">Its number there.</param>
internal readonly record struct SearchDocument(int Part, int Document);
