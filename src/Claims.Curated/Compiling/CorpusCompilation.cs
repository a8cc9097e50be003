using System.IO.Hashing;
using System.Text;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.Catalog.Stored;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// Compiles a corpus once: looks which files are as they were, reads the heads of the others, compiles those whose articles
/// may come to something else than before, and merges all parts. Not thread-safe; it uses all processors by itself.
/// </summary>
internal sealed class CorpusCompilation : IDisposable
{
    // Small parts are put together until they make a file as large.
    private const long EnoughBytes = 8 << 20;

    // So many files of parts may be small, or hold little that is in use, before they are put together.
    private const int MostLoose = 64;
    private const int SmallBytes = 1 << 20;

    private readonly string _root;
    private readonly List<FoundFile> _files;
    private readonly CompiledCorpus _before;
    private readonly Storage _storage;

    // By file: what it is now, and what it compiled to; null where it has to be compiled.
    private readonly FileStatus?[] _statuses;
    private readonly FileStamp[] _stamps;
    private readonly UInt128[] _digests;
    private readonly CompiledFile?[] _compiled;

    private readonly FileHead?[] _heads;
    private readonly MistakeLog[] _ofHeads;
    private readonly MistakeLog?[] _ofArticles;

    // Of which it is a user.
    private readonly List<PartFile> _partFiles = [];

    /// <param name="root">The corpus.</param>
    /// <param name="files">Its files.</param>
    /// <param name="before">What they compiled to the last time, which outlives this.</param>
    /// <param name="storage">Where parts and revision are stored.</param>
    public CorpusCompilation(string root, List<FoundFile> files, CompiledCorpus before, Storage storage)
    {
        (_root, _files, _before, _storage) = (root, files, before, storage);
        _statuses = new FileStatus?[files.Count];
        _stamps = new FileStamp[files.Count];
        _digests = new UInt128[files.Count];
        _compiled = new CompiledFile?[files.Count];
        _heads = new FileHead?[files.Count];
        _ofHeads = [.. files.Select(_ => new MistakeLog())];
        _ofArticles = new MistakeLog?[files.Count];
    }

    /// <summary>What the files compiled to, where there is a revision.</summary>
    public CompiledCorpus? Compiled { get; private set; }

    /// <summary>Compiles.</summary>
    public LoadedCorpus Run()
    {
        OnEachProcessor(_files.Count, () => new Reading(), Look);
        if (TryOpen(_before.Revision) is { } same) return new(same, [], 0);
        var heads = MergeHeads();
        if (HasMistakes)
        {
            Compile(heads, NeededFiles(heads), null, isStored: false);
            return Refused();
        }

        Compile(heads, NeededFiles(heads), null, isStored: true);
        if (HasMistakes) return Refused();
        var refusal = Merge(heads, out var revision);
        if (refusal is { FaultCount: 0 })
        {
            // Relations name claims as they were called formerly, or that were withdrawn: what is served names them as they are
            // called now, or not at all.
            Compile(heads, [.. refusal.Renamed], refusal.Renames, isStored: true);
            refusal = Merge(heads, out revision);
        }

        if (revision is not null) return new(revision, [], 0);
        var mistakes = RelationRules.Of(refusal!, location => new(location.Part, location.Article, location.Claim)).ToList();
        return new(null, new MistakeTelling(_root, _files).Tell(mistakes), refusal!.FaultCount);
    }

    public void Dispose()
    {
        foreach (var partFile in _partFiles) partFile.RemoveUser();
    }

    private bool HasMistakes => _heads.Any(head => head?.Mistakes.Found > 0)
        || _ofHeads.Any(log => log.Found > 0) || _ofArticles.Any(log => log?.Found > 0);

