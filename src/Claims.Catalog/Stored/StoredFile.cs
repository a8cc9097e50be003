using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using Claims.Catalog.Building;
using Microsoft.Win32.SafeHandles;

namespace Claims.Catalog.Stored;

/// <summary>
/// A stored file, mapped whole, whose checksums were right when it was opened. It is given back when it is disposed of, and
/// not before: sections are looked at without keeping it alive.
/// </summary>
/// <remarks>
/// A renamed or deleted file stays as it was mapped. One that somebody truncates in place ends the process when what is
/// missing is read: no program can help that.
/// </remarks>
internal sealed unsafe class StoredFile : IDisposable
{
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly long _directoryStart;
    private int _isDisposed;

    private StoredFile(MemoryMappedViewAccessor view, byte* start, in StoredHead head)
    {
        _view = view;
        _start = start;
        _directoryStart = head.DirectoryStart;
        Length = head.Length;
        SectionCount = (int)head.SectionCount;
    }

    /// <summary>How many bytes it has.</summary>
    public long Length { get; }

    /// <summary>How many sections it has.</summary>
    public int SectionCount { get; }

    /// <summary>Maps a file and checks all of it, on two threads where it is large.</summary>
    /// <param name="file">The file, which stays the caller's, and can be closed afterwards.</param>
    /// <param name="kind">What it is to hold.</param>
    /// <param name="name">The name it is to have been made under.</param>
    /// <returns>Null where it is no such file, of another version, another's, or damaged.</returns>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public static StoredFile? TryOpen(SafeFileHandle file, StoredKind kind, string name)
    {
        var length = RandomAccess.GetLength(file);
        if (length < sizeof(StoredHead)) return null;
        using var mapping = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        var head = *(StoredHead*)start;
        if (IsRight(head, kind, name, length) && AreRight(start, head)) return new(view, start, head);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        return null;
    }

    /// <summary>A section's bytes, from the first on.</summary>
    public byte* StartOf(int section, out long length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)section, (uint)SectionCount);
        var entry = ((SectionEntry*)(_start + _directoryStart))[section];
        length = entry.Length;
        return _start + entry.Start;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }

    /// <summary>
    /// The checksum of a head, but for the checksum itself, and of the file's name: a file that is whole under the name of
    /// another would be taken for that one.
    /// </summary>
    internal static ulong ChecksumOf(in StoredHead head, string name) => XxHash3.HashToUInt64(
        MemoryMarshal.AsBytes(new ReadOnlySpan<StoredHead>(in head))[..^sizeof(ulong)],
        (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name)));

    private static bool IsRight(in StoredHead head, StoredKind kind, string name, long length) =>
        head.HeadChecksum == ChecksumOf(head, name)
        && head.Magic == BitConverter.ToUInt64(StoredFormat.Magic)
        && head.Version == StoredFormat.Version
        && head.Kind == kind
        && head.Length == length;

    private static bool AreRight(byte* start, in StoredHead head)
    {
        var (covered, blocks) = (head.ChecksumsStart, (int)((head.ChecksumsStart + StoredFormat.BlockSize - 1) / StoredFormat.BlockSize));
        var checksums = (ulong*)(start + covered);
        if (XxHash3.HashToUInt64(new ReadOnlySpan<byte>(checksums, blocks * sizeof(ulong))) != head.Checksum) return false;
        var areRight = true;
        const int LargeFrom = 8;
        if (blocks < LargeFrom) Check(0, blocks);
        else OwnThreads.Run(2, half => Check(half * blocks / 2, (half + 1) * blocks / 2));
        return areRight;

        void Check(int first, int end)
        {
            for (var block = first; block < end; block++)
            {
                var from = block == 0 ? StoredFormat.Alignment : (long)block * StoredFormat.BlockSize;
                var to = Math.Min((long)(block + 1) * StoredFormat.BlockSize, covered);
                if (XxHash3.HashToUInt64(new ReadOnlySpan<byte>(start + from, (int)(to - from))) == checksums[block]) continue;
                Volatile.Write(ref areRight, false);
                return;
            }
        }
    }
}
