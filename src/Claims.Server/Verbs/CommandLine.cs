using Claims.Catalog;
using Claims.Server.Hosting;

namespace Claims.Server.Verbs;

/// <summary>
/// Reads the command line: a verb, its operands and its options, in any order, each option as <c>--NAME=VALUE</c> or
/// <c>--NAME VALUE</c>.
/// </summary>
/// <remarks>
/// System.CommandLine would do all of this but the settings, and takes 16 ms of a start of 320 ms to do it.
/// </remarks>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        if (args is ["help", .. var asked]) args = [.. asked, "--help"];
        var isNamed = args.Length > 0 && !args[0].StartsWith('-');
        var verb = isNamed ? Verb.All.FirstOrDefault(verb => verb.Name == args[0]) : Verb.All[0];
        var options = args.TakeWhile(word => word != "--").ToList();
        if (options.Contains("--version"))
        {
            Console.Out.WriteLine(ServerVersion.Text);
            return Task.FromResult(ExitCode.Success);
        }

        if (verb is null)
        {
            var given = Quote.Cut(args[0]);
            return Task.FromResult(Usage.Refuse(
                null, $"'{given}' is no verb{Suggestion.Of(given, Verb.All.Select(known => known.Name))}"));
        }

        if (options.Contains("--help") || options.Contains("-h"))
        {
            return Task.FromResult(Usage.Print(isNamed ? verb : null));
        }

        return Read(verb, isNamed ? args[1..] : args, out var values) is { } problem
            ? Task.FromResult(Usage.Refuse(verb, problem))
            : verb.RunAsync(values);
    }

    /// <summary>The values that a verb is given.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="words">What stands behind it.</param>
    /// <param name="values">Those of its operands, then that of its option; or its settings, each as
    /// <c>--KEY=VALUE</c>.</param>
    /// <returns>What is wrong with them, or null.</returns>
    private static string? Read(Verb verb, string[] words, out string[] values)
    {
        values = [];
        var (operands, options) = (new List<string>(), new List<string>());
        var onlyOperands = false;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (onlyOperands || word is "-" || !word.StartsWith('-'))
            {
                if (operands.Count == verb.Operands.Count) return Surplus(verb, word);
                operands.Add(word);
                continue;
            }

            if (word == "--")
            {
                onlyOperands = true;
                continue;
            }

            var end = word.IndexOf('=');
            var name = end < 0 ? word : word[..end];
            if (!Knows(verb, name)) return Unknown(verb, name);
            if (end < 0 && (i + 1 == words.Length || words[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                return $"{name} has no value; expected {name}=VALUE";
            }

            var value = end < 0 ? words[++i] : word[(end + 1)..];
            if (value.Length == 0 && !Settings.MayBeEmpty(name[2..])) return $"{name} has an empty value";
            if (!verb.TakesSettings && options.Count > 0) return $"{name} is given twice";
            options.Add(verb.TakesSettings ? $"{name}={value}" : value);
        }

        if (operands.Count < verb.Operands.Count) return $"{verb.Operands[operands.Count].Name} is missing";
        if (options.Count == 0 && verb.Option is { } option) return $"{option.Name} {option.Value} is missing";
        values = [.. operands, .. options];
        return null;
    }

    private static bool Knows(Verb verb, string name) => verb.TakesSettings
        ? name.StartsWith("--", StringComparison.Ordinal) && Settings.IsKnown(name["--".Length..])
        : name == verb.Option?.Name;

    private static string Unknown(Verb verb, string name)
    {
        string[] ofAll = ["--help", "--version"];
        if (verb.TakesSettings)
        {
            var near = Suggestion.Nearest(Quote.Cut(name), ofAll)
                ?? (Settings.NearestTo(name.TrimStart('-')) is { } key ? $"--{key}" : null);
            return $"unknown key '{Quote.Cut(name)}'{(near is null ? "" : $"; did you mean '{near}'?")}";
        }

        string[] options = verb.Option is { } option ? [option.Name, .. ofAll] : ofAll;
        return $"{verb.Name} has no option '{Quote.Cut(name)}'{Suggestion.Of(Quote.Cut(name), options)}";
    }

    private static string Surplus(Verb verb, string word) => verb.TakesSettings
        ? $"'{Quote.Cut(word)}' is no setting; expected --KEY=VALUE, such as --Corpus:Path={Quote.Cut(word)}"
        : $"'{Quote.Cut(word)}' is one too many";
}
