using Claims.Server.Hosting;

namespace Claims.Server.Verbs;

/// <summary>
/// <c>serve</c>: loads the corpus, and serves it until the process is told to stop.
/// </summary>
internal static class Serve
{
    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = ServerApplication.CreateBuilder(settings);
        var path = ServerApplication.CorpusPath(builder.Configuration);
        if (Check.LoadOrReport(path) is not { } revision)
        {
            return ExitCode.Mistake;
        }

        await using var app = ServerApplication.Build(builder, revision);
        ServerLog.Loaded(app.Logger, revision.Id, path, revision.Claims.Count, revision.Articles.Count);
        try
        {
            await app.RunAsync();
            return ExitCode.Success;
        }
        catch (IOException e)
        {
            // The port is taken, most often; Kestrel's message names it.
            Console.Error.WriteLine(e.Message);
            return ExitCode.Failure;
        }
    }
}
