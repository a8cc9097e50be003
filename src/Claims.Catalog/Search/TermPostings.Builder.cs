using System.Buffers.Binary;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

internal sealed partial class TermPostings
{
    // A bitmap is made of terms that at least one in so many claims holds.
    private const int BitmapFrom = 16;

    /// <summary>Lays out postings, several runs of terms at a time.</summary>
    public sealed class Builder
    {
        private readonly Workspace _work;
        private readonly Bm25 _bm25;
        private readonly ClaimPositions _positions;
        private readonly ExclusionBounds _bounds;

        /// <param name="counts">Of each term, how many claims hold it; descending.</param>
        /// <param name="bm25">What makes a block's best the best.</param>
        /// <param name="positions">Where claims' words stand.</param>
        /// <param name="bounds">Where they count if they are excluded.</param>
        /// <param name="work">Where they are laid out; must outlive it.</param>
        public Builder(int[] counts, Bm25 bm25, ClaimPositions positions, ExclusionBounds bounds, Workspace work)
        {
            _work = work;
            _bm25 = bm25;
            _bounds = bounds;
            Exempts = work.Take<bool>(counts.Length);
            _positions = positions;
            Counts = counts;
            Starts = work.Take<int>(counts.Length);
            BitmapCount = CountFrom(counts, Math.Max((bm25.Claims + BitmapFrom - 1) / BitmapFrom, 1));
            BitmapLength = (bm25.Claims + 63) / 64;
            Bitmaps = work.Take<ulong>(BitmapCount * BitmapLength);
            FirstBlocks = work.Take<int>(CountFrom(counts, BlockSize + 1) + 1);
            for (var term = 0; term < FirstBlocks.Length - 1; term++)
                FirstBlocks[term + 1] = FirstBlocks[term] + (counts[term] + BlockSize - 1) / BlockSize;
            var blocks = FirstBlocks[FirstBlocks.Length - 1];
            BlockStarts = work.Take<int>(blocks);
            LastClaims = work.Take<int>(blocks);
            BestFrequencies = work.Take<byte>(blocks);
            BestLengths = work.Take<byte>(blocks);
        }

        public int[] Counts { get; }
        public Scratch<int> Starts { get; }
        public Scratch<bool> Exempts { get; }
        public int BitmapCount { get; }
        public int BitmapLength { get; }
        public Scratch<ulong> Bitmaps { get; }
        public Scratch<int> FirstBlocks { get; }
        public Scratch<int> BlockStarts { get; }
        public Scratch<int> LastClaims { get; }
        public Scratch<byte> BestFrequencies { get; }
        public Scratch<byte> BestLengths { get; }

        /// <summary>Lays out the blocks of a run of terms. Other threads may lay out others meanwhile.</summary>
        /// <param name="firstTerm">The first term.</param>
        /// <param name="ends">Of each term, where its occurrences end.</param>
        /// <param name="occurrences">The positions of each term, ascending, one term behind the other.</param>
        /// <returns>The blocks, for <see cref="Build"/>.</returns>
        public Section<byte> LayOut(int firstTerm, ReadOnlySpan<int> ends, ReadOnlySpan<uint> occurrences)
        {
            var run = new Run(this, occurrences.Length);
            for (var i = 0; i < ends.Length; i++)
            {
                run.Add(firstTerm + i, occurrences[(i == 0 ? 0 : ends[i - 1])..ends[i]]);
            }
            return run.Blocks;
        }

        /// <summary>Puts the runs together, and writes all.</summary>
        /// <param name="sections">Where to.</param>
        /// <param name="runs">All terms, in order: the first term of each run, and its blocks.</param>
        public void Write(SectionWriter sections, (int FirstTerm, Section<byte> Blocks)[] runs)
        {
            var start = 0;
            for (var i = 0; i < runs.Length; i++)
            {
                var (first, blocks) = runs[i];
                var end = i + 1 < runs.Length ? runs[i + 1].FirstTerm : Counts.Length;
                foreach (ref var at in Starts.Span[first..end]) at += start;
                var severals = FirstBlocks.Length - 1;
                var several = FirstBlocks[Math.Min(first, severals)]..FirstBlocks[Math.Min(end, severals)];
                foreach (ref var at in BlockStarts.Span[several]) at += start;
                start = checked(start + blocks.Length);
            }

            sections.Add(Counts);
            sections.Add(Exempts.Span);
            sections.Add(Starts.Span);
            sections.Add(Bitmaps.Span);
            sections.Add(FirstBlocks.Span);
            sections.Add(BlockStarts.Span);
            sections.Add(LastClaims.Span);
            sections.Add(BestFrequencies.Span);
            sections.Add(BestLengths.Span);
            sections.Begin();
            foreach (var (_, blocks) in runs) sections.Append(blocks.Span);
            sections.Append<byte>(stackalloc byte[BitPacking.Padding]);
            sections.End();
        }

