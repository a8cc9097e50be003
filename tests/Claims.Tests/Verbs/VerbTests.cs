using System.Net;
using System.Net.Sockets;
using Claims.Tests.Curated;

namespace Claims.Tests.Verbs;

public class VerbTests
{
    [Fact]
    public async Task Check_says_what_a_good_corpus_holds()
    {
        using var files = new CorpusFiles(("corpus.json", Some.Corpus));
        var revision = files.Load().Revision!;
        var run = await ServerProcess.RunAsync("check", files.Root);
        Assert.Equal($"no mistakes; claims: 3, articles: 1, sources: 3, revision: {revision.Id}{Environment.NewLine}", run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task Check_says_what_is_wrong_with_a_bad_corpus()
    {
        using var files = new CorpusFiles(("corpus.json", Some.CorpusWith("\"title\":", "\"titel\":")), ("other.json", "[]"));
        var run = await ServerProcess.RunAsync("check", files.Root);
        Assert.Equal(
            $"""
            corpus.json:52:7: error unknown-member: unknown member 'titel'; did you mean 'title'?
                at $.articles[0].titel in articles/port
            other.json:1:1: error wrong-type: expected an object, given an array
                at $
            2 mistakes in {files.Root}; the corpus is not served.

            """,
            run.Errors);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Check_says_so_where_there_is_no_corpus()
    {
        var run = await ServerProcess.RunAsync("check", "no/such/path");
        Assert.Equal(
            """
            no/such/path:1:1: error no-corpus: no such file or directory
                at $
            1 mistake in no/such/path; the corpus is not served.

            """,
            run.Errors);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData]
    [InlineData("serve")]
    public async Task Serve_does_not_start_on_a_bad_corpus_and_says_why(params string[] verb)
    {
        using var files = new CorpusFiles(("corpus.json", Some.CorpusWith("\"title\":", "\"titel\":")));
        var run = await ServerProcess.RunAsync([.. verb, "--urls=http://127.0.0.1:0", $"--Corpus:Path={files.Root}"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("corpus.json:52:7: error unknown-member: ", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"1 mistake in {files.Root}; the corpus is not served.{Environment.NewLine}", run.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_says_so_in_a_line_where_its_port_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var run = await ServerProcess.RunAsync("serve", $"--urls=http://{taken.LocalEndpoint}");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"cannot listen on http://{taken.LocalEndpoint}: Address already in use{Environment.NewLine}", run.Errors);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_prints_the_file()
    {
        var run = await ServerProcess.RunAsync("schema");
        Assert.Equal(SourceTree.Read("src/Claims.Curated/corpus.schema.json"), run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }
}
