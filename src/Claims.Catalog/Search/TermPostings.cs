using System.Buffers.Binary;
using System.Numerics;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// Where the terms are: of each the claims that hold it, in blocks of <see cref="BlockSize"/>, and within them how often and
/// at which positions. Terms are numbered by how many claims hold them, most first. Immutable; flat, as most terms are rare.
/// <para>
/// A block is two bytes of widths, and packed in these widths the differences between its claims' numbers, the frequencies
/// less one, and the differences between the positions within each claim. Of a term that a sixteenth of the claims hold
/// or more, a bitmap stands for the differences between the claims: it is little larger, and answers for any claim.
/// </para>
/// </summary>
internal sealed partial class TermPostings
{
    /// <summary>How many claims a block has at most; only the last of a term has fewer.</summary>
    public const int BlockSize = 128;

    private const int HeaderLength = sizeof(ushort);

    private readonly Section<int> _counts;

    // Of each term, whether a claim holds it only where it does not count when it is excluded.
    private readonly Section<bool> _exempts;

    // Where each term's first block is.
    private readonly Section<int> _starts;
    private readonly Section<byte> _blocks;

    // The bitmaps of the first terms, each of so many words.
    private readonly Section<ulong> _bitmaps;
    private readonly int _bitmapLength;
    private readonly int _bitmapCount;

    // Of the first terms, those with several blocks: which is its first, and of that and each that follows where it is, its
    // last claim, and the frequency and length of the best in it.
    private readonly Section<int> _firstBlocks;
    private readonly Section<int> _blockStarts;
    private readonly Section<int> _lastClaims;
    private readonly Section<byte> _bestFrequencies;
    private readonly Section<byte> _bestLengths;

    public TermPostings(SectionReader sections, int claimCount)
    {
        _counts = sections.Read<int>();
        _exempts = sections.Read<bool>();
        _starts = sections.Read<int>();
        _bitmaps = sections.Read<ulong>();
        _firstBlocks = sections.Read<int>();
        _blockStarts = sections.Read<int>();
        _lastClaims = sections.Read<int>();
        _bestFrequencies = sections.Read<byte>();
        _bestLengths = sections.Read<byte>();
        _blocks = sections.Read<byte>();
        _bitmapLength = (claimCount + 63) / 64;
        _bitmapCount = _bitmapLength == 0 ? 0 : _bitmaps.Length / _bitmapLength;
    }

    /// <summary>How many claims hold a term.</summary>
    public int CountOf(int term) => _counts[term];

    /// <summary>Whether some claims that hold a term are not meant where it is excluded; see <see cref="ExclusionBounds"/>.
    /// </summary>
    public bool HasExempt(int term) => _exempts[term];

    /// <summary>How many blocks a term has.</summary>
    public int BlocksOf(int term) => (_counts[term] + BlockSize - 1) / BlockSize;

    /// <summary>How many claims a block of a term has.</summary>
    public int SizeOf(int term, int block) => Math.Min(_counts[term] - block * BlockSize, BlockSize);

    /// <summary>Whether a term has several blocks; what is asked of single blocks is asked of such only.</summary>
    public bool HasBlocks(int term) => term < _firstBlocks.Length - 1;

    /// <summary>The last claim of each block of a term that has several.</summary>
    public ReadOnlySpan<int> LastClaimsOf(int term) => _lastClaims.Between(_firstBlocks[term], _firstBlocks[term + 1]);

    /// <summary>Of each block of a term that has several, the frequency of the best in it: see <see cref="Bm25.Rounded"/>.
    /// </summary>
    public ReadOnlySpan<byte> BestFrequenciesOf(int term) =>
        _bestFrequencies.Between(_firstBlocks[term], _firstBlocks[term + 1]);

    /// <summary>The lengths that go with <see cref="BestFrequenciesOf"/>.</summary>
    public ReadOnlySpan<byte> BestLengthsOf(int term) => _bestLengths.Between(_firstBlocks[term], _firstBlocks[term + 1]);

    /// <summary>Whether a term has a bitmap.</summary>
    public bool HasBitmap(int term) => term < _bitmapCount;

    /// <summary>The bitmap of a term that has one: bit b of word w is claim 64 w + b.</summary>
    public ReadOnlySpan<ulong> BitmapOf(int term) => _bitmaps.Slice(term * _bitmapLength, _bitmapLength);

