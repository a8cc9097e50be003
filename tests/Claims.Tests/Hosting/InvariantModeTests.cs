using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Claims.Tests.Rpc;
using Claims.V1;
using Grpc.Net.Client;

namespace Claims.Tests.Hosting;

/// <summary>The server as its image runs it, without ICU.</summary>
public sealed partial class InvariantModeTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(RunningServer.Patience);
    private Process? _process;

    [Fact]
    public async Task Equal_text_is_equal_where_nothing_can_be_normalized()
    {
        var texts = Enumerable.Range(0x80, 0x1FF80).Where(Rune.IsValid).Select(value => new Rune(value))
            .Where(Rune.IsLetter)
            .Select(rune => (Composed: $"x{rune}z", Decomposed: $"x{rune}z".Normalize(NormalizationForm.FormD)))
            .Where(text => text.Composed != text.Decomposed && text.Composed.Length < 8)
            .Where((text, i) => text.Composed[1] is not (>= '\uAC00' and < '\uD7B0') || i % 97 == 0)
            .ToList();
        Assert.InRange(texts.Count, 1500, 4000);

        // As many claims in many articles as there are forms.
        var claims = texts.Select((text, i) =>
        {
            var claim = Made.Claim($"articles/a/claims/c{i}", "2016");
            claim.Text = text.Decomposed;
            return claim;
        });
        using var files = Made.Corpus([Made.Article("articles/a", "2016")], claims);
        using var channel = GrpcChannel.ForAddress(await StartAsync(files.Root));
        var client = new ClaimsService.ClaimsServiceClient(channel);
        for (var i = 0; i < texts.Count; i++)
        {
            var request = new SearchClaimsRequest { Query = texts[i].Composed.ToUpperInvariant(), Parent = "articles/-", PageSize = 1000 };
            var answer = await client.SearchClaimsAsync(request, cancellationToken: _patience.Token);
            Assert.True(
                answer.Results.Any(result => result.Claim.Name == $"articles/a/claims/c{i}"), $"{(int)texts[i].Composed[1]:X4}");
        }
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        _patience.Dispose();
    }

    private async Task<string> StartAsync(string corpus)
    {
        var start = new ProcessStartInfo("dotnet", [Verbs.ServerProcess.Path, "--urls=http://127.0.0.1:0", "--Web:Urls=", $"--Corpus:Path={corpus}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        _process = Process.Start(start)!;
        while (await _process.StandardOutput.ReadLineAsync(_patience.Token) is { } line)
        {
            if (ListeningLine().Match(line) is { Success: true } listening) return listening.Groups[1].Value;
        }

        throw new InvalidOperationException("The server does not start.");
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
