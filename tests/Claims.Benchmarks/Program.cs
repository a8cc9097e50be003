using Claims.Benchmarks;

try
{
    return args switch
    {
        ["wire"] => await Wire.RunAsync(),
        ["bare", var size, .. var settings] => await BareService.RunAsync(int.Parse(size, null), settings),
        _ => Usage.Run(args),
    };
}
catch (ScenarioException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
