using Claims.Catalog;

namespace Claims.Curated;

/// <summary>
/// The names by which articles and claims refer to the entries of one of a corpus's lists, found in UTF-8. Immutable
/// once filled, so thread-safe.
/// </summary>
/// <param name="mayLackSome">Whether an entry may be there that was not understood, so that a reference to what is not
/// there says nothing.</param>
internal sealed class HeadNames(bool mayLackSome)
{
    private readonly Utf8Table _names = new();
    private readonly List<int> _entries = [];
    private readonly List<string> _texts = [];

    public bool MayLackSome => mayLackSome;

    /// <summary>How many names there are.</summary>
    public int Count => _entries.Count;

    /// <summary>A name, by its number.</summary>
    public string this[int name] => _texts[name];

    /// <summary>Adds a name of an entry.</summary>
    /// <returns>The entry that has the name already, or -1.</returns>
    public int Add(string name, int entry)
    {
        var number = _names.Add(System.Text.Encoding.UTF8.GetBytes(name));
        if (number < _entries.Count) return _entries[number];
        _entries.Add(entry);
        _texts.Add(name);
        return -1;
    }

    /// <summary>The number of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => _names.Find(name);

    /// <summary>The entry that has or had a name, by its number.</summary>
    public int EntryOf(int name) => _entries[name];

    /// <summary>Finds out which of the names may be meant.</summary>
    public Func<string> GuessOf(Utf8Text given) => GuessOf(given.ToString());

    /// <summary>Finds out which of the names may be meant.</summary>
    public Func<string> GuessOf(string given) => () => Suggestion.Of(given, _texts);
}
