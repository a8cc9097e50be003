using Claims.Curated;

namespace Claims.Server.Verbs;

/// <summary>
/// <c>schema</c>: prints the JSON Schema of curated files.
/// </summary>
internal static class Schema
{
    public static int Run()
    {
        using var schema = typeof(Diagnostic).Assembly.GetManifestResourceStream("corpus.schema.json")!;
        using var output = Console.OpenStandardOutput();
        schema.CopyTo(output);
        return ExitCode.Success;
    }
}
