namespace Claims.Tests.Telemetry;

/// <summary>
/// Tests that run one after the other: whoever listens to spans hears all servers of the process.
/// </summary>
[CollectionDefinition(Name)]
public sealed class Heard
{
    public const string Name = "telemetry";
}
