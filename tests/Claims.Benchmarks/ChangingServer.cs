using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Claims.V1;
using Grpc.Net.Client;

namespace Claims.Benchmarks;

/// <summary>
/// The server on a copy of a corpus in a directory of its own, gone afterwards, of which a file can be changed over and
/// over.
/// </summary>
internal sealed class ChangingServer : IAsyncDisposable
{
    // Properties of a claim: { "articles": [ { "claims": [ { here.
    private const int ClaimDepth = 5;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    private readonly string _directory = Directory.CreateTempSubdirectory("claims-changing-").FullName;
    private readonly string _file;
    private readonly byte[] _content;
    private readonly int _textEnd;
    private GrpcChannel? _channel;
    private int _changes;

    private ChangingServer(string corpus)
    {
        var copy = Directory.CreateDirectory(Path.Combine(_directory, "corpus")).FullName;
        var root = File.Exists(corpus) ? Path.GetDirectoryName(Path.GetFullPath(corpus))! : corpus;
        foreach (var file in CorpusFiles.Of(corpus))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        (_file, _content, _textEnd) =
            CorpusFiles.Of(copy).Select(ChangeableOf).FirstOrDefault(found => found.TextEnd > 0);
        if (_textEnd == 0) throw new ScenarioException($"{corpus} has no claims to change.");
    }

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>Where the server keeps what it compiles.</summary>
    public string CachePath => Path.Combine(_directory, "cache");

    /// <summary>Calls the server.</summary>
    public ClaimsService.ClaimsServiceClient Client => new(_channel);

    /// <summary>Copies a corpus, and serves the copy.</summary>
    public static async Task<ChangingServer> StartAsync(string corpus)
    {
        var changing = new ChangingServer(corpus);
        try
        {
            changing.Server = await ServerProcess.StartAsync("Claims.Server", "serve",
                $"--Corpus:Path={Path.Combine(changing._directory, "corpus")}",
                $"--Corpus:CachePath={changing.CachePath}", "--Corpus:PollSeconds=0.05", "--Web:Urls=");
            changing._channel = GrpcChannel.ForAddress(changing.Server.Address);
            return changing;
        }
        catch
        {
            await changing.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replaces a file by one in which a claim has a text that it never had, and waits for it.</summary>
    /// <returns>How long it took until it was served.</returns>
    /// <exception cref="ScenarioException">It was not taken.</exception>
    public async Task<TimeSpan> ChangeAsync()
    {
        var before = (await Client.GetCorpusAsync(new())).Revision;
        var changed = Path.Combine(_directory, "changed");
        await using (var file = File.Create(changed))
        {
            // Of the same length each time.
            await file.WriteAsync(_content.AsMemory(0, _textEnd));
            var change = string.Create(CultureInfo.InvariantCulture, $" {_changes++:D9}");
            await file.WriteAsync(Encoding.ASCII.GetBytes(change));
            await file.WriteAsync(_content.AsMemory(_textEnd));
        }

        var start = Stopwatch.GetTimestamp();
        File.Move(changed, _file, overwrite: true);
        while (true)
        {
            var corpus = await Client.GetCorpusAsync(new());
            var time = Stopwatch.GetElapsedTime(start);
            if (corpus.Revision != before) return time;
            if (corpus.LastFailedLoad is { } failed) throw new ScenarioException($"A change was not taken: {failed}");
            if (time > _patience) throw new ScenarioException($"A change was not served within {_patience}.");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (Server is not null) await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // Where the text of a file's first claim ends, 0 where there is none.
    private static (string File, byte[] Content, int TextEnd) ChangeableOf(string file)
    {
        var content = File.ReadAllBytes(file);
        var json = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != ClaimDepth) continue;
            if (!json.ValueTextEquals("text"u8)) continue;
            json.Read();
            return (file, content, (int)json.BytesConsumed - 1);
        }

        return (file, content, 0);
    }
}