    /// <summary>Reads the claims of a block of a term, in order.</summary>
    /// <returns>How many there are.</returns>
    public int ReadClaims(int term, int block, Span<int> claims)
    {
        var before = block == 0 ? -1 : _lastClaims[_firstBlocks[term] + block - 1];
        claims = claims[..SizeOf(term, block)];
        if (HasBitmap(term))
        {
            ReadSetBits(BitmapOf(term), before + 1, claims);
        }
        else
        {
            var start = StartOf(term, block);
            BitPacking.ReadAscending(_blocks.From(start + HeaderLength), WidthsAt(start).Claims, 0, before, claims);
        }
        return claims.Length;
    }

    /// <summary>Reads how often claims hold a term, and where.</summary>
    public FrequencyReader FrequenciesOf(int term, int block) => new(this, term, block);

    /// <summary>How many bits are set from one to before another.</summary>
    public static int CountOf(ReadOnlySpan<ulong> bits, int from, int to)
    {
        if (from >= to)
            return 0;
        var (firstWord, lastWord) = (from >> 6, (to - 1) >> 6);
        var first = ulong.MaxValue << from;
        var last = ulong.MaxValue >> (63 - (to - 1 & 63));
        if (firstWord == lastWord)
            return BitOperations.PopCount(bits[firstWord] & first & last);
        var count = BitOperations.PopCount(bits[firstWord] & first) + BitOperations.PopCount(bits[lastWord] & last);
        foreach (var word in bits[(firstWord + 1)..lastWord]) count += BitOperations.PopCount(word);
        return count;
    }

    private static void ReadSetBits(ReadOnlySpan<ulong> bits, int from, Span<int> claims)
    {
        var word = from >> 6;
        var left = bits[word] & ulong.MaxValue << from;
        for (var i = 0; i < claims.Length; i++)
        {
            while (left == 0) left = bits[++word];
            claims[i] = word << 6 | BitOperations.TrailingZeroCount(left);
            left &= left - 1;
        }
    }

    private int StartOf(int term, int block) => block == 0 ? _starts[term] : _blockStarts[_firstBlocks[term] + block];

    private Widths WidthsAt(int start) => new(BinaryPrimitives.ReadUInt16LittleEndian(_blocks.From(start)));

    // In bits.
    private readonly record struct Widths(int Claims, int Frequencies, int Positions)
    {
        public Widths(ushort header) : this(header & 31, header >> 5 & 31, header >> 10) { }

        public ushort Header => (ushort)(Claims | Frequencies << 5 | Positions << 10);
    }

    /// <summary>Of a block of a term, by index in it, how often the claim holds the term, and where.</summary>
    public readonly ref struct FrequencyReader
    {
        private readonly TermPostings _postings;
        private readonly int _at;
        private readonly ReadOnlySpan<byte> _packed;
        private readonly int _width;
        private readonly int _positionWidth;
        private readonly int _size;

        public FrequencyReader(TermPostings postings, int term, int block)
        {
            var start = postings.StartOf(term, block);
            var widths = postings.WidthsAt(start);
            _size = postings.SizeOf(term, block);
            _width = widths.Frequencies;
            _positionWidth = widths.Positions;
            _postings = postings;
            _at = start + HeaderLength + BitPacking.LengthOf(_size, widths.Claims);
            _packed = postings._blocks.From(_at);
        }

        public int this[int index] => _width == 0 ? 1 : BitPacking.Read(_packed, index, _width) + 1;

        /// <summary>Reads of each index how often the claims before it hold the term together; of the last, one more: how
        /// often all do.</summary>
        /// <param name="offsets">Takes one more than the block has claims.</param>
        public void ReadOffsets(Span<int> offsets)
        {
            offsets[0] = 0;
            BitPacking.ReadAscending(_packed, _width, 0, 0, offsets.Slice(1, _size));
        }

        /// <summary>The positions in all claims of the block.</summary>
        public PackedPositions Positions =>
            new(_postings._blocks, _at + BitPacking.LengthOf(_size, _width), _positionWidth);
    }

    /// <summary>Of a block of a term, the positions in its claims, one claim's behind the other's.</summary>
    public readonly struct PackedPositions(Section<byte> blocks, int at, int width)
    {
        /// <summary>Reads the positions in a claim, ascending, and as many as its frequency.</summary>
        /// <param name="before">How many positions the claims before it in the block have.</param>
        /// <param name="positions">Takes the positions.</param>
        public void Read(int before, Span<int> positions) =>
            BitPacking.ReadAscending(blocks.From(at), width, before, -1, positions);

        /// <summary>Reads the first position in a claim.</summary>
        /// <param name="before">How many positions the claims before it in the block have.</param>
        public int First(int before) => width == 0 ? 0 : BitPacking.Read(blocks.From(at), before, width);
    }
}
