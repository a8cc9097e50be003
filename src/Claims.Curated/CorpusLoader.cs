using Claims.Catalog;

namespace Claims.Curated;

/// <summary>
/// Loads a corpus, one curated file or a directory tree of them, merged, and keeps nothing for the next time.
/// </summary>
internal static class CorpusLoader
{
    /// <summary>Reads and checks a corpus: see <see cref="CorpusCompiler.Load"/>.</summary>
    /// <param name="path">A file or a directory; see <see cref="CorpusDirectory"/>.</param>
    public static LoadedCorpus Load(string path)
    {
        using var compiler = new CorpusCompiler(path, cache: null);
        return compiler.Load();
    }
}

/// <summary>
/// What came of loading a corpus: a revision, or why there is none.
/// </summary>
/// <param name="Revision">What may be served; null where there is a mistake.</param>
/// <param name="Mistakes">The first <see cref="MistakeLog.MostTold"/> mistakes that were found, by file, line and column.</param>
/// <param name="MistakeCount">How many mistakes there are.</param>
internal sealed record LoadedCorpus(Revision? Revision, IReadOnlyList<Diagnostic> Mistakes, long MistakeCount);
