using System.Text;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// The names that claims share, each source's, place's and topic's read once. Not for several threads while names are
/// added; afterwards any number may read.
/// </summary>
internal sealed class SearchNames
{
    private readonly WordTable _words = new();
    private readonly List<int[][]> _sets = [];

    /// <summary>The words of all names, folded.</summary>
    public WordTable Words => _words;

    /// <summary>How many sets of names there are.</summary>
    public int Count => _sets.Count;

    /// <summary>Adds the names of a source, place or topic, its display name and aliases, each a field of its own.</summary>
    /// <returns>Their number, from 0.</returns>
    public int Add(IEnumerable<string> names)
    {
        _sets.Add([.. names.Select(Read)]);
        return _sets.Count - 1;
    }

    /// <summary>Of the names with a number, each one's words, by number in <see cref="Words"/>.</summary>
    public int[][] this[int number] => _sets[number];

    private int[] Read(string name)
    {
        var words = new List<int>();
        var reader = new WordReader(Encoding.UTF8.GetBytes(name), stackalloc byte[WordReader.MaxLength]);
        while (reader.Read()) words.Add(_words.Add(reader.Folded));
        return [.. words];
    }
}