    // Whether a file is as it was; where not, its head is read.
    private void Look(Reading reading, int file)
    {
        _statuses[file] = _files[file].Problem is null ? FileStatus.Of(_files[file].Path, out _) : null;
        if (_statuses[file] is { } status)
        {
            _stamps[file] = FileStamp.Of(status);
            if (_before.Find(_files[file].Path) is { } known && known.IsStill(status))
            {
                (_compiled[file], _digests[file]) = (known, known.Digest);
                return;
            }
        }

        var mistakes = new MistakeLog(MostToKeep(_heads.Take(file).Sum(head => head?.Mistakes.Found ?? 0)));
        if (!TryRead(reading.Bytes, file, mistakes))
        {
            _heads[file] = new()
            {
                IsBrokenOff = true,
                MayLackTopics = true,
                MayLackPlaces = true,
                MayLackSources = true,
                Mistakes = mistakes,
            };
            return;
        }

        _digests[file] = XxHash128.HashToUInt128(reading.Bytes.Read);
        if (_before.Find(_digests[file]) is { } same)
        {
            _compiled[file] = same with
            {
                Path = _files[file].Path,
                Identity = _statuses[file]?.Identity ?? "",
                Stamp = _stamps[file],
            };
        }
        else
        {
            _heads[file] = reading.Heads.Read(reading.Bytes.Read, mistakes);
        }
    }

    // The revision that is stored, where it is still the one of these files.
    private Revision? TryOpen(string name)
    {
        if (name.Length == 0 || _compiled.Length != _before.Files.Count) return null;
        for (var file = 0; file < _compiled.Length; file++)
        {
            if (_compiled[file] is not { } known || known.Part != _before.Files[file].Part) return null;
        }

        if (OpenStored(name) is not { } revision) return null;
        Compiled = new(name, [.. _compiled.Select(file => file!)]);
        return revision;
    }

    private Revision? OpenStored(string name)
    {
        if (_storage.TryOpen(StoredKind.Revision, name) is not { } file) return null;
        var partFiles = _compiled.Select(compiled => compiled!.Part.File).Distinct().ToDictionary(partFile => partFile.Name);
        var names = Revision.PartFilesOf(file);
        if (names.All(partFiles.ContainsKey)) return new(file, [.. names.Select(partFile => partFiles[partFile])]);
        file.Dispose();
        return null;
    }

    private Heads MergeHeads()
    {
        for (var file = 0; file < _files.Count; file++) _heads[file] ??= HeadCopy.Read(_compiled[file]!.Part.Part.Head);
        var heads = new Heads(_heads!, _ofHeads);
        if (!_ofHeads.Any(log => log.Found > 0) || !_compiled.Any(file => file is not null)) return heads;

        // What goes ill with others may be in files that were not read: now they are, to tell where it is.
        for (var file = 0; file < _files.Count; file++) _ofHeads[file] = new();
        OnEachProcessor(_files.Count, () => new Reading(), (reading, file) =>
        {
            if (_compiled[file] is null) return;
            var mistakes = new MistakeLog();
            if (TryRead(reading.Bytes, file, mistakes)) _heads[file] = reading.Heads.Read(reading.Bytes.Read, mistakes);
        });
        return new Heads(_heads!, _ofHeads);
    }

    private int[] NeededFiles(Heads heads) => [.. Enumerable.Range(0, _files.Count).Where(file =>
        _compiled[file] is not { IsRenamed: false } known
        || heads.Withdrawn.IsIn(known.Part.Part)
        || !HeadUses.AreSame(known.Part.Part.Uses, heads, _heads[file]!.License ?? heads.CommonLicense))];

