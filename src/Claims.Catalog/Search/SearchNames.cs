using System.Runtime.InteropServices;
using System.Text;

namespace Claims.Catalog.Search;

/// <summary>
/// The names that claims share, each source's, place's and topic's read once. Not for several threads while names are
/// added; afterwards any number may read.
/// </summary>
internal sealed class SearchNames
{
    /// <summary>What ends a name in <see cref="this[int]"/>.</summary>
    public const int NameEnd = -1;

    /// <summary>What stands there before a word that stands where the one before it does.</summary>
    public const int NextIsBeside = -2;

    private readonly WordTable _words = new();
    private readonly FoldedText _folded = new();
    private readonly List<int> _names = [];
    private readonly List<int> _starts = [0];

    /// <summary>The words of all names, folded.</summary>
    public WordTable Words => _words;

    /// <summary>How many sets of names there are.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>
    /// Adds the names of a source, place or topic, its display name and aliases, each a field of its own: as claims of
    /// English articles have them, and as others do.
    /// </summary>
    /// <returns>The number of the former, from 0; the next is that of the latter.</returns>
    public int Add(IEnumerable<string> names)
    {
        var utf8 = names.Select(Encoding.UTF8.GetBytes).ToList();
        AddNames(utf8, isEnglish: true);
        AddNames(utf8, isEnglish: false);
        return Count - 2;
    }

    private void AddNames(List<byte[]> names, bool isEnglish)
    {
        Span<byte> buffer = stackalloc byte[WordReader.BufferLength];
        foreach (var name in names)
        {
            var reader = new WordReader(name, _folded, buffer);
            while (reader.Read())
            {
                _names.Add(_words.Add(isEnglish ? reader.Folded : reader.Verbatim(isInner: false)));
                if (reader.Inner.IsEmpty) continue;
                _names.Add(NextIsBeside);
                _names.Add(_words.Add(isEnglish ? reader.Inner : reader.Verbatim(isInner: true)));
            }

            _names.Add(NameEnd);
        }

        _starts.Add(_names.Count);
    }

    /// <summary>The names with a number: the words of each, by number in <see cref="Words"/>, and <see cref="NameEnd"/>.</summary>
    public ReadOnlySpan<int> this[int number] => CollectionsMarshal.AsSpan(_names)[_starts[number].._starts[number + 1]];
}
