using System.Runtime.InteropServices;
using System.Text;

namespace Claims.Server.Catalog.Search;

/// <summary>
/// The names that claims share, each source's, place's and topic's read once. Not for several threads while names are
/// added; afterwards any number may read.
/// </summary>
internal sealed class SearchNames
{
    /// <summary>What ends a name in <see cref="this[int]"/>.</summary>
    public const int NameEnd = -1;

    private readonly WordTable _words = new();
    private readonly List<int> _names = [];
    private readonly List<int> _starts = [0];

    /// <summary>The words of all names, folded.</summary>
    public WordTable Words => _words;

    /// <summary>How many sets of names there are.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>Adds the names of a source, place or topic, its display name and aliases, each a field of its own.</summary>
    /// <returns>Their number, from 0.</returns>
    public int Add(IEnumerable<string> names)
    {
        Span<byte> word = stackalloc byte[WordReader.MaxLength];
        foreach (var name in names)
        {
            var reader = new WordReader(Encoding.UTF8.GetBytes(name), word);
            while (reader.Read()) _names.Add(_words.Add(reader.Folded));
            _names.Add(NameEnd);
        }

        _starts.Add(_names.Count);
        return Count - 1;
    }

    /// <summary>The names with a number: the words of each, by number in <see cref="Words"/>, and <see cref="NameEnd"/>.</summary>
    public ReadOnlySpan<int> this[int number] => CollectionsMarshal.AsSpan(_names)[_starts[number].._starts[number + 1]];
}
