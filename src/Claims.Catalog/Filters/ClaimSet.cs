namespace Claims.Catalog;

/// <summary>
/// Claims of one revision, by number: a run of numbers, an ordered list, or a bitmap, whichever it came as. A view: what
/// it looks at must outlive it and stay as it is.
/// </summary>
internal readonly struct ClaimSet
{
    private readonly ulong[]? _bits;
    private readonly int[]? _numbers;
    private readonly int _start;

    private ClaimSet(ulong[]? bits, int[]? numbers, int start, int count)
    {
        _bits = bits;
        _numbers = numbers;
        _start = start;
        Count = count;
    }

    /// <summary>How many claims are in it.</summary>
    public int Count { get; }

    /// <summary>Whether it is a run of numbers, from <see cref="Start"/> on.</summary>
    public bool IsRun => _bits is null && _numbers is null;

    /// <summary>Whether it is a bitmap.</summary>
    public bool IsBitmap => _bits is not null;

    /// <summary>Of a run, its first number.</summary>
    public int Start => _start;

    /// <summary>Of a list, the numbers, in order, each once.</summary>
    public ReadOnlySpan<int> Numbers => new(_numbers, _start, Count);

    /// <summary>Of a bitmap, its words: bit b of word w is claim 64 w + b.</summary>
    public ReadOnlySpan<ulong> Bits => new(_bits, 0, _start);

    /// <summary>The claims from a number on.</summary>
    public static ClaimSet Run(int start, int count) => new(null, null, start, count);

    /// <summary>The claims in a part of an ordered array.</summary>
    public static ClaimSet List(int[] numbers, int start, int count) => new(null, numbers, start, count);

    /// <summary>The claims whose bits are set.</summary>
    /// <param name="bits">Bit b of word w is claim 64 w + b.</param>
    /// <param name="count">How many bits are set.</param>
    public static ClaimSet Bitmap(ulong[] bits, int count) => Bitmap(bits, bits.Length, count);

    /// <summary>The claims whose bits are set in the first words of an array that may be longer.</summary>
    public static ClaimSet Bitmap(ulong[] bits, int words, int count) => new(bits, null, words, count);

    /// <summary>Whether a claim is in it; of a list, found by halving.</summary>
    public bool Contains(int claim) =>
        _bits is not null ? (_bits[claim >> 6] >> claim & 1) != 0
        : _numbers is not null ? Numbers.BinarySearch(claim) >= 0
        : (uint)(claim - _start) < (uint)Count;

    /// <summary>How many of the claims are in another set too.</summary>
    public int CountIn(ClaimSet other)
    {
        if (IsBitmap && other.IsBitmap) return Bitmaps.CountOfBoth(Bits, other.Bits);
        var (fewer, more) = Count <= other.Count ? (this, other) : (other, this);
        var count = 0;
        for (var walk = new ClaimWalk(fewer); walk.MoveNext();) count += more.Contains(walk.Current) ? 1 : 0;
        return count;
    }
}
