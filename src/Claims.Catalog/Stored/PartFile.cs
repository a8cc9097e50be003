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

    /// <summary>Stores parts.</summary>
    /// <param name="storage">Where.</param>
    /// <param name="parts">The parts: of each what it is made of, and what writes it.</param>
    public static PartFile Create(Storage storage, IEnumerable<(string Key, Action<SectionWriter> Write)> parts)
    {
        var name = "";
        var file = storage.Create(StoredKind.Parts, sections =>
        {
            var keys = new List<string>();
            foreach (var (key, write) in parts)
            {
                write(sections);
                keys.Add(key);
            }

            TextList.Write(sections, keys);
            return name = NameOf(keys);
        });
        return new(name, file!);
    }

    /// <summary>The name it has where it is stored.</summary>
    public string Name { get; }

    /// <summary>How many bytes it has.</summary>
    public long Length => _file.Length;

    /// <summary>Of each part, what it was made of.</summary>
    public TextList Keys { get; }

    /// <summary>The parts.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Adds a user, while there is one.</summary>
    public void AddUser() => Interlocked.Increment(ref _users);

    // Equal parts make an equal file.
    private static string NameOf(List<string> keys) =>
        $"{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(string.Join('\n', keys))):x32}.parts";

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
