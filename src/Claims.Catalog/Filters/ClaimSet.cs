using System.Runtime.CompilerServices;
using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// Claims of one revision, by number: a run of numbers, an ordered list, or a bitmap, whichever it came as. A view: what
/// it looks at must outlive it and stay as it is.
/// </summary>
internal readonly unsafe struct ClaimSet
{
    // Of a list or a bitmap one of the two: an array that somebody lent, or where a section is.
    private readonly Array? _array;
    private readonly void* _section;
    private readonly int _start;
    private readonly Form _form;

    private ClaimSet(Form form, Array? array, void* section, int start, int count)
    {
        _form = form;
        _array = array;
        _section = section;
        _start = start;
        Count = count;
    }

    private enum Form : byte
    {
        Run,
        List,
        Bitmap,
    }

    /// <summary>How many claims are in it.</summary>
    public int Count { get; }

    /// <summary>Whether it is a run of numbers, from <see cref="Start"/> on.</summary>
    public bool IsRun => _form == Form.Run;

    /// <summary>Whether it is a bitmap.</summary>
    public bool IsBitmap => _form == Form.Bitmap;

    /// <summary>Of a run, its first number.</summary>
    public int Start => _start;

    /// <summary>Of a list, the numbers, in order, each once.</summary>
    public ReadOnlySpan<int> Numbers => _array is null
        ? new((int*)_section + _start, Count)
        : new(Unsafe.As<int[]>(_array), _start, Count);

    /// <summary>Of a bitmap, its words: bit b of word w is claim 64 w + b.</summary>
    public ReadOnlySpan<ulong> Bits => _array is null
        ? new(_section, _start)
        : new(Unsafe.As<ulong[]>(_array), 0, _start);

    /// <summary>The claims from a number on.</summary>
    public static ClaimSet Run(int start, int count) => new(Form.Run, null, null, start, count);

    /// <summary>The claims in a part of an ordered array.</summary>
    public static ClaimSet List(int[] numbers, int start, int count) => new(Form.List, numbers, null, start, count);

    /// <summary>The claims in a part of an ordered section.</summary>
    public static ClaimSet List(Section<int> section, int start, int count) =>
        new(Form.List, null, section.Pointer, start, count);

    /// <summary>The claims whose bits are set.</summary>
    /// <param name="bits">Bit b of word w is claim 64 w + b.</param>
    /// <param name="count">How many bits are set.</param>
    public static ClaimSet Bitmap(ulong[] bits, int count) => Bitmap(bits, bits.Length, count);

    /// <summary>The claims whose bits are set in the first words of an array that may be longer.</summary>
    public static ClaimSet Bitmap(ulong[] bits, int words, int count) => new(Form.Bitmap, bits, null, words, count);

    /// <summary>The claims whose bits are set in a part of a section.</summary>
    public static ClaimSet Bitmap(Section<ulong> section, int start, int words, int count) =>
        new(Form.Bitmap, null, section.Pointer + start, words, count);

    /// <summary>Whether a claim is in it; of a list, found by halving.</summary>
    public bool Contains(int claim) =>
        _form switch
        {
            Form.Bitmap => (Bits[claim >> 6] >> claim & 1) != 0,
            Form.List => Numbers.BinarySearch(claim) >= 0,
            _ => (uint)(claim - _start) < (uint)Count,
        };

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
