using Claims.Catalog.Stored;

namespace Claims.Curated;

/// <summary>
/// What a corpus's files compiled to, and by what they are known to be the same the next time. Immutable; whoever uses it
/// keeps the parts, until the last one is done.
/// </summary>
internal sealed class CompiledCorpus
{
    /// <summary>Nothing compiled.</summary>
    public static readonly CompiledCorpus None = new("", []);

    private readonly Dictionary<string, CompiledFile> _byPath = [];
    private readonly Dictionary<UInt128, CompiledFile> _byDigest = [];
    private int _users = 1;

    /// <param name="revision">The name of the revision that is stored of it; empty where none is.</param>
    /// <param name="files">The files.</param>
    public CompiledCorpus(string revision, IReadOnlyList<CompiledFile> files)
    {
        Revision = revision;
        Files = files;
        foreach (var file in files)
        {
            _byPath[file.Path] = file;
            if (!file.IsRenamed) _byDigest[file.Digest] = file;
        }

        foreach (var partFile in PartFiles) partFile.AddUser();
    }

    /// <summary>The name of the revision that is stored of it.</summary>
    public string Revision { get; }

    /// <summary>The files, in order.</summary>
    public IReadOnlyList<CompiledFile> Files { get; }

    /// <summary>The files of parts that are in use.</summary>
    public IEnumerable<PartFile> PartFiles => Files.Select(file => file.Part.File).Distinct();

    /// <summary>What the file of a path was, or null.</summary>
    public CompiledFile? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>A file of the same content, or null.</summary>
    public CompiledFile? Find(UInt128 digest) => _byDigest.GetValueOrDefault(digest);

    /// <summary>Whether nothing changed since another.</summary>
    public bool IsSameAs(CompiledCorpus other) => Revision == other.Revision && Files.SequenceEqual(other.Files);

    /// <summary>Adds a user, while there is one.</summary>
    public void AddUser() => Interlocked.Increment(ref _users);

    /// <summary>One user is done with it.</summary>
    public void RemoveUser()
    {
        if (Interlocked.Decrement(ref _users) > 0) return;
        foreach (var partFile in PartFiles) partFile.RemoveUser();
    }
}

/// <summary>
/// A file that was compiled.
/// </summary>
/// <param name="Path">Where it is.</param>
/// <param name="Identity">Which file of the system it was.</param>
/// <param name="Stamp">What it was when it was read.</param>
/// <param name="Digest">A digest of its content.</param>
/// <param name="Part">What it compiled to.</param>
/// <param name="IsRenamed">Whether relations of its were encoded with other names than it gives, which depends on other files'
/// claims: then it is compiled again whenever the revision is made again.</param>
internal sealed record CompiledFile(
    string Path, string Identity, FileStamp Stamp, UInt128 Digest, StoredPart Part, bool IsRenamed = false)
{
    /// <summary>Whether a file is this one as it was, which is told without reading it.</summary>
    public bool IsStill(FileStatus status) => status.Identity == Identity && FileStamp.Of(status).IsSameAs(Stamp);
}
