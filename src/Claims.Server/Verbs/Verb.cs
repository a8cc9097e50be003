using Claims.Server.Hosting;

namespace Claims.Server.Verbs;

/// <summary>
/// Something that the program can be told to do.
/// </summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Operands">What must be given, in this order.</param>
/// <param name="Option">An option that must be given, with its value, before or behind the operands; or null.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Details">What whoever uses it has to know.</param>
/// <param name="RunAsync">Does it with the values of its operands and then its option, or with its settings, and answers
/// the exit code.</param>
internal sealed record Verb(
    string Name,
    IReadOnlyList<(string Name, string Meaning)> Operands,
    (string Name, string Value, string Meaning)? Option,
    string Summary,
    string Details,
    Func<string[], Task<int>> RunAsync)
{
    private static readonly (string, string) _corpus =
        ("PATH", "the corpus: a file, or a directory tree of .json and .jsonc files");

    /// <summary>Every verb. The first is meant where none is named.</summary>
    public static readonly IReadOnlyList<Verb> All =
    [
        new("serve", [], null, "serve the corpus over gRPC (the default)",
            "Exits with 0 when told to stop, with 1 where it cannot start, and with 2 where the corpus has a mistake.",
            Serve.RunAsync),
        new("check", [_corpus], null, "load a corpus and report every mistake",
            "Exits with 0, or with 2 where there is a mistake.",
            values => Task.FromResult(Check.Run(values[0]))),
        new("verify", [_corpus], ("--article", "FILE", "the article's text in UTF-8, a blank line between paragraphs"),
            "compare an article's text with its claims",
            "Compares the text with the digests of its claims, asks that what is quoted is the article's and that claims "
                + "are not,\nand prints each claim beside its span, and each paragraph that no claim points to.\n"
                + "Exits with 0, or with 2 where something does not agree.",
            values => Task.FromResult(Verify.Run(values[0], values[1]))),
        new("schema", [], null, "print the JSON Schema of curated files",
            "Exits with 0.",
            _ => Task.FromResult(Schema.Run())),
        new("healthcheck", [], null, "ask the server on this machine whether it serves",
            "Asks the server that runs here with the same settings. Exits with 0 where it serves, or with 1.",
            HealthCheck.RunAsync),
    ];

    /// <summary>Whether it takes the settings of the configuration, each by its key.</summary>
    public bool TakesSettings => Name is "serve" or "healthcheck";

    /// <summary>How it is written.</summary>
    public string Synopsis => string.Join(' ', [
        Name, .. Operands.Select(operand => operand.Name),
        .. Option is { } option ? [$"{option.Name} {option.Value}"] : Array.Empty<string>(),
        .. TakesSettings ? ["[--KEY=VALUE …]"] : Array.Empty<string>()]);

    /// <summary>What <c>--help</c> says of it.</summary>
    public string Help
    {
        get
        {
            List<(string, string)> words = [.. Operands];
            if (Option is { } option) words.Add(($"{option.Name} {option.Value}", option.Meaning));
            if (TakesSettings)
            {
                words.AddRange(Settings.Known.Where(setting => setting.Meaning.Length > 0)
                    .Select(setting => ($"--{setting.Key}=…", setting.Meaning)));
            }

            return $"usage: Claims.Server {Synopsis}\n\n{char.ToUpperInvariant(Summary[0])}{Summary[1..]}.\n\n"
                + Usage.Table(words) + (words.Count > 0 ? "\n" : "") + Details;
        }
    }
}
