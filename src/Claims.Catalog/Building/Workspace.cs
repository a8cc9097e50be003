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
    private readonly List<(nint Start, nuint Length)> _taken = [];

    /// <summary>Takes room for so many items, all of them zero. It is there until <see cref="Dispose"/>.</summary>
    public Scratch<T> Take<T>(int length)
        where T : unmanaged
    {
        // Never none: the view of an empty array has to look somewhere, too.
        var bytes = (nuint)Math.Max(length, 1) * (nuint)sizeof(T);
        var start = Pages.Take(bytes);
        lock (_gate) _taken.Add(((nint)start, bytes));
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
        foreach (var (start, length) in _taken) Pages.Give((void*)start, length);
        _taken.Clear();
    }

    /// <summary>
    /// Pages of the system's. What malloc gets back it keeps for whoever asks next on the same thread, and threads that make a
    /// revision do so once: of ten revisions half a gigabyte would stay.
    /// </summary>
    private static class Pages
    {
        private const int ReadAndWrite = 1 | 2;
        private const int PrivateAndOfNoFile = 0x2 | 0x20;
        private const nint Failed = -1;

        /// <exception cref="InsufficientMemoryException">There are none.</exception>
        public static void* Take(nuint bytes)
        {
            if (!OperatingSystem.IsLinux()) return NativeMemory.AllocZeroed(bytes);
            var start = Map(0, bytes, ReadAndWrite, PrivateAndOfNoFile, -1, 0);
            return start != Failed ? (void*)start : throw new InsufficientMemoryException();
        }

        public static void Give(void* start, nuint bytes)
        {
            if (OperatingSystem.IsLinux()) _ = Unmap((nint)start, bytes);
            else NativeMemory.Free(start);
        }

        /// <summary>mmap(2), with Linux's constants.</summary>
        [DllImport("libc", EntryPoint = "mmap")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern nint Map(nint at, nuint length, int protection, int flags, int file, nint offset);

        /// <summary>munmap(2).</summary>
        [DllImport("libc", EntryPoint = "munmap")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Unmap(nint start, nuint length);
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
