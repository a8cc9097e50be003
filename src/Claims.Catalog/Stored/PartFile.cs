using System.IO.Hashing;
using System.Text;
using Claims.Catalog.Building;

namespace Claims.Catalog.Stored;

/// <summary>
/// A stored file of parts, shared by all revisions that use any of them, and given back by the last of these. Thread-safe.
/// </summary>
internal sealed class PartFile
{
    private readonly StoredFile _file;
    private int _users = 1;

    /// <param name="name">Its name.</param>
    /// <param name="file">The file, which it takes over. Whoever makes this is its first user.</param>
    public PartFile(string name, StoredFile file)
    {
        Name = name;
        _file = file;
        var sections = new SectionReader(file, file.SectionCount - TextList.SectionCount);
        Keys = new(sections);
        sections = new(file);
        var parts = new Part[Keys.Count];
        for (var part = 0; part < parts.Length; part++) parts[part] = new(sections);
        Parts = parts;
    }

    /// <summary>Ends a file of parts that were written.</summary>
    /// <param name="sections">Where they were written.</param>
    /// <param name="keys">Of each part what it was made of; equal parts make an equal file.</param>
    /// <returns>The name of the file.</returns>
    public static string Finish(SectionWriter sections, IReadOnlyCollection<string> keys)
    {
        TextList.Write(sections, keys);
        return $"{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(string.Join('\n', keys))):x32}.parts";
    }

    /// <summary>The name it has where it is stored.</summary>
    public string Name { get; }

    /// <summary>How many bytes it has.</summary>
    public long Length => _file.Length;

    /// <summary>Of each part, what it was made of.</summary>
    public TextList Keys { get; }

    /// <summary>The parts.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Writes a part as it is.</summary>
    public unsafe void CopyTo(int number, SectionWriter sections)
    {
        var count = (_file.SectionCount - TextList.SectionCount) / Parts.Count;
        for (var section = number * count; section < (number + 1) * count; section++)
        {
            var start = _file.StartOf(section, out var length);
            sections.Begin();
            for (long copied = 0, next; copied < length; copied += next)
            {
                next = Math.Min(length - copied, StoredFormat.BlockSize);
                sections.Append(new ReadOnlySpan<byte>(start + copied, (int)next));
            }

            sections.End();
        }
    }

    /// <summary>Adds a user, while there is one.</summary>
    public void AddUser() => Interlocked.Increment(ref _users);

    /// <summary>One user is done with it.</summary>
    public void RemoveUser()
    {
        if (Interlocked.Decrement(ref _users) == 0) _file.Dispose();
    }
}

/// <summary>A part in its file.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">Its number there.</param>
internal readonly record struct StoredPart(PartFile File, int Number)
{
    /// <summary>The part.</summary>
    public Part Part => File.Parts[Number];
}
