using System.Runtime.CompilerServices;

namespace Claims.Catalog.Stored;

/// <summary>
/// An array in a stored file, looked at where the file is mapped. A view: it is of no use once the file is given back, and
/// must not be asked then. Immutable; any number of threads may read.
/// </summary>
internal readonly unsafe struct Section<T>
    where T : unmanaged
{
    private readonly T* _start;

    /// <param name="start">Where the first item is, aligned for its type.</param>
    /// <param name="length">How many items there are.</param>
    public Section(void* start, int length)
    {
        _start = (T*)start;
        Length = length;
    }

    /// <summary>How many items there are.</summary>
    public int Length { get; }

    /// <summary>Where the first item is.</summary>
    public T* Pointer => _start;

    /// <summary>All items.</summary>
    public ReadOnlySpan<T> Span => new(_start, Length);

    /// <summary>An item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length) ThrowOutOfRange();
            return _start[index];
        }
    }

    /// <summary>The last item.</summary>
    public T Last => this[Length - 1];

    /// <summary>Some of the items.</summary>
    public ReadOnlySpan<T> Slice(int start, int length)
    {
        if ((ulong)(uint)start + (uint)length > (uint)Length) ThrowOutOfRange();
        return new(_start + start, length);
    }

    /// <summary>The items from one on to before another.</summary>
    public ReadOnlySpan<T> Between(int start, int end) => Slice(start, end - start);

    /// <summary>The items from one on.</summary>
    public ReadOnlySpan<T> From(int start) => Slice(start, Length - start);

    private static void ThrowOutOfRange() => throw new ArgumentOutOfRangeException(nameof(Length), "There is no such item.");
}
