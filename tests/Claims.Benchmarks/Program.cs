using Claims.Benchmarks;
using Claims.Benchmarks.Queries;
using Claims.Benchmarks.Searches;
using Claims.Benchmarks.Siblings;

try
{
    return args switch
    {
        ["query", var corpus] => await QueryScenario.RunAsync(corpus, plans: false),
        ["query", var corpus, "--plans"] => await QueryScenario.RunAsync(corpus, plans: true),
        ["crowd", var corpus] => await CrowdScenario.RunAsync(corpus),
        ["wire"] => await Wire.RunAsync(CorpusFiles.Shipped),
        ["wire", var corpus] => await Wire.RunAsync(corpus),
        ["telemetry", var corpus] => await Telemetry.RunAsync(corpus, before: null),
        ["telemetry", var corpus, var before] => await Telemetry.RunAsync(corpus, before),
        ["guarded", var corpus] => await Guarded.RunAsync(corpus),
        ["search", var corpus] => await SearchScenario.RunAsync(corpus),
        ["siblings", var corpus] => SiblingScenario.Run(corpus),
        ["reconcile", var corpus] => await Reconcile.RunAsync(corpus),
        ["load", var corpus] => await LoadTime.RunAsync(corpus),
        ["change", var corpus] => await ChangeTime.RunAsync(corpus),
        ["reloads", var corpus] => await Reloads.RunAsync(corpus, times: 1000),
        ["reloads", var corpus, var times] => await Reloads.RunAsync(corpus, int.Parse(times, null)),
        ["export", var corpus] => await Exports.RunAsync(corpus),
        ["scale", var small, var large] => await Scale.RunAsync(small, large),
        ["start"] => await StartTime.RunAsync(),
        ["calls", var file, var connections, var atATime] =>
            await LoadGenerator.ServeAsync(file, int.Parse(connections, null), int.Parse(atATime, null)),
        ["bare-pages", var file, .. var settings] => await BarePages.RunAsync(file, settings),
        ["bare-file", var file, .. var settings] => await Exports.ServeFileAsync(file, settings),
        ["bare-names", var file, .. var settings] => await BareNames.RunAsync(file, settings),
        ["bare", var size, .. var settings] => await BareService.RunAsync(int.Parse(size, null), settings),
        ["generate", var claims, var directory] => Generate.Run(int.Parse(claims, null), directory, seed: 1),
        ["generate", var claims, var directory, var seed] =>
            Generate.Run(int.Parse(claims, null), directory, int.Parse(seed, null)),
        _ => Usage.Run(args),
    };
}
catch (ScenarioException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
