namespace Claims.Benchmarks;

/// <summary>
/// A scenario could not be run, or what it measured is not what it set out to measure.
/// </summary>
internal sealed class ScenarioException(string message) : Exception(message);
