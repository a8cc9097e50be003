using System.Diagnostics;
using Claims.Benchmarks.Corpora;

namespace Claims.Benchmarks;

/// <summary>
/// <c>generate CLAIMS DIR [SEED]</c>: writes an invented corpus, for other scenarios and for trying the server at a size.
/// </summary>
internal static class Generate
{
    public static int Run(int claims, string directory, int seed)
    {
        var watch = Stopwatch.StartNew();
        var corpus = new CorpusGenerator(claims, seed);
        var bytes = CorpusWriter.Write(corpus, directory);
        Console.Out.WriteLine($"{claims} claims of {corpus.ArticleCount} articles in {directory}: {bytes} bytes, "
            + $"{watch.Elapsed.TotalSeconds:0.0} s, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB at the most");
        return 0;
    }
}
