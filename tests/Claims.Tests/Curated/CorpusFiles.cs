using System.Text;
using Claims.Catalog;
using Claims.Curated;

namespace Claims.Tests.Curated;

/// <summary>
/// A directory of curated files that lasts as long as a test.
/// </summary>
internal sealed class CorpusFiles : IDisposable
{
    public CorpusFiles(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files) Write(name, text);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("corpus-").FullName;

    /// <summary>What is wrong with a corpus of one file.</summary>
    public static IReadOnlyList<Diagnostic> MistakesOf(string text)
    {
        using var files = new CorpusFiles(("corpus.json", text));
        return files.Mistakes();
    }

    /// <summary>The revision that a corpus of these files makes; they must hold no mistake.</summary>
    public static Revision RevisionOf(params string[] texts)
    {
        using var files = new CorpusFiles([.. texts.Select((text, i) => ($"{i}.json", text))]);
        var loaded = files.Load();
        Assert.Empty(loaded.Mistakes);
        return loaded.Revision!;
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
    }

    public LoadedCorpus Load() => CorpusLoader.Load(Root);

    public IReadOnlyList<Diagnostic> Mistakes()
    {
        var loaded = Load();
        Assert.Equal(loaded.Revision is null, loaded.Mistakes.Count > 0);
        return loaded.Mistakes;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
