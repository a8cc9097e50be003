using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;

namespace Claims.Curated;

/// <summary>
/// Loads a corpus: one curated file, or a directory tree of them, merged.
/// </summary>
internal static class CorpusLoader
{
    private static readonly char[] _separators = ['.', '['];

    /// <summary>
    /// Reads and checks a corpus. All mistakes are found at once, and what cannot be read is one of them.
    /// </summary>
    /// <param name="path">A file or a directory; see <see cref="CorpusDirectory"/>.</param>
    public static LoadedCorpus Load(string path)
    {
        if (FileStatus.Of(path, out var problem) is not { } status) return NoCorpus(path, problem);
        if (status.IsFile) return Load(path, [new(path)]);
        if (!status.IsDirectory) return NoCorpus(path, $"it is {status.Kind}; expected a file or a directory");
        return CorpusDirectory.Files(path) switch
        {
            [] => NoCorpus(path, "no .json or .jsonc file is in this directory"),
            [{ Problem: { } unreadable } root] when root.Path == path => NoCorpus(path, unreadable),
            var files => Load(path, files),
        };
    }

    // Fast when it is right, thorough when it is not.
    private static LoadedCorpus Load(string root, List<FoundFile> files) =>
        files.TrueForAll(file => file.Problem is null)
            && CorpusTranscoder.Load(files.ConvertAll(file => file.Path)) is { } revision
            ? new(revision, [], 0)
            : new Loading(root, files).Load();

    private static LoadedCorpus NoCorpus(string path, string problem) =>
        new(null, [new(path, 1, 1, "$", "", "no-corpus", problem)], 1);

    private sealed class Loading(string root, List<FoundFile> files)
    {
        private readonly CorpusContent _content = new();
        private readonly CorpusOrigins _origins = new();
        private readonly MistakeCount _count = new();
        private readonly ReadFile[] _read = new ReadFile[files.Count];
        private readonly FileBytes _bytes = new();

        public LoadedCorpus Load()
        {
            for (var i = 0; i < files.Count; i++) _read[i] = Read(i);

            // Of what the rules say nothing would be told.
            if (_count.IsFull) return new(null, Place([]), _count.Found);
            var incomplete = Enum.GetValues<CorpusList>().Where(MayLackEntries).ToHashSet();
            var violations = CorpusRules.Check(_content, _count, (rule, at) =>
                IsTold(at) || (CorpusRules.ReferenceInto(rule) is { } list && incomplete.Contains(list)));
            if (_count.Found > 0) return new(null, Place(violations), _count.Found);
            violations = CorpusRules.CheckSizes(Derivation.Apply(_content), _count);
            return _count.Found > 0 ? new(null, Place(violations), _count.Found) : new(Revision.Freeze(_content), [], 0);
        }

        private ReadFile Read(int file)
        {
            if (files[file].Problem is { } problem) return Unreadable("unreadable-file", problem);
            try
            {
                _bytes.ReadFrom(files[file].Path);
            }
            catch (InvalidDataException e)
            {
                return Unreadable("too-large", e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Unreadable("unreadable-file", FoundFile.ProblemOf(e, files[file].Path));
            }

            return CuratedFileReader.Read(_bytes.Read, file, _content, _origins, _count);
        }

        private ReadFile Unreadable(string rule, string problem) =>
            new(_count.Add() ? [new(0, "$", null, rule, problem)] : [], new HashSet<string>(), BrokenOffAt: "$");

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
        private bool IsTold(ContentPath at)
        {
            var (file, path) = _origins.Of(at);
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

        // Files with mistakes are read a second time, one after the other, to tell where they are.
        private List<Diagnostic> Place(IReadOnlyCollection<Violation> violations)
        {
            var paths = violations.SelectMany(violation => new[] { violation.At, violation.First ?? violation.At })
                .Select(_origins.Of)
                .ToLookup(place => place.File, place => place.Path);
            var diagnostics = new List<Diagnostic>();
            var places = new Dictionary<(int File, string Path), (int Line, int Column)>();
            for (var file = 0; file < files.Count; file++)
            {
                var mistakes = _read[file].Mistakes;
                if (mistakes.Count == 0 && !paths.Contains(file)) continue;
                var text = TextOf(file);
                var json = new JsonPlaces(text, paths[file]);
                var offsets = paths[file].Distinct().ToDictionary(path => path, json.Of);
                var positions = TextPosition.Of(text, offsets.Values.Concat(mistakes.Select(mistake => mistake.Offset)));
                foreach (var (path, offset) in offsets) places[(file, path)] = positions[offset];
                foreach (var mistake in mistakes)
                {
                    diagnostics.Add(At(
                        file, positions[mistake.Offset], mistake.Path, mistake.Entry, mistake.Rule, mistake.Message));
                }
            }

            foreach (var violation in violations)
            {
                var (file, path) = _origins.Of(violation.At);
                var message = violation.Message;
                if (violation.First is { } first)
                {
                    var (firstFile, firstPath) = _origins.Of(first);
                    var (line, column) = places[(firstFile, firstPath)];
                    message += $"; first at {RelativePath(firstFile)}:{line}:{column}";
                }

                diagnostics.Add(At(file, places[(file, path)], path, EntryAt(violation.At), violation.Rule, message));
            }

            return [.. diagnostics
                .OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Line)
                .ThenBy(diagnostic => diagnostic.Column)];
        }

        private ReadOnlySpan<byte> TextOf(int file)
        {
            if (files[file].Problem is not null) return [];
            try
            {
                _bytes.ReadFrom(files[file].Path);
                return _bytes.Read;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                return [];
            }
        }

        private Diagnostic At(
            int file, (int Line, int Column) place, string path, IMessage? entry, string rule, string message) =>
            new(RelativePath(file), place.Line, place.Column, path, Quote.Cut(NameOf(entry)), rule, message);

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
            files[file].Path == root ? Path.GetFileName(root) : Path.GetRelativePath(root, files[file].Path);
    }
}

/// <summary>
/// What came of loading a corpus: a revision, or why there is none.
/// </summary>
/// <param name="Revision">What may be served; null where there is a mistake.</param>
/// <param name="Mistakes">The first <see cref="MistakeCount.MostTold"/> mistakes that were found, by file, line and column.</param>
/// <param name="MistakeCount">How many mistakes there are.</param>
internal sealed record LoadedCorpus(Revision? Revision, IReadOnlyList<Diagnostic> Mistakes, long MistakeCount);
