namespace Claims.Tests.Telemetry;

[Collection(Heard.Name)]
public class CorpusMetricsTests
{
    [Fact]
    public async Task The_corpus_is_told_as_it_is_and_how_it_came_to_be()
    {
        var directory = Directory.CreateTempSubdirectory("claims-metrics-").FullName;
        try
        {
            CopyTo(directory, RunningServer.ShippedCorpus);
            await using var server = await RunningServer.StartLiveAsync(directory);
            using var measured = new Measured(server);
            var before = measured.Observe();
            var revision = server.Held.Current.Revision;
            Assert.Equal(revision.ClaimCount, before["claims.corpus.claims"]);
            Assert.Equal(revision.Articles.Count, before["claims.corpus.articles"]);
            Assert.Equal(revision.IndexBytes, before["claims.corpus.mapped"]);
            Assert.Equal(1, before[$"claims.revision.info {server.Revision}"]);
            Assert.InRange(before["claims.revision.age"], 0, RunningServer.Patience.TotalSeconds);
            Assert.Equal((0, 0, 0), Loads(before));

            var broken = Path.Combine(directory, "broken.json");
            await File.WriteAllTextAsync(broken, "{");
            server.Reload!.Force();
            await server.Logs.FirstAsync(line => line.Id.Id == 5);
            await UntilAsync(() => server.Held.LastFailedLoad is not null);
            var (reloads, failed, failing) = Loads(measured.Observe());
            Assert.Equal((0, 1), (reloads, failing));
            Assert.True(failed > 0);

            File.Delete(broken);
            CopyTo(directory, Path.Combine(RunningServer.AllCorpora, "same-day"));
            server.Reload!.Force();
            await server.Logs.FirstAsync(line => line.Id.Id == 4);
            await UntilAsync(() => server.Held.LastFailedLoad is null);
            var after = measured.Observe();
            Assert.Equal((1, failed, 0), Loads(after));
            Assert.Equal(server.Held.Current.Revision.ClaimCount, after["claims.corpus.claims"]);
            Assert.Equal(1, after[$"claims.revision.info {server.Held.Current.Id}"]);
            Assert.Single(after.Keys, key => key.StartsWith("claims.revision.info", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void CopyTo(string directory, string corpus)
    {
        foreach (var file in Directory.GetFiles(corpus)) File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
    }

    private static (double Reloads, double Failed, double Failing) Loads(IReadOnlyDictionary<string, double> observed) =>
        (observed["claims.corpus.reloads"], observed["claims.corpus.failed_reloads"], observed["claims.corpus.failing"]);

    // It is logged just before.
    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo()) await Task.Yield();
    }
}
