using Claims.Catalog.Stored;

namespace Claims.Curated;

/// <summary>
/// Compiles a corpus, and again what has changed of it whenever it is asked to. What was compiled is kept, in memory for the
/// next time and, where there is a cache, for the next process. Thread-safe: two that load at the same time each do all of it.
/// </summary>
/// <param name="path">A file or a directory; see <see cref="CorpusDirectory"/>.</param>
/// <param name="cache">Where it is kept; null for memory alone.</param>
internal sealed class CorpusCompiler(string path, CorpusCache? cache) : IDisposable
{
    private readonly Lock _gate = new();
    private CompiledCorpus? _compiled;

    /// <summary>Why the cache was of no use the last time; null where it was, or there is none.</summary>
    public string? CacheProblem { get; private set; }

    /// <summary>
    /// Reads and checks the corpus, as far as it is not known. All mistakes of files are found at once, and what cannot be read
    /// is one of them; those in how claims of several articles go together are looked for when there is no other.
    /// </summary>
    public LoadedCorpus Load()
    {
        if (FileStatus.Of(path, out var problem) is not { } status) return NoCorpus(problem);
        if (status.IsFile) return Load([new(path)]);
        if (!status.IsDirectory) return NoCorpus($"it is {status.Kind}; expected a file or a directory");
        return CorpusDirectory.Files(path) switch
        {
            [] => NoCorpus("no .json or .jsonc file is in this directory"),
            [{ Problem: { } unreadable } root] when root.Path == path => NoCorpus(unreadable),
            var files => Load(files),
        };
    }

    /// <summary>Forgets what was compiled. Revisions that were made of it stay.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _compiled?.RemoveUser();
            _compiled = CompiledCorpus.None;
        }
    }

    private LoadedCorpus Load(List<FoundFile> files)
    {
        if (cache is null) return Load(files, Storage.Memory);
        try
        {
            using var held = cache.Enter();
            var loaded = Load(files, cache.Storage);
            CacheProblem = null;
            return loaded;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, most often. Whatever it is, there is a corpus to be served.
            CacheProblem = e.Message;
            return Load(files, Storage.Memory);
        }
        finally
        {
            cache.Prune();
        }
    }

    private LoadedCorpus Load(List<FoundFile> files, Storage storage)
    {
        var before = Lease();
        try
        {
            using var compilation = new CorpusCompilation(path, files, before, storage);
            var loaded = compilation.Run();
            if (compilation.Compiled is not { } compiled) return loaded;
            if (storage.Directory is not null && !compiled.IsSameAs(before)) cache!.Write(compiled);
            lock (_gate)
            {
                _compiled?.RemoveUser();
                _compiled = compiled;
            }

            return loaded;
        }
        finally
        {
            before.RemoveUser();
        }
    }

    private CompiledCorpus Lease()
    {
        lock (_gate)
        {
            _compiled ??= cache?.Read() ?? CompiledCorpus.None;
            _compiled.AddUser();
            return _compiled;
        }
    }

    private LoadedCorpus NoCorpus(string problem) => new(null, [new(path, 1, 1, "$", "", "no-corpus", problem)], 1);
}
