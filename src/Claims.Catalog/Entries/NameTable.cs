using Claims.Catalog.Stored;

namespace Claims.Catalog;

/// <summary>
/// The names that sources or articles have, by their numbers, and those they had. Immutable.
/// </summary>
internal sealed class NameTable(SectionReader sections)
{
    // The names they have, in order, and behind these the former ones.
    private readonly TextTable _texts = new(sections);

    // Whose each of the latter was.
    private readonly Section<int> _formerNamesOf = sections.Read<int>();

    /// <summary>The name of what has a number.</summary>
    public string this[int number] => _texts.TextOf(number);

    /// <summary>All names, former ones last.</summary>
    public IEnumerable<string> All => Enumerable.Range(0, _texts.Count).Select(_texts.TextOf);

    private int Count => _texts.Count - _formerNamesOf.Length;

    /// <summary>Writes names, each of which is given once.</summary>
    public static void Write(SectionWriter sections, IEnumerable<string> names, IEnumerable<IEnumerable<string>> formerNames)
    {
        var table = new Utf8Table();
        foreach (var name in names) table.Add(name);

        var formerNamesOf = new List<int>();
        foreach (var (number, former) in formerNames.Index())
        {
            foreach (var name in former)
            {
                table.Add(name);
                formerNamesOf.Add(number);
            }
        }

        table.Write(sections);
        sections.Add(formerNamesOf.ToArray());
    }

    /// <summary>The number of what has or had a name, or -1.</summary>
    public int Find(ReadOnlySpan<char> name) => _texts.Find(name) is var found && found < Count ? found : _formerNamesOf[found - Count];

    /// <summary>The number of what has a name, or -1.</summary>
    public int FindCurrent(ReadOnlySpan<byte> name) => _texts.Find(name) is var found && found < Count ? found : -1;
}
