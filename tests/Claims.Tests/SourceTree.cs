namespace Claims.Tests;

/// <summary>
/// The project's own sources, found above the directory that the tests run in.
/// </summary>
internal static class SourceTree
{
    private static readonly string _root = Find();

    /// <summary>The text of a file, by its path from the root.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <summary>Where a file or directory is, by its path from the root.</summary>
    public static string PathOf(string path) => Path.Combine(_root, path);

    /// <summary>The paths, from the root and with <c>/</c>, of the C# files under a directory.</summary>
    public static IReadOnlyList<string> FilesIn(string directory) =>
        [.. Directory.EnumerateFiles(Path.Combine(_root, directory), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "ClaimsService.sln"))) return at.FullName;
        }

        throw new DirectoryNotFoundException("The tests need the source tree above them, and there is none.");
    }
}
