namespace Claims.Catalog.Stored;

/// <summary>
/// Reads the sections of a stored file, one after the other, in the order they were written: whoever writes some and whoever
/// reads them stand in one file, one below the other.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="next">The section to begin with.</param>
internal sealed unsafe class SectionReader(StoredFile file, int next = 0)
{
    private int _next = next;

    /// <summary>The next section.</summary>
    public Section<T> Read<T>()
        where T : unmanaged
    {
        var start = file.StartOf(_next++, out var length);
        return new(start, checked((int)(length / sizeof(T))));
    }

    /// <summary>The next section, which may be of any length, as bytes.</summary>
    public byte* ReadBytes(out long length) => file.StartOf(_next++, out length);
}
