namespace Claims.Server.Verbs;

/// <summary>
/// What the program says of its verbs: asked for with <c>--help</c>, or told where a command line is not understood.
/// </summary>
internal static class Usage
{
    private const int Indent = 2;

    private static string General =>
        "usage: Claims.Server [VERB]\n\n"
            + Table(Verb.All.Select(verb => (verb.Synopsis, verb.Summary))
                .Append(("--version", "print which version this is")))
            + "\nClaims.Server VERB --help tells more of each.";

    /// <summary>Prints the help of a verb, or of the program where it is null.</summary>
    public static int Print(Verb? verb)
    {
        Console.Out.WriteLine((verb?.Help ?? General).ReplaceLineEndings());
        return ExitCode.Success;
    }

    /// <summary>Says what is not understood, and how a verb, or the program where it is null, is called.</summary>
    public static int Refuse(Verb? verb, string problem)
    {
        Console.Error.WriteLine(problem);
        Console.Error.WriteLine((verb is null
            ? General
            : $"usage: Claims.Server {verb.Synopsis}\nClaims.Server {verb.Name} --help tells more.")
            .ReplaceLineEndings());
        return ExitCode.Usage;
    }

    /// <summary>Words, a line each, and beside them what they mean.</summary>
    public static string Table(IEnumerable<(string Word, string Meaning)> rows)
    {
        var list = rows.ToList();
        var width = list.Select(row => row.Word.Length).DefaultIfEmpty().Max();
        return string.Concat(list.Select(row =>
            $"{new string(' ', Indent)}{row.Word.PadRight(width)}  {row.Meaning}\n"));
    }
}
