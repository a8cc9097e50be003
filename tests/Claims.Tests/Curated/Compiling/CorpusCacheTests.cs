using System.Text;
using Claims.Curated;
using Claims.V1;

namespace Claims.Tests.Curated.Compiling;

public sealed class CorpusCacheTests : IDisposable
{
    private readonly CorpusFiles _files = new();
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("cache-");

    public CorpusCacheTests()
    {
        foreach (var path in Directory.EnumerateFiles(RunningServer.InventedCorpus, "*.json", SearchOption.AllDirectories))
        {
            _files.Write(Path.GetRelativePath(RunningServer.InventedCorpus, path), File.ReadAllText(path));
        }
    }

    public void Dispose()
    {
        _files.Dispose();
        _cache.Delete(recursive: true);
    }

    [Fact]
    public void A_second_start_takes_what_the_first_one_made_and_writes_nothing()
    {
        Settle();
        var first = LoadOnce();
        var made = Made();
        Assert.Equal(first, LoadOnce());
        Assert.Equal(made, Made());
        Assert.Equal(first, CorpusLoader.Load(_files.Root).Revision!.Id);
    }

    [Fact]
    public void A_settled_file_is_known_without_reading_it()
    {
        Settle();
        var revision = LoadOnce();
        using var compiler = NewCompiler();
        foreach (var path in Paths())
        {
            // Whoever opens a file to write may; whoever would read it finds out here that it is locked.
            using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            Assert.Equal(revision, compiler.Load().Revision?.Id);
        }
    }

