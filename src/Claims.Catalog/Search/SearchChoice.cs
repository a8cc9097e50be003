namespace Claims.Catalog.Search;

/// <summary>What a claim must hold any of: most often one thing, or several that <c>OR</c> joins.</summary>
/// <param name="items">The things, each once.</param>
internal sealed class SearchChoice(IReadOnlyList<SearchItem> items)
{
    /// <summary>The things, in the order typed; one or more.</summary>
    public IReadOnlyList<SearchItem> Items => items;

    /// <summary>How often it is asked for.</summary>
    public int Times { get; private set; } = 1;

    /// <summary>The same choice of other things.</summary>
    public SearchChoice With(Func<SearchItem, SearchItem> replace)
    {
        var replaced = new List<SearchItem>();
        foreach (var item in items) replace(item).AddTo(replaced);
        return new(replaced) { Times = Times };
    }

    /// <summary>Adds it to others, if it is not among them: then that is asked for as often more.</summary>
    public void AddTo(List<SearchChoice> choices)
    {
        if (choices.Find(IsSameAs) is { } same) same.Times += Times;
        else choices.Add(this);
    }

    private bool IsSameAs(SearchChoice other)
    {
        if (Items.Count != other.Items.Count) return false;
        for (var i = 0; i < Items.Count; i++)
        {
            if (!Items[i].IsSameAs(other.Items[i]) || Items[i].Times != other.Items[i].Times) return false;
        }

        return true;
    }
}