        private static int CountFrom(int[] counts, int least)
        {
            var low = 0;
            for (var high = counts.Length; low < high;)
            {
                var middle = (low + high) >>> 1;
                if (counts[middle] >= least) low = middle + 1;
                else high = middle;
            }
            return low;
        }

        /// <summary>The blocks of some terms, as they are laid out.</summary>
        private sealed class Run(Builder builder, int occurrences)
        {
            private readonly int[] _claims = new int[BlockSize];
            private readonly int[] _differences = new int[BlockSize];
            private readonly int[] _frequencies = new int[BlockSize];
            private int[] _positions = new int[2 * BlockSize];
            private Scratch<byte> _blocks = builder._work.Take<byte>((2 * occurrences) + 1024);
            private int _length;

            public Section<byte> Blocks => _blocks.SectionOf(_length);

            public void Add(int term, ReadOnlySpan<uint> occurrences)
            {
                var before = -1;
                builder.Starts[term] = _length;
                for (var block = 0; !occurrences.IsEmpty; block++)
                {
                    var start = _length;
                    var taken = AddBlock(term, before, occurrences, out before, out var best);
                    occurrences = occurrences[taken..];
                    if (term >= builder.FirstBlocks.Length - 1) continue;
                    var at = builder.FirstBlocks[term] + block;
                    builder.BlockStarts[at] = start;
                    builder.LastClaims[at] = before;
                    (builder.BestFrequencies[at], builder.BestLengths[at]) = best;
                }
            }

            private int AddBlock(
                int term, int before, ReadOnlySpan<uint> occurrences, out int last, out (byte, byte) best)
            {
                var (size, count) = (0, 0);
                var (widest, mostOften, farthest) = (0, 0, 0);
                var bestImpact = 0.0;
                last = before;
                best = default;
                while (size < BlockSize && count < occurrences.Length)
                {
                    var claim = builder._positions.ClaimAt(occurrences[count]);
                    var (start, end) = (builder._positions.Start(claim), builder._positions.Start(claim + 1));
                    var first = count;
                    var position = -1;
                    do
                    {
                        if (count == _positions.Length) Array.Resize(ref _positions, 2 * count);
                        var next = (int)(occurrences[count] - start);
                        _positions[count] = next - position - 1;
                        farthest |= _positions[count++];
                        position = next;
                    }
                    while (count < occurrences.Length && occurrences[count] < end);

                    if (_positions[first] >= builder._bounds.Of(claim)) builder.Exempts[term] = true;
                    var frequency = count - first;
                    if (builder._bm25.Impact(claim, frequency) is var impact && impact > bestImpact)
                    {
                        bestImpact = impact;
                        best = builder._bm25.Rounded(claim, frequency);
                    }
                    _claims[size] = claim;
                    _differences[size] = claim - last - 1;
                    widest |= _differences[size];
                    _frequencies[size] = frequency - 1;
                    mostOften |= frequency - 1;
                    size++;
                    last = claim;
                }

                if (term < builder.BitmapCount)
                {
                    widest = 0;
                    _differences.AsSpan().Clear();
                    var bits = builder.Bitmaps.Span[(term * builder.BitmapLength)..];
                    foreach (var claim in _claims.AsSpan(0, size)) bits[claim >> 6] |= 1UL << claim;
                }
                var widths = new Widths(
                    BitPacking.WidthOf(widest), BitPacking.WidthOf(mostOften), BitPacking.WidthOf(farthest));
                BinaryPrimitives.WriteUInt16LittleEndian(Take(HeaderLength), widths.Header);
                Pack(_differences.AsSpan(0, size), widths.Claims);
                Pack(_frequencies.AsSpan(0, size), widths.Frequencies);
                Pack(_positions.AsSpan(0, count), widths.Positions);
                return count;
            }

            private void Pack(ReadOnlySpan<int> numbers, int width) =>
                BitPacking.Pack(numbers, width, Take(BitPacking.LengthOf(numbers.Length, width)));

            private Span<byte> Take(int length)
            {
                if (_length + length > _blocks.Length)
                {
                    var larger = builder._work.Take<byte>(Math.Max(_blocks.Length / 2 * 3, _length + length));
                    _blocks.Span.CopyTo(larger.Span);
                    _blocks = larger;
                }

                _length += length;
                return _blocks.Span.Slice(_length - length, length);
            }
        }
    }
}