    [Fact]
    public void What_was_withdrawn_is_in_no_file_of_the_cache_any_more()
    {
        const string Name = "articles/ferry-fire";
        Settle();
        using var compiler = NewCompiler();
        string[] served;
        using (var before = compiler.Load().Revision!)
        {
            served = [.. before.Claims.Select(claim => claim.Name).Where(name => name.StartsWith($"{Name}/", StringComparison.Ordinal))];
        }

        Assert.Contains(_cache.GetFiles("*.parts"), HasClaims);

        // Instead of the sample's own, which withdraws a claim of the article: what is left of that names it still, by which no
        // file has the claim.
        _files.Write("withdrawn.json", $$"""
            {
              "withdrawn": [{
                "name": "{{Name}}",
                "date": { "edtf": "2026-11-20", "basis": "DATE_BASIS_EXTERNAL", "timeZone": "Etc/UTC" },
                "reason": "It was never said."
              }]
            }
            """);
        compiler.Load().Revision!.Dispose();
        Assert.DoesNotContain(_cache.GetFiles("*.*"), HasClaims);

        // All compile to the same, whether or not there was something to take out.
        var after = LoadOnce();
        Assert.Equal(after, CorpusLoader.Load(_files.Root).Revision!.Id);
        File.Delete(_files.PathOf("withdrawn.json"));
        Assert.Equal(CorpusLoader.Load(_files.Root).Revision!.Id, LoadOnce());

        bool HasClaims(FileInfo file)
        {
            var content = Encoding.UTF8.GetString(File.ReadAllBytes(file.FullName));
            return served.Any(name => content.Contains(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_change_that_keeps_size_and_time_is_seen()
    {
        Settle();
        using var compiler = NewCompiler();
        var before = compiler.Load().Revision!.Id;
        var path = _files.PathOf("ferry-fire.json");
        var written = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("Port Sorrel", "Fort Sorrel", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(path, written);
        var after = compiler.Load().Revision!.Id;
        Assert.NotEqual(before, after);
        Assert.Equal(CorpusLoader.Load(_files.Root).Revision!.Id, after);
    }

    [Fact]
    public void After_any_edit_it_comes_to_what_compiling_all_of_it_comes_to()
    {
        using var kept = NewCompiler();
        using var inMemory = new CorpusCompiler(_files.Root, cache: null);
        Same();
        Edit("reference.json", "Isaura Kentel", "Isaura Quentel");
        Edit("reference.json", "Port Sorrel\"", "Port of Sorrel\"");
        Edit("april/salt-talks.json", "\"license\":", "\"license\" :");
        Edit("ferry-fire.json", "articles/ferry-fire/", "articles/ferry-fire/");
        File.Move(_files.PathOf("april/ferry-claim.json"), _files.PathOf("moved.json"));
        Same();
        var text = File.ReadAllText(_files.PathOf("moved.json"));
        File.Delete(_files.PathOf("moved.json"));
        Same();
        _files.Write("back.jsonc", "// A comment.\n" + text);
        Same();
        _files.Write("more.json", Rpc.Made.Text([Rpc.Made.Source(Rpc.Made.Publisher)],
            [Rpc.Made.Article("articles/more", "2017")], [Rpc.Made.Claim("articles/more/claims/a", "2017")]));
        Same();
        _files.Write("more.json", "{");
        Same();
        _files.Write("more.json", """{ "sources": [{ "name": "sources/publisher" }] }""");
        Same();
        File.Delete(_files.PathOf("more.json"));
        Same();

        void Edit(string file, string from, string to)
        {
            _files.Write(file, File.ReadAllText(_files.PathOf(file)).Replace(from, to, StringComparison.Ordinal));
            Same();
        }

        void Same()
        {
            var fresh = CorpusLoader.Load(_files.Root);
            foreach (var compiler in new[] { kept, inMemory })
            {
                var loaded = compiler.Load();
                Assert.Equal(fresh.Mistakes, loaded.Mistakes);
                Assert.Equal(fresh.MistakeCount, loaded.MistakeCount);
                Assert.Equal(fresh.Revision?.Id, loaded.Revision?.Id);
                Assert.Equal(fresh.Revision?.Claims, loaded.Revision?.Claims);
            }
        }
    }

    [Fact]
    public void A_claim_that_is_named_by_a_former_name_is_called_as_it_is_now()
    {
        Claim[] claims = [Rpc.Made.Claim("articles/one/claims/a", "2017"), Rpc.Made.Claim("articles/two/claims/b", "2017")];
        claims[0].Relations.Add(new Relation { Type = RelationType.Corroborates, Claim = "articles/two/claims/was-b" });
        claims[1].FormerNames.Add("articles/two/claims/was-b");
        using var files = new CorpusFiles();
        files.Write("one.json", Text(claims[0], "articles/one", [Rpc.Made.Source(Rpc.Made.Publisher)]));
        files.Write("two.json", Text(claims[1], "articles/two", []));
        using var compiler = new CorpusCompiler(files.Root, CorpusCache.TryOpen(_cache.FullName, files.Root, out _));
        Assert.Equal("articles/two/claims/b", Target());
        claims[1] = Rpc.Made.Claim("articles/two/claims/c", "2017");
        claims[1].FormerNames.Add(["articles/two/claims/was-b", "articles/two/claims/b"]);
        files.Write("two.json", Text(claims[1], "articles/two", []));
        Assert.Equal("articles/two/claims/c", Target());
        using var next = new CorpusCompiler(files.Root, CorpusCache.TryOpen(_cache.FullName, files.Root, out _));
        Assert.Equal("articles/two/claims/c", next.Load().Revision!.Claims.First().Relations[0].Claim);

        string Target() => compiler.Load().Revision!.Claims.First().Relations[0].Claim;

        static string Text(Claim claim, string article, Source[] sources) =>
            Rpc.Made.Text(sources, [Rpc.Made.Article(article, "2017")], [claim]);
    }

    [Fact]
    public void Whatever_is_damaged_is_made_again()
    {
        var right = LoadOnce();
        var random = new Random(1);
        foreach (var kind in new[] { "*.parts", "*.revision", "*.record" })
        {
            foreach (var damage in new Action<string, byte[]>[]
            {
                (_, _) => { },
                (path, _) => File.WriteAllBytes(path, []),
                (path, content) => File.WriteAllBytes(path, content[..random.Next(content.Length)]),
                (path, content) => File.WriteAllBytes(path, [.. content, 1]),
                (path, _) => Directory.CreateDirectory(path),
                (path, content) =>
                {
                    content[random.Next(content.Length)] ^= 4;
                    File.WriteAllBytes(path, content);
                },
            })
            {
                // What was made again may have other names.
                foreach (var path in Directory.GetFiles(_cache.FullName, kind))
                {
                    if (!File.Exists(path)) continue;
                    var content = File.ReadAllBytes(path);
                    File.Delete(path);
                    damage(path, content);
                    Assert.Equal(right, LoadOnce());
                    if (Directory.Exists(path)) Directory.Delete(path);
                    LoadOnce();
                }
            }
        }
    }

    [Fact]
    public void Files_of_parts_that_have_each_others_names_are_made_again()
    {
        using var compiler = NewCompiler();
        compiler.Load();
        _files.Write("more.json", Rpc.Made.Text([Rpc.Made.Source(Rpc.Made.Publisher)],
            [Rpc.Made.Article("articles/more", "2017")], [Rpc.Made.Claim("articles/more/claims/a", "2017")]));
        var right = compiler.Load().Revision!;
        var parts = Directory.GetFiles(_cache.FullName, "*.parts");
        File.Move(parts[0], parts[0] + ".other");
        File.Move(parts[1], parts[0]);
        File.Move(parts[0] + ".other", parts[1]);
        using var next = NewCompiler();
        var loaded = next.Load().Revision!;
        Assert.Equal(right.Id, loaded.Id);
        Assert.Equal(right.Claims, loaded.Claims);
    }

    [Fact]
    public void What_killed_processes_left_goes_unless_another_is_at_it()
    {
        Settle();
        LoadOnce();
        var made = Made();
        string[] left = [$".{Guid.NewGuid():N}.new", $"{Guid.NewGuid():N}.parts", $"{Guid.NewGuid():N}.revision"];
        foreach (var name in left) File.WriteAllText(Path.Combine(_cache.FullName, name), "");
        using (CorpusCache.TryOpen(_cache.FullName, _files.Root, out _)!.Enter())
        {
            LoadOnce();
            Assert.All(left, name => Assert.True(File.Exists(Path.Combine(_cache.FullName, name))));
        }

        LoadOnce();
        Assert.Equal(made, Made());
    }

    [Fact]
    public void What_another_deleted_is_put_back_with_the_next_change()
    {
        Settle();
        using var compiler = NewCompiler();
        compiler.Load();
        foreach (var path in Directory.GetFiles(_cache.FullName, "*.parts")) File.Delete(path);
        var text = File.ReadAllText(_files.PathOf("ferry-fire.json"));
        _files.Write("ferry-fire.json", text.Replace("Port Sorrel", "Fort Sorrel", StringComparison.Ordinal));
        Settle();
        var right = compiler.Load().Revision!.Id;
        var made = Made();
        Assert.Equal(right, LoadOnce());
        Assert.Equal(made, Made());
    }

    [Fact]
    public void What_no_corpus_needs_any_more_goes_and_what_others_put_there_stays()
    {
        var foreign = Path.Combine(_cache.FullName, "notes.txt");
        File.WriteAllText(foreign, "");
        using var other = new CorpusFiles(("corpus.json", Rpc.Made.Text([Rpc.Made.Source(Rpc.Made.Publisher)], [], [])));
        using var ofOther = new CorpusCompiler(other.Root, CorpusCache.TryOpen(_cache.FullName, other.Root, out _));
        var before = ofOther.Load().Revision!.Id;
        var made = Made();
        using var compiler = NewCompiler();
        var most = 0;
        for (var edit = 0; edit < 20; edit++)
        {
            _files.Write("more.json", Rpc.Made.Text([Rpc.Made.Source(Rpc.Made.Publisher)],
                [Rpc.Made.Article($"articles/more-{edit}", "2017")], []));
            Assert.NotNull(compiler.Load().Revision);
            if (edit == 1) most = Made().Count;
        }

        Assert.InRange(Made().Count, 1, most);
        Assert.Empty(made.Except(Made()));
        Assert.True(File.Exists(foreign));
        Assert.Equal(before, ofOther.Load().Revision!.Id);
    }

    [Fact]
    public void Many_small_changes_do_not_make_many_files()
    {
        using var compiler = NewCompiler();
        for (var edit = 0; edit < 100; edit++)
        {
            _files.Write($"{edit}.json", Rpc.Made.Text(edit == 0 ? [Rpc.Made.Source(Rpc.Made.Publisher)] : [],
                [Rpc.Made.Article($"articles/more-{edit}", "2017")], []));
            Assert.NotNull(compiler.Load().Revision);
        }

        Assert.InRange(Directory.GetFiles(_cache.FullName, "*.parts").Length, 1, 70);
        Assert.Equal(CorpusLoader.Load(_files.Root).Revision!.Id, LoadOnce());
    }

    [Fact]
    public async Task Several_may_share_a_directory()
    {
        var expected = CorpusLoader.Load(_files.Root).Revision!.Id;
        var loads = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10; i++) Assert.Equal(expected, LoadOnce());
        }));
        await Task.WhenAll(loads);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_none()
    {
        var file = Path.Combine(_cache.FullName, "file");
        File.WriteAllText(file, "");
        Assert.Null(CorpusCache.TryOpen(Path.Combine(file, "below"), _files.Root, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void A_directory_that_goes_away_costs_nobody_the_corpus()
    {
        using var compiler = NewCompiler();
        var before = compiler.Load().Revision!.Id;
        _cache.Delete(recursive: true);
        File.WriteAllText(_cache.FullName, "");
        _files.Write("reference.json", File.ReadAllText(_files.PathOf("reference.json")).Replace("Isaura", "Laura", StringComparison.Ordinal));
        var after = compiler.Load().Revision!.Id;
        Assert.NotEqual(before, after);
        Assert.NotNull(compiler.CacheProblem);
        Assert.Equal(CorpusLoader.Load(_files.Root).Revision!.Id, after);
        File.Delete(_cache.FullName);
        _cache.Create();
    }

    private CorpusCompiler NewCompiler() => new(_files.Root, CorpusCache.TryOpen(_cache.FullName, _files.Root, out _));

    private string LoadOnce()
    {
        using var compiler = NewCompiler();
        using var revision = compiler.Load().Revision;
        return revision!.Id;
    }

    private List<(string Name, DateTime Written)> Made() =>
        [.. _cache.GetFiles("*.*").Where(file => file.Extension != ".txt").Select(file => (file.Name, file.LastWriteTimeUtc)).Order()];

    private IEnumerable<string> Paths() => Directory.EnumerateFiles(_files.Root, "*.json*", SearchOption.AllDirectories);

    // Until the times of all files are old enough to tell a change.
    private void Settle()
    {
        foreach (var path in Paths()) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        while (Paths().Any(path => FileStatus.Of(path, out _)!.Changed > DateTime.UtcNow.AddSeconds(-2.1))) Thread.Yield();
    }
}
