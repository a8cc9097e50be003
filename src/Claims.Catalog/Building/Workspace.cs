using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Building;

/// <summary>
/// Memory that something is made in, outside of the collected heap: there, arrays of hundreds of megabytes that are needed
/// for a second would have the collector stop calls again and again. All of it is given back at once. Thread-safe.
/// </summary>
internal sealed unsafe class Workspace : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<nint> _taken = [];

    /// <summary>Takes room for so many items, all of them zero. It is there until <see cref="Dispose"/>.</summary>
    public Scratch<T> Take<T>(int length)
        where T : unmanaged
    {
        // Never none: the view of an empty array has to look somewhere, too.
        var start = NativeMemory.AllocZeroed((nuint)Math.Max(length, 1), (nuint)sizeof(T));
        lock (_gate) _taken.Add((nint)start);
        return new((T*)start, length);
    }

    /// <summary>Takes room for a copy of some items.</summary>
    public Scratch<T> Copy<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        var copy = Take<T>(items.Length);
        items.CopyTo(copy.Span);
        return copy;
    }

    /// <summary>Gives all back. Nothing that was taken may be looked at any more.</summary>
    public void Dispose()
    {
        foreach (var start in _taken) NativeMemory.Free((void*)start);
        _taken.Clear();
    }
}

/// <summary>An array in a <see cref="Workspace"/>, of no use once that is gone. As thread-safe as an array.</summary>
internal readonly unsafe struct Scratch<T>(T* start, int length)
    where T : unmanaged
{
    private readonly T* _start = start;

    /// <summary>How many items there are.</summary>
    public int Length { get; } = length;

    /// <summary>All items.</summary>
    public Span<T> Span => new(_start, Length);

    /// <summary>A view of it.</summary>
    public Section<T> Section => new(_start, Length);

    /// <summary>A view of its first items, so many.</summary>
    public Section<T> SectionOf(int length) => new(_start, Span[..length].Length);

    /// <summary>An item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length) ThrowOutOfRange();
            return ref _start[index];
        }
    }

    private static void ThrowOutOfRange() => throw new ArgumentOutOfRangeException(nameof(Length), "There is no such item.");
}
