using System.Net.Sockets;
using Claims.Curated;
using Claims.Server.Access;
using Claims.Server.Hosting;
using Claims.Server.Live;
using Claims.V1;

namespace Claims.Server.Verbs;

/// <summary>
/// <c>serve</c>: loads the corpus, and serves it until the process is told to stop.
/// </summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] settings)
    {
        // Two things at a time from here on. Reading the contract's descriptors takes as long as a small corpus.
        _ = Task.Run(() => Claim.Descriptor);
        var builder = ServerApplication.CreateBuilder(settings);
        var path = ServerApplication.CorpusPath(builder.Configuration);
        var corpus = ServerApplication.Held(builder.Configuration);
        var cachePath = ServerApplication.CachePath(builder.Configuration, out var isCacheGiven);
        var problem = "";
        var cache = cachePath is null ? null : CorpusCache.TryOpen(cachePath, path, out problem);
        using var compiler = new CorpusCompiler(path, cache);
        using var reload = new CorpusReload(corpus, compiler, path, ServerApplication.CorpusPoll(builder.Configuration));
        var loading = Task.Run(() => Check.ReportedOf(compiler.Load(), path));
        await using var app = ServerApplication.Build(builder, corpus);
        if (await loading is not { } revision) return ExitCode.Mistake;

        LoadingGarbage.GiveBack(revision.ClaimCount);

        // Nobody asked for the default, and there are machines without a place for it.
        problem = compiler.CacheProblem ?? problem;
        if (problem.Length > 0 && isCacheGiven) ServerLog.NotKept(app.Logger, cachePath!, problem);
        corpus.Publish(revision);
        ServerLog.Loaded(app.Logger, revision.Id, path, revision.ClaimCount, revision.Articles.Count);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException
            && e.GetBaseException() is SocketException refused)
        {
            // The port is taken, most often; or it is the superuser's, or the address none of this machine.
            Console.Error.WriteLine(
                $"cannot listen on {Listening.AllAddressesIn(app.Configuration)[app.Urls.Count]}: {refused.Message}");
            return ExitCode.Failure;
        }

        TellOfKeysInTheClear(app);
        reload.Start(app.Logger);
        await app.WaitForShutdownAsync();
        return ExitCode.Success;
    }

    // Behind a proxy they are, but on the way that it has to itself.
    private static void TellOfKeysInTheClear(WebApplication app)
    {
        var access = app.Services.GetRequiredService<AccessSettings>();
        if (access.HasTls || !access.IsGuarded || app.Configuration["Proxy:Addresses"] is { Length: > 0 }) return;
        var open = Listening.AllAddressesIn(app.Configuration).FirstOrDefault(address => !Listening.IsOfThisMachine(address));
        if (open is not null) ServerLog.KeysInTheClear(app.Logger, open);
    }
}
