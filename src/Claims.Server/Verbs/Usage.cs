namespace Claims.Server.Verbs;

/// <summary>
/// <c>--help</c>, and whatever is not understood.
/// </summary>
internal static class Usage
{
    private const string Text = """
        usage: Claims.Server [VERB]

          serve [--KEY=VALUE …]         serve the corpus over gRPC (the default); keys are those of the configuration,
                                        such as --Corpus:Path=DIR
          check PATH                    load a corpus and report every mistake; exit 0 or 2
          verify PATH --article FILE    compare an article's text with the digests of its claims, and print each claim
                                        beside its span; exit 0 or 2
          schema                        print the JSON Schema of curated files
          healthcheck [--KEY=VALUE …]   ask the server on this machine whether it serves; exit 0 or 1
        """;

    public static int Run(string[] args)
    {
        if (args is ["--help"])
        {
            Console.Out.WriteLine(Text);
            return ExitCode.Success;
        }

        Console.Error.WriteLine($"not understood: {string.Join(' ', args)}");
        Console.Error.WriteLine(Text);
        return ExitCode.Usage;
    }
}
