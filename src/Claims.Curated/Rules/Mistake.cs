using Claims.Catalog;

namespace Claims.Curated;

/// <summary>
/// A mistake in a file, as it is noted where it is found. Its line, column, path and resource are found out when it is
/// told.
/// </summary>
/// <param name="Rule">The rule that is broken, as a stable slug.</param>
/// <param name="At">Where in the file the value begins that breaks it, or the object that lacks a member.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record Mistake(string Rule, int At, string Message)
{
    /// <summary>A location that is not known, as that of a syntax error: it is where reading a second time fails
    /// too.</summary>
    public const int Unknown = -1;

    /// <summary>The member that is missing of the object at the location; null where the value is there.</summary>
    public string? Missing { get; init; }

    /// <summary>The path of the value, where that is known and the location is not.</summary>
    public string? Path { get; init; }

    /// <summary>What it may have meant, to go behind the message; found out for the first mistakes of a corpus
    /// only.</summary>
    public Func<string>? Guess { get; init; }

    /// <summary>What goes behind the message where it is not guessed.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>Of what is given twice, where it was given first.</summary>
    public FileLocation? First { get; init; }
}

/// <summary>A location in one of a corpus's files.</summary>
/// <param name="File">The file's index.</param>
/// <param name="At">The location, or <see cref="Mistake.Unknown"/>.</param>
/// <param name="Path">The path, where the location is not known.</param>
internal readonly record struct FileLocation(int File, int At, string? Path = null);

/// <summary>
/// The mistakes of a file. There may be as many as it has bytes: all are counted, and the first are kept. Not
/// thread-safe.
/// </summary>
internal sealed class MistakeLog
{
    /// <summary>So many mistakes of a corpus are told; of the others it is only said how many there are.</summary>
    public const int MostTold = 1000;

    /// <summary>For so many it is guessed what was meant.</summary>
    public const int MostGuessed = 100;

    private readonly int _most;

    /// <param name="most">How many are kept.</param>
    public MistakeLog(int most = MostTold) => _most = most;

    /// <summary>The mistakes that are kept, as they were found.</summary>
    public List<Mistake> Kept { get; } = [];

    /// <summary>How many were found.</summary>
    public long Found { get; private set; }

    /// <summary>Notes that a rule is broken.</summary>
    /// <param name="rule">The rule, which makes the message of what was given.</param>
    /// <param name="at">Where.</param>
    /// <param name="given">What was given.</param>
    /// <param name="more">What else the message needs.</param>
    /// <param name="guess">What was meant.</param>
    /// <param name="otherwise">What is said where that is not guessed.</param>
    public void Tell(Rule rule, int at, string given = "", string more = "", Func<string>? guess = null, string otherwise = "")
    {
        if (Count()) Kept.Add(new(rule.Slug, at, rule.Message(given, more)) { Guess = guess, Otherwise = otherwise });
    }

    /// <summary>Notes that a name is taken, with the location of who has it.</summary>
    public void Tell(Rule rule, int at, string name, FileLocation first)
    {
        if (Count()) Kept.Add(new(rule.Slug, at, rule.Message(Quote.Cut(name), "")) { First = first });
    }

    /// <summary>Notes a mistake.</summary>
    public void Add(Mistake mistake)
    {
        if (Count()) Kept.Add(mistake);
    }

    /// <summary>Counts a mistake.</summary>
    /// <returns>Whether it is to be kept.</returns>
    public bool Count() => Found++ < _most;
}
