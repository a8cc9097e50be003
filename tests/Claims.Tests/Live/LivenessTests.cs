using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Claims.Tests.Live;

/// <summary>
/// Nobody sees anything but whole revisions, forwards, while the corpus changes under all who read. <c>LIVE_RELOADS</c> and
/// <c>LIVE_CLIENTS</c> make it longer: see <c>tests/robustness/live</c>.
/// </summary>
public class LivenessTests
{
    private static readonly int _reloads = Number("LIVE_RELOADS", 40);
    private static readonly int _clients = Number("LIVE_CLIENTS", 8);

    [Fact]
    public async Task Whoever_reads_walks_or_watches_sees_whole_revisions_and_never_goes_back_while_the_corpus_changes()
    {
        const int Seed = 12;
        var model = new LiveModel();
        using var corpus = new ChangingCorpus(model, Seed);
        await using var server = await RunningServer.StartLiveAsync(corpus.Path, TimeSpan.FromSeconds(0.05));
        using var end = new CancellationTokenSource();
        var clients = new LiveClients(server, model, end.Token);
        var running = Enumerable.Range(0, _clients).Select(client => (client % 4) switch
        {
            0 => clients.WalkAsync(client),
            1 => clients.WatchAsync(client),
            _ => clients.ReadAsync(client),
        }).ToList();

        var random = new Random(Seed);
        for (var i = 0; i < _reloads; i++)
        {
            await corpus.ChangeAsync(async isCorpus =>
            {
                // Sometimes it is taken or refused before more comes, sometimes more comes meanwhile.
                if (random.Next(3) == 0) return;
                if (isCorpus) await IsServedAsync(server, corpus.Current);
                else await IsRefusedAsync(server);
            });
            Assert.All(running, client => Assert.False(client.IsFaulted, $"{client.Exception}"));
        }

        await IsServedAsync(server, corpus.Current);
        await end.CancelAsync();
        await Task.WhenAll(running).WaitAsync(RunningServer.Patience);
        Assert.True(clients.Answers > _reloads, $"{clients.Answers} answers");
        Assert.DoesNotContain(server.Logs.All, record => record.Level >= LogLevel.Warning && record.Id.Id is not (5 or 6));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{_reloads} reloads, {_clients} clients: {clients.Answers} answers checked, 0 violations, "
            + $"{server.Logs.All.Count(record => record.Id.Id == 4)} revisions taken, "
            + $"{server.Logs.All.Count(record => record.Id.Id == 5)} refused");
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : otherwise;

    private static async Task IsServedAsync(RunningServer server, string revision)
    {
        while (true)
        {
            var beat = server.Held.NextBeat;
            if (server.Held.Current.Id == revision) return;
            await beat.WaitAsync(RunningServer.Patience);
        }
    }

    private static async Task IsRefusedAsync(RunningServer server)
    {
        var before = server.Held.LastFailedLoad;
        server.Reload!.Force();
        while (ReferenceEquals(server.Held.LastFailedLoad, before)) await Task.Delay(1);
    }
}
