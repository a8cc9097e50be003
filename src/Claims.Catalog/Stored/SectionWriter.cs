using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Claims.Catalog.Stored;

/// <summary>
/// Writes a stored file, section after section, front to back; its head comes last, so that what was not written whole is
/// no stored file. Not thread-safe.
/// </summary>
internal sealed class SectionWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly StoredKind _kind;
    private readonly byte[] _block = new byte[StoredFormat.BlockSize];
    private readonly List<SectionEntry> _sections = [];
    private readonly List<ulong> _checksums = [];
    private int _used;
    private long _flushed;
    private long _sectionStart = -1;

    /// <param name="file">A new file, which the writer takes over.</param>
    /// <param name="kind">What it holds.</param>
    public SectionWriter(SafeFileHandle file, StoredKind kind)
    {
        _file = file;
        _kind = kind;
        _used = StoredFormat.Alignment;
    }

    /// <summary>How many sections are complete.</summary>
    public int SectionCount => _sections.Count;

    /// <summary>How many bytes are written so far.</summary>
    public long Length => _flushed + _used;

    /// <summary>Writes a section.</summary>
    public void Add<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        Begin();
        Append(items);
        End();
    }

    /// <summary>Writes a section.</summary>
    public void Add<T>(T[] items)
        where T : unmanaged => Add<T>(items.AsSpan());

    /// <summary>Begins a section, to which <see cref="Append"/> adds until <see cref="End"/>.</summary>
    public void Begin()
    {
        var padding = (int)(-Length & (StoredFormat.Alignment - 1));
        Write(stackalloc byte[padding]);
        _sectionStart = Length;
    }

    /// <summary>Adds items to the section that was begun.</summary>
    /// <returns>How many bytes the section had before.</returns>
    public long Append<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        var before = Length - _sectionStart;
        Write(items);
        return before;
    }

    /// <summary>Ends the section that was begun.</summary>
    public void End() => _sections.Add(new(_sectionStart, Length - _sectionStart));

    /// <summary>Writes what tells where the sections are, and what checks them. Nothing can be added any more.</summary>
    /// <param name="name">The name that the file gets, under which alone it is right.</param>
    /// <returns>The file, which is the caller's again.</returns>
    public SafeFileHandle Finish(string name)
    {
        Begin();
        var head = new StoredHead
        {
            Magic = BitConverter.ToUInt64(StoredFormat.Magic),
            Version = StoredFormat.Version,
            Kind = _kind,
            DirectoryStart = Length,
            SectionCount = _sections.Count,
        };
        Write<SectionEntry>(CollectionsMarshal.AsSpan(_sections));
        head.ChecksumsStart = Length;
        Flush();
        ReadOnlySpan<ulong> checksums = CollectionsMarshal.AsSpan(_checksums);
        WriteAt(MemoryMarshal.AsBytes(checksums), head.ChecksumsStart);
        head.Length = head.ChecksumsStart + (checksums.Length * sizeof(ulong));
        head.Checksum = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(checksums));
        head.HeadChecksum = StoredFile.ChecksumOf(head, name);
        WriteAt(MemoryMarshal.AsBytes(new ReadOnlySpan<StoredHead>(in head)), 0);
        return _file;
    }

    public void Dispose() => _file.Dispose();

    private void Write<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        // A span has at most so many items, and may have more bytes than fit another number.
        const int Most = 1 << 24;
        for (; items.Length > Most; items = items[Most..]) Write(MemoryMarshal.AsBytes(items[..Most]));
        Write(MemoryMarshal.AsBytes(items));
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var taken = Math.Min(bytes.Length, _block.Length - _used);
            bytes[..taken].CopyTo(_block.AsSpan(_used));
            _used += taken;
            bytes = bytes[taken..];
            if (_used == _block.Length) Flush();
        }
    }

    private void Flush()
    {
        if (_used == 0) return;

        // The head is not known yet when the first block is written: it is checked apart.
        var start = _flushed == 0 ? StoredFormat.Alignment : 0;
        _checksums.Add(XxHash3.HashToUInt64(_block.AsSpan(start, _used - start)));
        WriteAt(_block.AsSpan(start, _used - start), _flushed + start);
        _flushed += _used;
        _used = 0;
    }

    private void WriteAt(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(_file, bytes, position);
}
