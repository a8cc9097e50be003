using Claims.Curated;

namespace Claims.Server.Live;

/// <summary>
/// What a corpus's files are, told without reading them: whatever is written, replaced, added, taken away or reached by
/// another link makes another. Immutable; equal where every file is the same.
/// </summary>
internal sealed class TreeStatus : IEquatable<TreeStatus>
{
    // File systems tell times in steps of up to two seconds: within one, a file can change and keep its times.
    private static readonly TimeSpan _coarsest = TimeSpan.FromSeconds(2);

    private readonly List<Entry> _entries = [];

    private TreeStatus()
    {
    }

    /// <summary>Whether no file changed so shortly before that another change could look the same.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>The files of a corpus as they are now.</summary>
    /// <param name="path">A file or a directory.</param>
    public static TreeStatus Of(string path)
    {
        var status = new TreeStatus();
        var files = FileStatus.Of(path, out _) is { IsDirectory: true } ? CorpusDirectory.Files(path) : [new(path)];
        var latest = DateTime.MinValue;
        foreach (var file in files)
        {
            var found = FileStatus.Of(file.Path, out var problem);
            status._entries.Add(new(file.Path, file.Problem ?? problem, found));
            if (found?.Changed > latest) latest = found.Changed;
        }

        status.IsSettled = (DateTime.UtcNow - latest).Duration() > _coarsest;
        return status;
    }

    public bool Equals(TreeStatus? other) => other is not null && _entries.SequenceEqual(other._entries);

    public override bool Equals(object? obj) => Equals(obj as TreeStatus);

    public override int GetHashCode() => _entries.Count;

    private readonly record struct Entry(string Path, string Problem, FileStatus? Status);
}
