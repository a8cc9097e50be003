using System.Text;
using Claims.Catalog.Search;

namespace Claims.Catalog;

/// <summary>
/// The words of a name that is looked for, folded as search folds them, in order. Immutable.
/// </summary>
internal sealed class NameQuery
{
    /// <summary>Of no word.</summary>
    public static readonly NameQuery None = new([]);

    private readonly byte[][] _words;

    private NameQuery(byte[][] words) => _words = words;

    /// <summary>The words.</summary>
    public IReadOnlyList<byte[]> Words => _words;

    /// <summary>How many bytes they have together.</summary>
    public int Size => _words.Sum(word => word.Length);

    /// <summary>Reads what was typed: words, or a resource name, of which its id.</summary>
    public static NameQuery Of(string text) =>
        new([.. WordsOf(ResourceName.IsSource(text) || ResourceName.IsArticle(text) ? EntryNames.IdOf(text) : text)]);

    /// <summary>The words of a name.</summary>
    public static List<byte[]> WordsOf(string name)
    {
        var words = new List<byte[]>();
        var reader = new WordReader(Encoding.UTF8.GetBytes(name), new(), stackalloc byte[WordReader.BufferLength]);
        while (reader.Read()) words.Add(reader.Folded.ToArray());
        return words;
    }
}
