using Claims.Server;
using Claims.Server.Verbs;
using Claims.Tests.Curated;

namespace Claims.Tests.Verbs;

public class CommandLineTests
{
    [Theory]
    [InlineData("--Corpus:Pth=mine", "unknown key '--Corpus:Pth'; did you mean '--Corpus:Path'?")]
    [InlineData("--Corpuss:Path=mine", "unknown key '--Corpuss:Path'; did you mean '--Corpus:Path'?")]
    [InlineData("--Corpus__Path=mine", "unknown key '--Corpus__Path'; did you mean '--Corpus:Path'?")]
    [InlineData("--Corpus:Path:0=mine", "unknown key '--Corpus:Path:0'; did you mean '--Corpus:Path'?")]
    [InlineData("--corpus=mine", "unknown key '--corpus'; did you mean '--Corpus:Path'?")]
    [InlineData("--path=mine", "unknown key '--path'; did you mean '--Corpus:Path'?")]
    [InlineData("--url=http://localhost:1", "unknown key '--url'; did you mean '--urls'?")]
    [InlineData("--http-ports=1", "unknown key '--http-ports'; did you mean '--http_ports'?")]
    [InlineData("--Limits:WaitngBytes=1", "unknown key '--Limits:WaitngBytes'; did you mean '--Limits:WaitingBytes'?")]
    [InlineData("--Limit:WaitingBytes=1", "unknown key '--Limit:WaitingBytes'; did you mean '--Limits:WaitingBytes'?")]
    [InlineData("--Loging:LogLevel:Grpc=Debug", "unknown key '--Loging:LogLevel:Grpc'; did you mean '--Logging:LogLevel:Grpc'?")]
    [InlineData("--Kestrel:Endpoint:a:Url=x", "unknown key '--Kestrel:Endpoint:a:Url'; did you mean '--Kestrel:Endpoints:a:Url'?")]
    [InlineData("--hepl", "unknown key '--hepl'; did you mean '--help'?")]
    [InlineData("--nothing-like-it=1", "unknown key '--nothing-like-it'")]
    [InlineData("-p=80", "unknown key '-p'")]
    [InlineData("--=1", "unknown key '--'")]
    public async Task A_key_that_means_nothing_is_refused_with_what_it_may_have_meant(string setting, string problem)
    {
        foreach (var verb in (string[][])[[], ["serve"], ["healthcheck"]])
        {
            var run = await ServerProcess.RunAsync([.. verb, "--urls=http://127.0.0.1:0", setting]);
            Assert.Equal((64, ""), (run.ExitCode, run.Output));
            Assert.StartsWith(problem + Environment.NewLine, run.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("serve", "mine")]
    [InlineData("serve", "--Corpus:Path")]
    [InlineData("serve", "--Corpus:Path", "--urls=http://127.0.0.1:0")]
    [InlineData("--Corpus:Path=")]
    [InlineData("serve", "--", "mine")]
    [InlineData("chek", "corpus")]
    [InlineData("Check", "corpus")]
    [InlineData("check")]
    [InlineData("check", "one", "two")]
    [InlineData("check", "--quiet", "one")]
    [InlineData("verify", "corpus")]
    [InlineData("verify", "--article", "file")]
    [InlineData("verify", "corpus", "--article")]
    [InlineData("verify", "corpus", "--article=")]
    [InlineData("verify", "corpus", "--article=a", "--article=b")]
    [InlineData("verify", "corpus", "--text", "file")]
    [InlineData("schema", "--pretty")]
    [InlineData("schema", "file")]
    public async Task What_is_not_understood_is_told_and_nothing_is_done(params string[] args)
    {
        var run = await ServerProcess.RunAsync(args);
        Assert.Equal((64, ""), (run.ExitCode, run.Output));
        Assert.Contains("\nusage: Claims.Server ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'chek' is no verb; did you mean 'check'?", "chek", "corpus")]
    [InlineData("PATH is missing", "check")]
    [InlineData("'two' is one too many", "check", "one", "two")]
    [InlineData("verify has no option '--artcle'; did you mean '--article'?", "verify", "corpus", "--artcle=file")]
    [InlineData("check has no option '--verison'; did you mean '--version'?", "check", "--verison")]
    [InlineData("--article FILE is missing", "verify", "corpus")]
    [InlineData("--article has no value; expected --article=VALUE", "verify", "corpus", "--article")]
    [InlineData("'mine' is no setting; expected --KEY=VALUE, such as --Corpus:Path=mine", "serve", "mine")]
    public async Task A_mistake_is_told_first_and_in_a_line(string problem, params string[] args)
    {
        var run = await ServerProcess.RunAsync(args);
        Assert.Equal(problem, run.Errors.Split(Environment.NewLine)[0]);
    }

    [Theory]
    [InlineData("verify", "PATH", "--article", "FILE")]
    [InlineData("verify", "PATH", "--article=FILE")]
    [InlineData("verify", "--article", "FILE", "PATH")]
    [InlineData("verify", "--article=FILE", "PATH")]
    [InlineData("verify", "--article=FILE", "--", "PATH")]
    public async Task An_option_stands_before_the_path_or_behind_it_with_a_space_or_an_equals_sign(params string[] words)
    {
        var run = await ServerProcess.RunAsync([.. words.Select(word => word
            .Replace("PATH", Some.Sample("invented"), StringComparison.Ordinal)
            .Replace("FILE", Some.Sample("invented-articles/salt-talks.txt"), StringComparison.Ordinal))]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData("--Corpus:Path", "ROOT")]
    [InlineData("--Corpus:Path=ROOT")]
    [InlineData("serve", "--Corpus:Path", "ROOT")]
    [InlineData("serve", "--corpus:path", "ROOT", "--Logging:LogLevel:Default", "Debug")]
    public async Task A_setting_is_given_with_a_space_or_an_equals_sign(params string[] words)
    {
        // That it is read shows in what is wrong with the corpus.
        using var files = new CorpusFiles(("corpus.json", "[]"));
        var run = await ServerProcess.RunAsync(
            [.. words.Select(word => word.Replace("ROOT", files.Root, StringComparison.Ordinal)), "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith($"1 mistake in {files.Root}; the corpus is not served.{Environment.NewLine}", run.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_may_look_like_an_option()
    {
        var run = await ServerProcess.RunAsync("check", "--", "--help");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("--help:1:1: error no-corpus: ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_names_every_verb(string word)
    {
        var run = await ServerProcess.RunAsync(word);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.All(
            ["serve", "check PATH", "verify PATH --article FILE", "schema", "healthcheck"],
            verb => Assert.Contains($"\n  {verb} ", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_verb_tells_of_itself_and_does_nothing_else()
    {
        foreach (var verb in Verb.All)
        {
            foreach (var words in (string[][])[
                [verb.Name, "--help"], [verb.Name, "-h"], ["help", verb.Name], [verb.Name, "no/such/path", "--help"]])
            {
                var run = await ServerProcess.RunAsync(words);
                Assert.Equal((0, ""), (run.ExitCode, run.Errors));
                Assert.StartsWith($"usage: Claims.Server {verb.Synopsis}{Environment.NewLine}", run.Output, StringComparison.Ordinal);
                Assert.Contains("Exits with 0", run.Output, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("check", "--version")]
    public async Task The_version_is_told(params string[] words)
    {
        var run = await ServerProcess.RunAsync(words);
        Assert.Equal((0, ServerVersion.Text + Environment.NewLine, ""), (run.ExitCode, run.Output, run.Errors));
    }
}
