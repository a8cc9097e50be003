using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Google.Protobuf;

namespace Claims.Curated;

/// <summary>
/// Loads a corpus that is right, fast: what comes before the articles of each file is read as
/// <see cref="CuratedFileReader"/> reads everything, and the articles by an <see cref="ArticleTranscoder"/> for each
/// processor.
/// </summary>
/// <remarks>
/// It tells nothing of a corpus that is wrong, or laid out in a way that it does not know: then the corpus is to be read
/// again, thoroughly. One way that it does not know is a file with anything behind its articles.
/// </remarks>
internal static class CorpusTranscoder
{
    // What a source's count of claims may add to it once it is known.
    private const int MostBytesOfCount = 6;

    private const int FirstLook = 1 << 16;

    /// <summary>The revision that some files make; null where it must be found out what is wrong, if anything is.</summary>
    public static Revision? Load(IReadOnlyList<string> files)
    {
        var heads = new FileHead?[files.Count];
        if (!EachProcessor(
            files.Count, () => new FileBytes(), (bytes, file) => (heads[file] = ReadHead(files[file], bytes)) is not null))
        {
            return null;
        }

        var content = new CorpusContent();
        foreach (var head in heads)
        {
            content.Licenses.AddRange(head!.Content.Licenses);
            content.Topics.AddRange(head.Content.Topics);
            content.Places.AddRange(head.Content.Places);
            content.Sources.AddRange(head.Content.Sources);
        }

        if (CorpusRules.Check(content, new MistakeCount()).Count > 0) return null;
        Derivation.Apply(content);
        if (content.Sources.Any(source => source.CalculateSize() > SizeLimits.Entry - MostBytesOfCount)) return null;

        var license = Derivation.CommonLicense(content.Licenses);
        var references = new EncodedReferences(content.Topics, content.Places, content.Sources);
        var parts = new List<PartBuilder>();
        var areRight = EachProcessor(
            files.Count,
            () =>
            {
                parts.Add(new());
                return new Worker(new FileBytes(), new ArticleTranscoder(references, parts[^1]));
            },
            (worker, file) => heads[file]!.Length < 0
                || (TryRead(files[file], FileBytes.MaximumSize, worker.Bytes)
                    && TryTranscode(worker.Bytes.Read, heads[file]!, license, worker.Articles)));
        if (!areRight) return null;

        var file = PartFile.Create(Storage.Memory, parts.Select(part => ("", (Action<SectionWriter>)(sections => part.Write(sections, [], [])))));
        var merged = new CorpusHeads(content.Topics, content.Places, content.Sources);
        var revision = Revision.Merge(Storage.Memory, "", merged, [.. file.Parts.Select((_, number) => new StoredPart(file, number))], out _);
        file.RemoveUser();
        return revision;
    }

    // Does something with each of so many files, as long as it succeeds.
    private static bool EachProcessor<T>(int files, Func<T> newWorker, Func<T, int, bool> tryRun)
    {
        // Made by this thread: what workers are made of may not stand several threads.
        var workers = new T[Math.Min(Environment.ProcessorCount, files)];
        for (var i = 0; i < workers.Length; i++) workers[i] = newWorker();
        var next = -1;
        var failed = false;
        OwnThreads.Run(workers.Length, worker =>
        {
            for (int file; !Volatile.Read(ref failed) && (file = Interlocked.Increment(ref next)) < files;)
            {
                if (!tryRun(workers[worker], file)) Volatile.Write(ref failed, true);
            }
        });
        return !failed;
    }

    private static FileHead? ReadHead(string file, FileBytes bytes)
    {
        for (var most = FirstLook; TryRead(file, most, bytes); most = Math.Min(2 * most, FileBytes.MaximumSize))
        {
            if (FileHead.TryFindArticles(bytes.Read, bytes.IsWhole, out var length)) return FileHead.Read(bytes.Read, length);
        }

        return null;
    }

    private static bool TryRead(string file, int most, FileBytes bytes)
    {
        try
        {
            bytes.ReadFrom(file, most);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    // What is left becomes an object of its own by a brace before it, where a comma was, or white space, or the brace of
    // the file.
    private static bool TryTranscode(Span<byte> file, FileHead head, string license, ArticleTranscoder articles)
    {
        if (file.Length <= head.Length || head.Length == 0) return false;
        file[head.Length - 1] = (byte)'{';
        return articles.TryTranscode(file[(head.Length - 1)..], head.License ?? license);
    }

    private sealed record Worker(FileBytes Bytes, ArticleTranscoder Articles);
}