    private void Compile(Heads heads, int[] needed, IReadOnlyDictionary<string, string?>? renames, bool isStored)
    {
        var ofHeads = _heads.Sum(head => head!.Mistakes.Found) + _ofHeads.Sum(log => log.Found);
        var next = -1;
        OwnThreads.Run(Math.Min(Environment.ProcessorCount, needed.Length), _ =>
        {
            var reading = new Reading { Compiler = new(heads), Part = isStored ? new() : null };
            while (TryTake(out var file))
            {
                if (isStored) Store(reading, file);
                else TryCompile(reading, file, null, out var _);
            }
        });

        bool TryTake(out int file)
        {
            var taken = Interlocked.Increment(ref next);
            file = taken < needed.Length ? needed[taken] : -1;
            return file >= 0;
        }

        // Compiles files into a file of parts, as many as make it large enough.
        void Store(Reading reading, int first)
        {
            var (files, keys, name) = (new List<int>(), new List<string>(), "");
            var stored = _storage.Create(StoredKind.Parts, sections =>
            {
                var file = first;
                do
                {
                    if (!TryCompile(reading, file, sections, out var key)) continue;
                    files.Add(file);
                    keys.Add(key);
                }
                while (sections.Length < EnoughBytes && TryTake(out file));
                if (keys.Count == 0) return null;
                return name = PartFile.Finish(sections, keys);
            });
            if (stored is null) return;
            var partFile = new PartFile(name, stored);
            lock (_partFiles) _partFiles.Add(partFile);
            foreach (var (number, file) in files.Index())
            {
                _compiled[file] = new(
                    _files[file].Path, _statuses[file]?.Identity ?? "", _stamps[file], _digests[file], new(partFile, number), renames is not null);
            }
        }

        bool TryCompile(Reading reading, int file, SectionWriter? sections, out string key)
        {
            key = "";
            var head = _heads[file]!;
            if (!isStored && !head.HasArticles) return false;
            var mistakes = _ofArticles[file] =
                new(MostToKeep(ofHeads + _ofArticles.Take(file).Sum(log => log?.Found ?? 0)));
            if (!TryRead(reading.Bytes, file, mistakes)) return false;
            if (XxHash128.HashToUInt128(reading.Bytes.Read) != _digests[file])
            {
                mistakes.Tell(JsonRules.UnreadableFile, 0, "it changed while it was read");
                return false;
            }

            reading.Compiler!.Compile(reading.Bytes.Read, head, renames, reading.Part, mistakes);
            if (mistakes.Found > 0 || sections is null)
            {
                reading.Part?.Clear();
                return false;
            }

            var uses = HeadUses.Of(reading.Compiler).ToList();
            reading.Part!.Write(sections, HeadCopy.Of(head), uses);
            key = $"{_digests[file]:x32}{DigestOf(uses):x32}{(renames is null ? "" : $"{DigestOf(Texts(renames)):x32}")}";
            return true;
        }
    }

    private LinkRefusal? Merge(Heads heads, out Revision? revision)
    {
        PackFiles(heads.Withdrawn);
        StoredPart[] parts = [.. _compiled.Select(file => file!.Part)];
        var withdrawals = WithdrawalsOf(heads, parts);
        var keys = parts.Select(part => part.File.Keys[part.Number].ToArray());
        var name = $"{DigestOf(keys.Append(heads.Digest())):x32}.revision";
        LinkRefusal? refusal = null;
        revision = OpenStored(name)
            ?? Revision.Merge(_storage, name, new(heads.Topics, heads.Places, heads.Sources, heads.Synonyms, withdrawals), parts, out refusal);
        if (revision is not null) Compiled = new(name, [.. _compiled.Select(file => file!)]);
        return refusal;
    }

    // One for each name that what was withdrawn is known to have had.
    private static List<Withdrawal> WithdrawalsOf(Heads heads, IEnumerable<StoredPart> parts)
    {
        if (heads.Withdrawals.Count == 0) return [];
        var byName = heads.Withdrawals.ToDictionary(withdrawal => withdrawal.Name);
        foreach (var (name, given) in parts.SelectMany(part => HeadUses.WithdrawnOf(part.Part.Uses)))
        {
            if (byName.ContainsKey(name)) continue;
            byName[name] = heads.Withdrawals[heads.WithdrawnNames.EntryOf(heads.WithdrawnNames.Find(Encoding.UTF8.GetBytes(given)))].Clone();
            byName[name].Name = name;
        }

        return [.. byName.Values];
    }

