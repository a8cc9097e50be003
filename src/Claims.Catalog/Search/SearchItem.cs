namespace Claims.Catalog.Search;

/// <summary>One thing looked for: a word, a phrase, or either with a prefix as its last word.</summary>
/// <param name="words">The words, one after the other.</param>
/// <param name="endsInPrefix">Whether the last word is a prefix.</param>
internal sealed class SearchItem(IReadOnlyList<SearchWord> words, bool endsInPrefix)
{
    /// <summary>The words, one after the other; one or more.</summary>
    public IReadOnlyList<SearchWord> Words => words;

    /// <summary>Whether the last word is a prefix.</summary>
    public bool EndsInPrefix => endsInPrefix;

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
            if (!Words[i].Folded.AsSpan().SequenceEqual(other.Words[i].Folded)) return false;
        }

        return true;
    }

    /// <summary>Adds it to others, if it is not among them: then that is asked for once more.</summary>
    public void AddTo(List<SearchItem> items)
    {
        if (items.Find(IsSameAs) is { } same) same.AskAgain();
        else items.Add(this);
    }
}
