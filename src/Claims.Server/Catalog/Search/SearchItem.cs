using System.Text;

namespace Claims.Server.Catalog.Search;

/// <summary>One thing looked for: a word, a phrase, or either with a prefix as its last word.</summary>
internal sealed class SearchItem
{
    private SearchItem(byte[][] words, bool endsInPrefix)
    {
        Words = words;
        EndsInPrefix = endsInPrefix;
    }

    /// <summary>The words, one after the other, stemmed; but a prefix is only folded.</summary>
    public IReadOnlyList<byte[]> Words { get; }

    /// <summary>Whether the last word is a prefix.</summary>
    public bool EndsInPrefix { get; }

    /// <summary>How often it is asked for.</summary>
    public int Times { get; private set; } = 1;

    /// <summary>Asks for it once more.</summary>
    public void AskAgain() => Times++;

    /// <summary>Whether another is the same to a search.</summary>
    public bool IsSameAs(SearchItem other)
    {
        if (EndsInPrefix != other.EndsInPrefix || Words.Count != other.Words.Count) return false;
        for (var i = 0; i < Words.Count; i++)
        {
            if (!Words[i].AsSpan().SequenceEqual(other.Words[i])) return false;
        }

        return true;
    }

    /// <summary>Reads a piece of a query.</summary>
    /// <param name="piece">The piece, without quotation marks.</param>
    /// <param name="starred">Whether a star follows it.</param>
    /// <returns>Null if there is no word in it.</returns>
    public static SearchItem? Read(ReadOnlySpan<char> piece, bool starred)
    {
        var text = new byte[Encoding.UTF8.GetByteCount(piece)];
        Encoding.UTF8.GetBytes(piece, text);

        var words = new List<byte[]>();
        var last = 0;
        var reader = new WordReader(text, stackalloc byte[WordReader.MaxLength]);
        while (reader.Read())
        {
            words.Add(reader.Folded.ToArray());
            last = reader.End;
        }
        if (words.Count == 0)
            return null;

        var endsInPrefix = starred || (last < text.Length && text[last] == '*');
        for (var i = 0; i < words.Count - (endsInPrefix ? 1 : 0); i++)
        {
            var stem = EnglishStemmer.Stem(words[i]);
            if (stem < words[i].Length) words[i] = words[i][..stem];
        }

        return new SearchItem([.. words], endsInPrefix);
    }
}
