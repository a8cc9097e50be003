namespace Claims.Curated;

/// <summary>
/// Finds the curated files of a directory tree: those whose names end in <c>.json</c> or <c>.jsonc</c>, in any letter
/// case. Other files are passed over, and so is whatever is hidden.
/// </summary>
internal static class CorpusDirectory
{
    private static readonly EnumerationOptions _visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden,

        // Half a corpus is none.
        IgnoreInaccessible = false,
    };

    /// <summary>The files, by path in ordinal order, with those files and directories that cannot be read.</summary>
    public static List<FoundFile> Files(string root)
    {
        var found = new List<FoundFile>();
        var seen = new HashSet<string>();

        // A link upwards leads to what holds the corpus, and is not part of it.
        for (var above = Path.Combine(root, ".."); Enter(above); above = Path.Combine(above, "..")) { }

        var open = new Stack<string>();
        if (Enter(root)) open.Push(root);
        while (open.TryPop(out var directory))
        {
            try
            {
                foreach (var path in Directory.GetFileSystemEntries(directory, "*", _visible).Order(StringComparer.Ordinal))
                {
                    Visit(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                found.Add(new(directory, FoundFile.ProblemOf(e, directory)));
            }
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;

        // Whether it was not seen yet: links may lead to one directory by many ways, and in circles.
        bool Enter(string directory) => FileStatus.Of(directory, out _) is { IsDirectory: true } status && seen.Add(status.Identity);

        void Visit(string path)
        {
            var status = FileStatus.Of(path, out var problem);
            if (status is { IsDirectory: true })
            {
                if (seen.Add(status.Identity)) open.Push(path);
            }
            else if (Path.GetExtension(path).ToLowerInvariant() is ".json" or ".jsonc")
            {
                found.Add(new(path, status is null ? problem : status.IsFile ? null : $"it is {status.Kind}; expected a file"));
            }
        }
    }
}

/// <summary>
/// A curated file, or what should be one.
/// </summary>
/// <param name="Path">Where it is.</param>
/// <param name="Problem">Why it is not to be read; null where it is.</param>
internal sealed record FoundFile(string Path, string? Problem = null)
{
    /// <summary>What an exception of the file system says, less the path, which the system gives in full.</summary>
    public static string ProblemOf(Exception exception, string path) => exception switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
        _ => exception.Message.Replace(System.IO.Path.GetFullPath(path), System.IO.Path.GetFileName(path), StringComparison.Ordinal),
    };
}
