using System.Globalization;

namespace Claims.Server.Limits;

/// <summary>
/// How many files and connections the process may have open at once.
/// </summary>
internal static class DescriptorLimit
{
    /// <summary>
    /// What it takes to serve: about 200 are open when the server has started, two for each assembly, before anybody
    /// connects, and about 320 with all that can be configured. With fewer, the runtime fails wherever it happens to want the
    /// next one, and names something else.
    /// </summary>
    private const int Least = 384;

    /// <summary>How many descriptors the process may have; as good as endless where the system does not tell.</summary>
    public static int Current
    {
        get
        {
            // As Linux has it: the name, then the limit that is in force, then the highest that may be asked for. The
            // runtime has asked for that one by now.
            const string Limits = "/proc/self/limits";
            const string Name = "Max open files";
            var lines = File.Exists(Limits) ? File.ReadLines(Limits) : [];
            var line = lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
            var words = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return int.TryParse(words?[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
        }
    }

    /// <summary>Too low a limit as one sentence; null where there are enough.</summary>
    public static string? Problem() => Current is < Least and var limit
        ? $"too few file descriptors: {limit} allowed; expected at least {Least} (ulimit -n)"
        : null;
}