    // A corpus of many files that change one by one would come to as many files of parts, each mapped. What is still mapped may
    // be gone from the directory by what another process recorded of the same corpus: then it is put back. And what was withdrawn
    // is not to stay in a file for the sake of others there.
    private void PackFiles(WithdrawnContent withdrawn)
    {
        var used = _compiled.GroupBy(file => file!.Part.File).ToList();
        var gone = used.Where(file => _storage.Directory is not null && !_storage.Has(file.Key.Name));
        var loose = used.Where(file => file.Key.Length < SmallBytes || 2 * file.Count() < file.Key.Parts.Count).ToList();
        var withheld = used.Where(file => UnusedOf(file).Any(part => withdrawn.IsIn(part) || withdrawn.IsNamedIn(part)));
        var packing = (loose.Count > MostLoose ? gone.Union(loose) : gone).Union(withheld).SelectMany(file => file).ToList();
        if (packing.Count == 0) return;
        var name = "";
        var stored = _storage.Create(StoredKind.Parts, sections =>
        {
            foreach (var file in packing) file!.Part.File.CopyTo(file.Part.Number, sections);
            return name = PartFile.Finish(sections, [.. packing.Select(file => file!.Part.File.Keys.TextOf(file.Part.Number))]);
        })!;
        var packed = new PartFile(name, stored);
        _partFiles.Add(packed);
        foreach (var (number, file) in packing.Index())
        {
            _compiled[Array.IndexOf(_compiled, file)] = file! with { Part = new(packed, number) };
        }
    }

    private static IEnumerable<Part> UnusedOf(IGrouping<PartFile, CompiledFile?> file) =>
        file.Key.Parts.Except(file.Select(used => used!.Part.Part));

    // Files are handed out in order: what those before have found already will be told before.
    private static int MostToKeep(long found) => (int)Math.Max(MistakeLog.MostTold - found, 0);

    private bool TryRead(FileBytes bytes, int file, MistakeLog mistakes)
    {
        var (rule, problem) = (JsonRules.UnreadableFile, _files[file].Problem);
        try
        {
            if (problem is null)
            {
                bytes.ReadFrom(_files[file].Path);
                return true;
            }
        }
        catch (InvalidDataException e)
        {
            (rule, problem) = (JsonRules.TooLarge, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = FoundFile.ProblemOf(e, _files[file].Path);
        }

        mistakes.Tell(rule, 0, problem);
        return false;
    }

    private LoadedCorpus Refused()
    {
        MistakeLog[] logs = [.. _heads.Select(head => head!.Mistakes), .. _ofHeads, .. _ofArticles.Select(log => log ?? new())];
        var mistakes = logs.SelectMany((log, i) => log.Kept.Select(mistake => (File: i % _files.Count, mistake)));
        var telling = new MistakeTelling(_root, _files);
        var told = telling.Tell([.. mistakes.Take(MistakeLog.MostTold)]);
        return new(null, told, logs.Sum(log => log.Found) - telling.BehindBreakOff);
    }

    private static IEnumerable<byte[]> Texts(IReadOnlyDictionary<string, string?> renames) =>
        renames.OrderBy(rename => rename.Key, StringComparer.Ordinal).SelectMany(rename => new[] { rename.Key, rename.Value ?? "" })
            .Select(Encoding.UTF8.GetBytes);

    private static UInt128 DigestOf(IEnumerable<byte[]> items)
    {
        var digest = new XxHash128();
        foreach (var item in items)
        {
            digest.Append(BitConverter.GetBytes(item.Length));
            digest.Append(item);
        }

        return digest.GetCurrentHashAsUInt128();
    }

    // Does something with each of so many items.
    private static void OnEachProcessor<T>(int items, Func<T> newWorker, Action<T, int> run)
    {
        var next = -1;
        OwnThreads.Run(Math.Min(Environment.ProcessorCount, items), _ =>
        {
            var worker = newWorker();
            for (int item; (item = Interlocked.Increment(ref next)) < items;) run(worker, item);
        });
    }

    // What one thread reads with.
    private sealed class Reading
    {
        public FileBytes Bytes { get; } = new();

        public HeadReader Heads { get; } = new();

        public FileCompiler? Compiler { get; init; }

        public PartBuilder? Part { get; init; }
    }
}
