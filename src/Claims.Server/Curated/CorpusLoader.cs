using System.Text;
using Claims.Server.Catalog;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Server.Curated;

/// <summary>
/// Loads a corpus: one curated file, or a directory tree of <c>*.json</c> files, merged.
/// </summary>
internal static class CorpusLoader
{
    private static readonly EnumerationOptions _visibleFiles = new()
    {
        AttributesToSkip = FileAttributes.Hidden,
        RecurseSubdirectories = true,

        // Half a corpus is none.
        IgnoreInaccessible = false,
    };

    private static readonly char[] _separators = ['.', '['];

    /// <summary>
    /// Reads and checks a corpus. All mistakes are found at once, and what cannot be read is one of them.
    /// </summary>
    /// <param name="path">A file or a directory; hidden files and directories below it are skipped.</param>
    public static LoadedCorpus Load(string path)
    {
        try
        {
            if (File.Exists(path)) return Load(path, [path]);
            if (!Directory.Exists(path)) return NoCorpus(path, "no such file or directory");
            var files = Directory.GetFiles(path, "*.json", _visibleFiles);
            Array.Sort(files, StringComparer.Ordinal);
            return files.Length == 0 ? NoCorpus(path, "no *.json file is in this directory") : Load(path, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NoCorpus(path, e.Message);
        }
    }

    // Fast when it is right, thorough when it is not.
    private static LoadedCorpus Load(string root, IReadOnlyList<string> files) =>
        CorpusTranscoder.Load(files) is { } revision ? new(revision, []) : new Loading(root, files).Load();

    private static LoadedCorpus NoCorpus(string path, string problem) =>
        new(null, [new(path, 1, 1, "$", "", "no-corpus", problem)]);

    private sealed class Loading(string root, IReadOnlyList<string> files)
    {
        private readonly CorpusContent _content = new();
        private readonly CorpusOrigins _origins = new();
        private readonly ReadFile[] _read = new ReadFile[files.Count];

        public LoadedCorpus Load()
        {
            for (var i = 0; i < files.Count; i++) _read[i] = Read(i);

            var incomplete = Enum.GetValues<CorpusList>().Where(MayLackEntries).ToHashSet();
            var violations = CorpusRules.Check(_content)
                .Where(violation => !IsTold(violation)
                    && !(CorpusRules.ReferenceInto(violation) is { } list && incomplete.Contains(list)))
                .ToList();
            if (violations.Count > 0 || _read.Any(file => file.Mistakes.Count > 0)) return new(null, Place(violations));
            var revision = Revision.Freeze(_content);
            var tooLarge = CorpusRules.CheckSizes(_content);
            return tooLarge.Count == 0 ? new(revision, []) : new(null, Place(tooLarge));
        }

        private ReadFile Read(int file)
        {
            try
            {
                return CuratedFileReader.Read(BytesOf(file), file, _content, _origins);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new([new(0, "$", null, "unreadable-file", e.Message)], new HashSet<string>(), BrokenOffAt: "$");
            }
        }

        // Whether an entry may be there that was not understood, so that a reference to what is not there says nothing.
        private bool MayLackEntries(CorpusList list)
        {
            var (names, member) = list switch
            {
                CorpusList.Topics => (_content.Topics.Select(topic => topic.Slug), "$.topics"),
                CorpusList.Places => (_content.Places.Select(place => place.Slug), "$.places"),
                CorpusList.Sources => (_content.Sources.Select(source => source.Name), "$.sources"),
                _ => (_content.Claims.Select(claim => claim.Name), "].claims"),
            };
            return names.Contains("") || _read.Any(file => file.BrokenOffAt is not null
                || file.Mistakes.Select(mistake => mistake.Path).Concat(file.FaultyPaths)
                    .Any(path => path == "$.articles" || path.EndsWith(member, StringComparison.Ordinal)));
        }

        // The reader has told of this value, or of one around it, or broke off before it may have come.
        private bool IsTold(Violation violation)
        {
            var (file, path) = _origins.Of(violation.At);
            var parent = path[..path.LastIndexOfAny(_separators)];
            if (_read[file].BrokenOffAt is { } brokenOff && $"{brokenOff}.".StartsWith($"{parent}.", StringComparison.Ordinal))
            {
                return true;
            }

            var told = _read[file].FaultyPaths;
            if (told.Count == 0) return false;
            for (var end = path.Length; end > 0; end = path.LastIndexOfAny(_separators, end - 1))
            {
                if (told.Contains(path[..end])) return true;
            }

            return false;
        }

        // Files with mistakes are read a second time, to tell where they are.
        private List<Diagnostic> Place(IReadOnlyCollection<Violation> violations)
        {
            var paths = violations.SelectMany(violation => new[] { violation.At, violation.First ?? violation.At })
                .Select(_origins.Of)
                .ToLookup(place => place.File, place => place.Path);
            var texts = Enumerable.Range(0, files.Count)
                .Select(file => paths.Contains(file) || _read[file].Mistakes.Count > 0 ? TextOf(file, paths[file]) : null)
                .ToArray();

            var ofReader = _read.SelectMany((read, file) => read.Mistakes.Select(mistake =>
                At(file, texts[file]!.Of(mistake.Offset), mistake.Path, mistake.Entry, mistake.Rule, mistake.Message)));
            var ofRules = violations.Select(violation =>
            {
                var (file, path) = _origins.Of(violation.At);
                var message = violation.Message;
                if (violation.First is { } first)
                {
                    var (firstFile, firstPath) = _origins.Of(first);
                    var (line, column) = texts[firstFile]!.Of(firstPath);
                    message += $"; first at {RelativePath(firstFile)}:{line}:{column}";
                }

                return At(file, texts[file]!.Of(path), path, EntryAt(violation.At), violation.Rule, message);
            });
            return [.. ofReader.Concat(ofRules)
                .OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Line)
                .ThenBy(diagnostic => diagnostic.Column)];
        }

        private JsonPlaces TextOf(int file, IEnumerable<string> paths)
        {
            try
            {
                return new(BytesOf(file), paths);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new([], paths);
            }
        }

        private byte[] BytesOf(int file)
        {
            var bytes = File.ReadAllBytes(files[file]);
            return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        }

        private Diagnostic At(
            int file, (int Line, int Column) place, string path, IMessage? entry, string rule, string message) =>
            new(RelativePath(file), place.Line, place.Column, path, NameOf(entry), rule, message);

        private IMessage? EntryAt(ContentPath at) => at.List switch
        {
            CorpusList.Sources => _content.Sources[at.Index],
            CorpusList.Articles => _content.Articles[at.Index],
            CorpusList.Claims => _content.Claims[at.Index],
            _ => null,
        };

        private static string NameOf(IMessage? entry) => entry switch
        {
            Source source => source.Name,
            Article article => article.Name,
            Claim claim => claim.Name,
            _ => "",
        };

        private string RelativePath(int file) =>
            files[file] == root ? Path.GetFileName(root) : Path.GetRelativePath(root, files[file]);
    }
}

/// <summary>
/// What came of loading a corpus: a revision, or why there is none.
/// </summary>
/// <param name="Revision">What may be served; null where there is a mistake.</param>
/// <param name="Mistakes">Every mistake, by file, line and column.</param>
internal sealed record LoadedCorpus(Revision? Revision, IReadOnlyList<Diagnostic> Mistakes);
