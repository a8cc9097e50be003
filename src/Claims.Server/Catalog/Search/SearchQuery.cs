namespace Claims.Server.Catalog.Search;

/// <summary>
/// What somebody looks for. Nothing that can be typed is a mistake:
/// <list type="bullet">
/// <item>white space divides; what is typed in one piece and is several words, <c>al-Assad</c>, is a phrase;</item>
/// <item>what stands between quotation marks, straight or typographic, is a phrase; one that is not closed reaches to the
/// end;</item>
/// <item>a star right after a word that ends a piece, or after the closing mark, makes that last word a prefix; any other
/// star is punctuation;</item>
/// <item>a dash right before a piece excludes it; a dash on its own is punctuation;</item>
/// <item>a piece without any word is passed over;</item>
/// <item>what is typed more than once is looked for once, and counts as often.</item>
/// </list>
/// A prefix stands for all words of the corpus that begin with it, and each of them is found in all its English endings, as
/// if it were typed.
/// </summary>
internal sealed class SearchQuery
{
    private SearchQuery(IReadOnlyList<SearchItem> required, IReadOnlyList<SearchItem> excluded)
    {
        Required = required;
        Excluded = excluded;
    }

    /// <summary>Looks for nothing.</summary>
    public static SearchQuery Empty { get; } = new([], []);

    /// <summary>What a claim must hold, all of it, in the order typed.</summary>
    public IReadOnlyList<SearchItem> Required { get; }

    /// <summary>What a claim must not hold, any of it.</summary>
    public IReadOnlyList<SearchItem> Excluded { get; }

    /// <summary>How many different pieces there are, required or excluded.</summary>
    public int PieceCount => Required.Count + Excluded.Count;

    /// <summary>How many words they have together.</summary>
    public int WordCount => Required.Sum(item => item.Words.Count) + Excluded.Sum(item => item.Words.Count);

    /// <summary>How many of them end in a prefix.</summary>
    public int PrefixCount => Required.Count(item => item.EndsInPrefix) + Excluded.Count(item => item.EndsInPrefix);

    /// <summary>Whether nothing is required: then there is nothing to look for.</summary>
    public bool IsEmpty => Required.Count == 0;

    /// <summary>Reads a query.</summary>
    public static SearchQuery Parse(string text)
    {
        var required = new List<SearchItem>();
        var excluded = new List<SearchItem>();
        var rest = text.AsSpan().TrimStart();
        while (!rest.IsEmpty)
        {
            var undashed = rest.TrimStart('-');
            var dashed = undashed.Length < rest.Length;
            var piece = PieceOf(undashed, out var length, out var starred);
            if (SearchItem.Read(piece, starred) is { } item) Add(item, dashed ? excluded : required);
            rest = undashed[length..].TrimStart();
        }
        return new SearchQuery(required, excluded);
    }

    private static void Add(SearchItem item, List<SearchItem> items)
    {
        if (items.Find(item.IsSameAs) is { } same) same.AskAgain();
        else items.Add(item);
    }

    // What stands at the start, and the length of it with its marks. Empty before white space.
    private static ReadOnlySpan<char> PieceOf(ReadOnlySpan<char> text, out int length, out bool starred)
    {
        starred = false;
        if (text.IsEmpty || !IsQuotationMark(text[0]))
        {
            length = 0;
            while (length < text.Length && !char.IsWhiteSpace(text[length]) && !IsQuotationMark(text[length])) length++;
            return text[..length];
        }

        var end = 1;
        while (end < text.Length && !IsQuotationMark(text[end])) end++;
        length = Math.Min(end + 1, text.Length);
        starred = length < text.Length && text[length] == '*';
        if (starred) length++;
        return text[1..end];
    }

    private static bool IsQuotationMark(char c) => c is '"' or '“' or '”' or '„';
}
