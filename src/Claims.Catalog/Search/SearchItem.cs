namespace Claims.Catalog.Search;

/// <summary>One thing looked for: a word, a phrase, or either with a prefix as its last word; or several that are one by the
/// corpus's <see cref="Synonyms"/>.</summary>
internal sealed class SearchItem
{
    /// <param name="words">The words, one after the other.</param>
    /// <param name="endsInPrefix">Whether the last word is a prefix.</param>
    public SearchItem(IReadOnlyList<SearchWord> words, bool endsInPrefix) => (Forms, EndsInPrefix) = ([words], endsInPrefix);

    /// <param name="forms">Words or phrases that are one.</param>
    /// <param name="times">How often it is asked for.</param>
    public SearchItem(IReadOnlyList<IReadOnlyList<SearchWord>> forms, int times) => (Forms, Times) = (forms, times);

    /// <summary>All words and phrases that it is; one or more, and one where it ends in a prefix.</summary>
    public IReadOnlyList<IReadOnlyList<SearchWord>> Forms { get; }

    /// <summary>The words of the first form, one after the other; one or more.</summary>
    public IReadOnlyList<SearchWord> Words => Forms[0];

    /// <summary>Whether the last word is a prefix.</summary>
    public bool EndsInPrefix { get; }

    /// <summary>How often it is asked for.</summary>
    public int Times { get; private set; } = 1;

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

    /// <summary>Adds it to others, if it is not among them: then that is asked for as often more.</summary>
    public void AddTo(List<SearchItem> items)
    {
        if (items.Find(IsSameAs) is { } same) same.Times += Times;
        else items.Add(this);
    }
}
