using Claims.Catalog;
using Claims.Curated;

namespace Claims.Server.Verbs;

/// <summary>
/// <c>check PATH</c>: loads a corpus, and reports its mistakes or what it holds.
/// </summary>
internal static class Check
{
    public static int Run(string path)
    {
        if (LoadOrReport(path) is not { } revision) return ExitCode.Mistake;
        Console.Out.WriteLine($"no mistakes; claims: {revision.ClaimCount}, articles: {revision.Articles.Count}, "
            + $"sources: {revision.Sources.Count}, revision: {revision.Id}");
        return ExitCode.Success;
    }

    /// <returns>The revision, or null where the mistakes were reported instead.</returns>
    public static Revision? LoadOrReport(string path) => ReportedOf(CorpusLoader.Load(path), path);

    /// <returns>The revision that was loaded from a path, or null where the mistakes were reported instead.</returns>
    public static Revision? ReportedOf(LoadedCorpus loaded, string path)
    {
        foreach (var mistake in loaded.Mistakes) Console.Error.WriteLine(mistake);
        if (loaded.Revision is null)
        {
            var count = loaded.MistakeCount;
            var more = count - loaded.Mistakes.Count;
            if (more > 0) Console.Error.WriteLine($"… and {more} more, of which nothing is told before these are mended.");
            Console.Error.WriteLine($"{count} mistake{(count == 1 ? "" : "s")} in {path}; the corpus is not served.");
        }

        return loaded.Revision;
    }
}
