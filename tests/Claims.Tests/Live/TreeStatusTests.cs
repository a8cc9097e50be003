using Claims.Server.Live;
using Claims.Tests.Curated;

namespace Claims.Tests.Live;

public class TreeStatusTests
{
    [Fact]
    public void Files_that_nobody_touched_are_the_same()
    {
        using var files = new CorpusFiles(("a.json", "{}"), ("b/c.json", "{}"));
        Assert.Equal(TreeStatus.Of(files.Root), TreeStatus.Of(files.Root));
        Assert.Equal(TreeStatus.Of(files.PathOf("a.json")), TreeStatus.Of(files.PathOf("a.json")));
    }

    public static TheoryData<string> Changes =>
        ["written", "written alike", "added", "taken away", "renamed", "replaced", "linked", "dated", "vanished"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_is_done_to_a_file_is_seen(string change)
    {
        using var files = new CorpusFiles(("a.json", "{ }"), ("b/c.json", "{ }"), ("d/c.json", "{ }"));
        var link = files.PathOf("link");
        Directory.CreateSymbolicLink(link, files.PathOf("b"));
        var (a, moved) = (files.PathOf("a.json"), files.PathOf("moved.json"));
        var before = TreeStatus.Of(files.Root);
        var linked = TreeStatus.Of(link);
        switch (change)
        {
            case "written":
                files.Write("a.json", "{  }");
                break;
            case "written alike":
                // With the same length and the same times, but for the one that nobody can set.
                var time = File.GetLastWriteTimeUtc(a);
                files.Write("a.json", "[ ]");
                File.SetLastWriteTimeUtc(a, time);
                break;
            case "added":
                files.Write("e.json", "{ }");
                break;
            case "taken away":
                File.Delete(a);
                break;
            case "renamed":
                File.Move(a, moved);
                break;
            case "replaced":
                File.Copy(a, moved);
                File.SetLastWriteTimeUtc(moved, File.GetLastWriteTimeUtc(a));
                File.Move(moved, a, overwrite: true);
                break;
            case "linked":
                Directory.Delete(link);
                Directory.CreateSymbolicLink(link, files.PathOf("d"));
                Assert.NotEqual(linked, TreeStatus.Of(link));
                return;
            case "dated":
                File.SetLastWriteTimeUtc(a, DateTime.UnixEpoch);
                break;
            default:
                Assert.NotEqual(before, TreeStatus.Of(files.PathOf("nothing")));
                return;
        }

        Assert.NotEqual(before, TreeStatus.Of(files.Root));
    }

    [Fact]
    public void What_has_just_been_written_could_be_written_again_and_look_the_same()
    {
        using var files = new CorpusFiles(("a.json", "{}"));
        Assert.False(TreeStatus.Of(files.Root).IsSettled);
        Assert.True(TreeStatus.Of(RunningServer.ShippedCorpus).IsSettled);
    }
}
