using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;

namespace Claims.Curated;

/// <summary>
/// The directory in which compiled corpora are kept from one start to the next: parts, revisions, and for each corpus a record
/// of which of these are its own, and what its files were. All of it can be thrown away, and nothing damaged is trusted.
/// Several processes may share one. Thread-safe.
/// </summary>
/// <param name="directory">The directory.</param>
/// <param name="corpus">The file or directory of the corpus.</param>
internal sealed partial class CorpusCache(string directory, string corpus)
{
    private const string RecordSuffix = ".record";
    private const string LockName = "lock";

    // Others prune in a few milliseconds.
    private const int MostTries = 500;

    // Others compile for as long as they like; but a process that is started elsewhere in this one holds the lock too, for the
    // few milliseconds until it is another program.
    private const int TriesToPrune = 10;

    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(10);

    private readonly string _corpus = Path.GetFullPath(corpus);

    /// <summary>Where it stores.</summary>
    public Storage Storage { get; } = new(directory);

    private string RecordName => $"{XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(_corpus)):x32}{RecordSuffix}";

    /// <summary>Makes the directory, or finds it.</summary>
    /// <returns>Null where it cannot be written to.</returns>
    public static CorpusCache? TryOpen(string directory, string corpus, out string problem)
    {
        problem = "";
        try
        {
            Directory.CreateDirectory(directory);
            var trial = Path.Combine(directory, $".{Guid.NewGuid():N}.new");
            File.WriteAllBytes(trial, []);
            File.Delete(trial);
            return new(directory, corpus);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>Holds all others off pruning, until it is disposed of or the process ends, however it does.</summary>
    /// <exception cref="IOException">There is no directory any more, most often.</exception>
    public IDisposable Enter() => OpenLock(FileShare.Read, MostTries);

    /// <summary>What was recorded of the corpus, as far as it is still there and whole.</summary>
    public CompiledCorpus Read()
    {
        using var file = Storage.TryOpen(StoredKind.Record, RecordName);
        if (file is null) return CompiledCorpus.None;
        var sections = new SectionReader(file);
        var revision = new TextList(sections).TextOf(1);
        var partFiles = Open(new(sections));
        var (paths, identities) = (new TextList(sections), new TextList(sections));
        var stamps = sections.Read<FileStamp>();
        var digests = sections.Read<UInt128>();
        var renamed = sections.Read<bool>();
        var parts = sections.Read<PartReference>();
        var files = new List<CompiledFile>();
        for (var i = 0; i < paths.Count; i++)
        {
            if (partFiles[parts[i].File] is not { } partFile || parts[i].Number >= partFile.Parts.Count) continue;
            files.Add(new(
                paths.TextOf(i), identities.TextOf(i), stamps[i], digests[i], new(partFile, parts[i].Number), renamed[i]));
        }

        var compiled = new CompiledCorpus(files.Count == paths.Count ? revision : "", files);
        foreach (var partFile in partFiles) partFile?.RemoveUser();
        return compiled;
    }

    /// <summary>Records what a corpus compiled to.</summary>
    public void Write(CompiledCorpus compiled)
    {
        var partFiles = compiled.PartFiles.ToList();
        Storage.Create(StoredKind.Record, sections =>
        {
            TextList.Write(sections, [_corpus, compiled.Revision]);
            TextList.Write(sections, partFiles.Select(file => file.Name));
            TextList.Write(sections, compiled.Files.Select(file => file.Path));
            TextList.Write(sections, compiled.Files.Select(file => file.Identity));
            sections.Add(compiled.Files.Select(file => file.Stamp).ToArray());
            sections.Add(compiled.Files.Select(file => file.Digest).ToArray());
            sections.Add(compiled.Files.Select(file => file.IsRenamed).ToArray());
            sections.Add(compiled.Files.Select(file => new PartReference(partFiles.IndexOf(file.Part.File), file.Part.Number)).ToArray());
            return RecordName;
        })!.Dispose();
    }

    /// <summary>
    /// Deletes what no record names, unless somebody is about to record what was made: then that one does. What processes
    /// left that were killed goes too.
    /// </summary>
    public void Prune()
    {
        try
        {
            using var alone = OpenLock(FileShare.None, TriesToPrune);
            var used = UsedNames();
            foreach (var path in Directory.EnumerateFiles(directory))
            {
                var name = Path.GetFileName(path);
                if (StoredName().IsMatch(name) && !used.Contains(name)) File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever comes next tries again.
        }
    }

    // The system gives it up when its process ends.
    private FileStream OpenLock(FileShare share, int mostTries)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.Read, share);
            }
            catch (IOException e) when (e is not DirectoryNotFoundException && tries < mostTries)
            {
                Thread.Sleep(_betweenTries);
            }
        }
    }

    private PartFile?[] Open(TextList names) =>
        [.. Enumerable.Range(0, names.Count).Select(names.TextOf).Select(name =>
            Storage.TryOpen(StoredKind.Parts, name) is { } file ? new PartFile(name, file) : null)];

    private HashSet<string> UsedNames()
    {
        var used = new HashSet<string>();
        foreach (var record in Directory.EnumerateFiles(directory, "*" + RecordSuffix).Select(Path.GetFileName))
        {
            using var file = Storage.TryOpen(StoredKind.Record, record!);
            if (file is null) continue;
            var sections = new SectionReader(file);
            var head = new TextList(sections);
            if (!Path.Exists(head.TextOf(0)) && record != RecordName) continue;
            used.Add(record!);
            used.Add(head.TextOf(1));
            var names = new TextList(sections);
            used.UnionWith(Enumerable.Range(0, names.Count).Select(names.TextOf));
        }

        return used;
    }

    // What is made here, and nothing else that may lie beside it.
    [GeneratedRegex(@"^(?:[0-9a-f]{32}\.(?:parts|revision|record)|\.[0-9a-f]{32}\.new)$")]
    private static partial Regex StoredName();
}
