using System.Runtime.InteropServices;
using System.Text;
using Claims.Tests.Rpc;

namespace Claims.Tests.Live;

/// <summary>
/// A corpus behind a symbolic link that is changed in every way that files can be, by chance but the same for a seed. Every
/// corpus that its files come to hold is noted before they do.
/// </summary>
internal sealed class ChangingCorpus : IDisposable
{
    private const int Articles = 6;
    private const int MostClaims = 12;

    private readonly Random _random;
    private readonly LiveModel _model;
    private readonly string _root = Directory.CreateTempSubdirectory("live-").FullName;
    private readonly Dictionary<string, string> _texts = [];
    private string _directory = "";
    private int _made;

    public ChangingCorpus(LiveModel model, int seed)
    {
        (_model, _random) = (model, new Random(seed));
        _texts["sources.json"] = Made.Text([Made.Source(Made.Publisher)], [], []);
        for (var article = 0; article < Articles; article++) Rewrite(article);
        Current = Note();
        Swap();
    }

    /// <summary>What the server is given.</summary>
    public string Path => System.IO.Path.Combine(_root, "current");

    /// <summary>The revision that the files hold.</summary>
    public string Current { get; private set; }

    /// <summary>Changes the files, so that they hold another corpus in the end.</summary>
    /// <param name="afterEach">Is told of each state on the way that a server may find, and whether it is a corpus.</param>
    public async Task ChangeAsync(Func<bool, Task> afterEach)
    {
        switch (_random.Next(7))
        {
            case 0:
                // All at once.
                for (var article = 0; article < Articles; article++) Rewrite(article);
                Current = Note();
                Swap();
                break;
            case 1:
                // File by file, in place.
                foreach (var article in Enumerable.Range(0, Articles).OrderBy(_ => _random.Next()).Take(3).ToList())
                {
                    Rewrite(article);
                    Current = Note();
                    WriteInPlace(FileOf(article));
                }

                break;
            case 2:
                // By another file that takes the place of one, as editors do.
                Replace(RewriteAny());
                break;
            case 3:
                // Half of a file, and then all of it.
                var half = RewriteAny();
                File.WriteAllText(InDirectory(half), _texts[half][..(_texts[half].Length / 2)]);
                await afterEach(false);
                WriteInPlace(half);
                break;
            case 4:
                // A mistake, and then none.
                var mistaken = RewriteAny();
                File.WriteAllText(
                    InDirectory(mistaken),
                    _texts[mistaken].Replace(Made.Publisher, "sources/nobody", StringComparison.Ordinal));
                await afterEach(false);
                WriteInPlace(mistaken);
                break;
            case 5:
                // Nothing where the corpus was, and then another one.
                File.Delete(Path);
                await afterEach(false);
                RewriteAny();
                Swap();
                break;
            default:
                // An article that goes, and one that comes.
                var come = _random.Next(Articles);
                _texts.Remove(FileOf((come + 1) % Articles));
                Rewrite(come);
                Current = Note();
                Swap();
                break;
        }

        await afterEach(true);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string FileOf(int article) => $"a{article}.json";

    private string InDirectory(string file) => System.IO.Path.Combine(_directory, file);

    private string Note() => _model.Note(_texts) ?? throw new InvalidOperationException("These files are to be a corpus.");

    private string RewriteAny()
    {
        var article = _random.Next(Articles);
        Rewrite(article);
        Current = Note();
        return FileOf(article);
    }

    // No text comes twice, so that no revision does.
    private void Rewrite(int article)
    {
        _made++;
        var texts = Enumerable.Range(0, _random.Next(1, MostClaims)).Select(claim => _random.Next(4) switch
        {
            0 => null,
            1 => $"not as in {_made}",
            2 => $"as in {_made}",
            _ => $"claim {claim}",
        });
        _texts[FileOf(article)] = LiveCorpus.TextOf($"a{article}", [.. texts.Append($"made as number {_made}")]);
    }

    private void WriteInPlace(string file) => File.WriteAllText(InDirectory(file), _texts[file]);

    private void Replace(string file)
    {
        var beside = InDirectory($".{file}.new");
        File.WriteAllText(beside, _texts[file]);
        File.Move(beside, InDirectory(file), overwrite: true);
    }

    // A new directory, and the link led there at once. The one before stays, for whoever reads it.
    private void Swap()
    {
        var before = _directory;
        _directory = System.IO.Path.Combine(_root, $"d{_made}");
        Directory.CreateDirectory(_directory);
        foreach (var (file, text) in _texts) File.WriteAllText(InDirectory(file), text);
        var next = System.IO.Path.Combine(_root, "next");
        File.CreateSymbolicLink(next, _directory);
        Assert.Equal(0, Rename([.. Encoding.UTF8.GetBytes(next), 0], [.. Encoding.UTF8.GetBytes(Path), 0]));
        if (before.Length > 0) Directory.Delete(before, recursive: true);
    }

    // Of a link itself, whatever it leads to; .NET has it for files alone.
    [DllImport("libc", EntryPoint = "rename")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(byte[] from, byte[] to);
}
