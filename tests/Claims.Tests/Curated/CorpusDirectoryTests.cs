using System.Diagnostics;
using System.Net.Sockets;
using Claims.Curated;

namespace Claims.Tests.Curated;

public class CorpusDirectoryTests
{
    // What opens a pipe waits for ever.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_named_pipe_is_a_mistake_and_is_not_opened()
    {
        using var files = new CorpusFiles(("b.json", Some.Corpus));
        Pipe(files.PathOf("a.json"));
        Pipe(files.PathOf("other"));
        Assert.Equal(
            [new("a.json", 1, 1, "$", "", "unreadable-file", "it is a named pipe; expected a file")],
            (await LoadAsync(files.Root)).Mistakes);
        var path = files.PathOf("a.json");
        Assert.Equal(
            [new(path, 1, 1, "$", "", "no-corpus", "it is a named pipe; expected a file or a directory")],
            (await LoadAsync(path)).Mistakes);
    }

    [Fact]
    public async Task A_socket_and_a_device_are_mistakes_and_are_not_opened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only of Linux it is known what they are");
        using var files = new CorpusFiles(("c.json", Some.Corpus));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(files.PathOf("a.json")));
        File.CreateSymbolicLink(files.PathOf("b.jsonc"), "/dev/zero");
        Assert.Equal(
            ["a.json: it is a socket; expected a file", "b.jsonc: it is a device; expected a file"],
            (await LoadAsync(files.Root)).Mistakes.Select(mistake => $"{mistake.File}: {mistake.Message}"));
        Assert.Equal("it is a device; expected a file or a directory", Assert.Single((await LoadAsync("/dev/zero")).Mistakes).Message);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../..")]
    [InlineData("/")]
    public async Task A_link_upwards_leads_nowhere_new(string target)
    {
        using var files = new CorpusFiles(("corpus/deep/corpus.json", Some.Corpus), ("beside.json", "not of the corpus"));
        Directory.CreateSymbolicLink(files.PathOf("corpus/deep/up"), target == "/" ? target : Path.Combine(target, "."));
        Directory.CreateSymbolicLink(files.PathOf("corpus/deep/above"), files.Root);
        var loaded = await LoadAsync(files.PathOf("corpus"));
        Assert.Empty(loaded.Mistakes);
        Assert.Equal(3, loaded.Revision!.ClaimCount);
    }

    [Fact]
    public async Task A_directory_that_several_links_lead_to_is_read_once()
    {
        using var files = new CorpusFiles(("corpus/a.json", "{}"), ("shared/corpus.json", Some.Corpus));
        for (var i = 0; i < 3; i++) Directory.CreateSymbolicLink(files.PathOf($"corpus/link{i}"), files.PathOf("shared"));
        Directory.CreateSymbolicLink(files.PathOf("shared/back"), files.PathOf("corpus"));
        var loaded = await LoadAsync(files.PathOf("corpus"));
        Assert.Empty(loaded.Mistakes);
        Assert.Equal(3, loaded.Revision!.ClaimCount);
    }

    [Fact]
    public void A_link_to_itself_is_a_mistake_where_a_file_should_be()
    {
        using var files = new CorpusFiles(("corpus.json", Some.Corpus));
        File.CreateSymbolicLink(files.PathOf("self"), files.PathOf("self"));
        Assert.Empty(files.Mistakes());
        File.CreateSymbolicLink(files.PathOf("self.json"), files.PathOf("self.json"));
        Assert.Equal(("self.json", "unreadable-file"), Assert.Single(files.Mistakes()) is var told ? (told.File, told.Rule) : default);
    }

    [Fact]
    public void Files_of_both_extensions_are_read_and_others_are_passed_over()
    {
        using var files = new CorpusFiles(
            ("a.jsonc", Some.Corpus.Replace("\"tankers\"", "\"other\"", StringComparison.Ordinal)),
            ("b.json", "{}"), ("c.json.orig", "?"), ("d.txt", "?"), (".e.json", "?"), (".f/g.json", "?"));
        Assert.NotNull(files.Load().Revision);
        files.Write("a.jsonc", "?");
        Assert.Equal(["a.jsonc"], files.Mistakes().Select(mistake => mistake.File));
    }

    [Theory]
    [InlineData("a.JSON")]
    [InlineData("a.Json")]
    [InlineData("a.jsoN")]
    [InlineData("a.JSONC")]
    [InlineData("a.JsonC")]
    public void An_extension_may_be_in_any_letter_case(string name)
    {
        using var files = new CorpusFiles((name, Some.Corpus), ("b.json", "{}"));
        Assert.Equal(3, files.Load().Revision?.ClaimCount);
    }

    [Fact]
    public void A_file_of_more_than_a_GiB_is_a_mistake_and_is_not_read()
    {
        using var files = new CorpusFiles(("b.json", Some.Corpus));
        using (var file = File.OpenWrite(files.PathOf("a.json"))) file.SetLength((1L << 30) + 1);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var mistake = Assert.Single(files.Mistakes());
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - allocated < 1 << 28, "it was read");
        Assert.Equal(
            ("a.json", "too-large", "the file has 1073741825 bytes; the most is 1073741824"),
            (mistake.File, mistake.Rule, mistake.Message));
    }

    [Fact]
    public void An_unreadable_file_is_named_relative_like_any_other()
    {
        using var files = new CorpusFiles(("corpus.json", Some.Corpus));
        Directory.CreateDirectory(files.PathOf("deep"));
        File.CreateSymbolicLink(files.PathOf("deep/gone.json"), files.PathOf("nowhere"));
        var mistake = Assert.Single(files.Mistakes());
        Assert.Equal(Path.Combine("deep", "gone.json"), mistake.File);
        Assert.DoesNotContain(files.Root, mistake.ToString(), StringComparison.Ordinal);
    }

    private static Task<LoadedCorpus> LoadAsync(string path) => Task.Run(() => CorpusLoader.Load(path)).WaitAsync(_patience);

    private static void Pipe(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only of Linux it is known what they are");
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
