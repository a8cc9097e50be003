using System.Text;
using Claims.Server.Catalog;
using Google.Protobuf;

namespace Claims.Server.Curated;

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

        if (CorpusRules.Check(content).Count > 0) return null;
        Derivation.Apply(content);
        if (content.Sources.Any(source => source.CalculateSize() > CorpusRules.MaximumSize - MostBytesOfCount)) return null;

        var license = Derivation.CommonLicense(content.Licenses);
        var references = new EncodedReferences(content.Topics, content.Places, content.Sources);
        var builder = new RevisionBuilder(content.Topics, content.Places, content.Sources);
        var areRight = EachProcessor(
            files.Count,
            () => new Worker(new FileBytes(), new ArticleTranscoder(references, builder.NewPart())),
            (worker, file) => heads[file]!.Length < 0
                || (worker.Bytes.TryRead(files[file], int.MaxValue)
                    && TryTranscode(worker.Bytes.Read, heads[file]!, license, worker.Articles)));
        if (!areRight) return null;

        // What grew in the reading left as much behind again; the indexes can have that room.
        if (builder.ClaimCount >= RevisionBuilder.ManyClaims) GC.Collect();
        return builder.Freeze();
    }

    // Does something with each of so many files, as long as it succeeds.
    private static bool EachProcessor<T>(int files, Func<T> newWorker, Func<T, int, bool> tryRun)
    {
        // Made by this thread: what workers are made of may not stand several threads.
        var workers = new T[Math.Min(Environment.ProcessorCount, files)];
        for (var i = 0; i < workers.Length; i++) workers[i] = newWorker();
        var next = -1;
        var failed = false;
        Parallel.For(0, workers.Length, worker =>
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
        for (var most = FirstLook; bytes.TryRead(file, most); most = (int)Math.Min(2L * most, int.MaxValue))
        {
            if (FileHead.TryFindArticles(bytes.Read, bytes.IsWhole, out var length)) return FileHead.Read(bytes.Read, length);
        }

        return null;
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

    /// <summary>The bytes of one file after the other, in an array that is kept and grows to the greatest.</summary>
    private sealed class FileBytes
    {
        private byte[] _bytes = [];
        private int _start;
        private int _length;

        /// <summary>What was read, without a byte order mark.</summary>
        public Span<byte> Read => _bytes.AsSpan(_start, _length - _start);

        /// <summary>Whether that is all of the file.</summary>
        public bool IsWhole { get; private set; }

        /// <summary>Reads so many bytes of a file, or all it has.</summary>
        public bool TryRead(string path, int most)
        {
            try
            {
                using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
                var size = RandomAccess.GetLength(file);
                IsWhole = size <= most;
                var wanted = (int)Math.Min(size, most);
                if (wanted > Array.MaxLength) return false;

                // With room to spare, since most files are of like size.
                if (_bytes.Length < wanted)
                {
                    _bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(wanted + (wanted / 4L), Array.MaxLength));
                }

                for (_length = 0; _length < wanted;)
                {
                    var read = RandomAccess.Read(file, _bytes.AsSpan(_length, wanted - _length), _length);
                    if (read == 0) return false;
                    _length += read;
                }

                _start = Encoding.UTF8.Preamble.Length;
                if (!_bytes.AsSpan(0, _length).StartsWith(Encoding.UTF8.Preamble)) _start = 0;
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
