using Claims.Benchmarks;

try
{
    return args switch
    {
        ["wire"] => await Wire.RunAsync(),
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
