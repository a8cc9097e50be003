using System.Text;
using Claims.Catalog.Stored;

namespace Claims.Catalog.Search;

/// <summary>
/// Terms that a search takes to be one, group by group: whoever looks for one of them looks for all, and they count as if they
/// were the same word. Only whole terms: a word within a phrase stands for itself. Compared by stem. Immutable.
/// </summary>
internal sealed class Synonyms
{
    // The forms of each group, by the key of each of them.
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<SearchWord>>> _groups = [];

    public Synonyms(SectionReader sections)
    {
        var terms = new TextList(sections);
        var groups = sections.Read<int>();
        for (var start = 0; start < terms.Count;)
        {
            var end = start + 1;
            while (end < terms.Count && groups[end] == groups[start]) end++;
            var forms = new List<IReadOnlyList<SearchWord>>();
            for (; start < end; start++) forms.Add(WordsOf(terms[start]));
            foreach (var form in forms) _groups[KeyOf(form)] = forms;
        }
    }

    /// <summary>Writes groups.</summary>
    public static void Write(SectionWriter sections, IReadOnlyList<IReadOnlyList<string>> groups)
    {
        TextList.Write(sections, groups.SelectMany(group => group));
        sections.Add(groups.SelectMany((group, number) => group.Select(_ => number)).ToArray());
    }

    /// <summary>What is looked for, with all that is the same.</summary>
    public SearchQuery Expand(SearchQuery query) => _groups.Count == 0 ? query : query.With(Expand);

    /// <summary>What is the same of two terms that are one to a search; empty of a term without a word.</summary>
    public static string KeyOf(string term) => KeyOf(WordsOf(Encoding.UTF8.GetBytes(term)));

    /// <summary>The words of a term.</summary>
    public static IReadOnlyList<SearchWord> WordsOf(ReadOnlySpan<byte> term)
    {
        var words = new List<SearchWord>();
        var reader = new WordReader(term, new(), stackalloc byte[WordReader.BufferLength]);
        while (reader.Read()) words.Add(SearchWord.Of(reader));
        return words;
    }

    private SearchItem Expand(SearchItem item) =>
        !item.EndsInPrefix && _groups.TryGetValue(KeyOf(item.Words), out var forms) ? new(forms, item.Times) : item;

    private static string KeyOf(IReadOnlyList<SearchWord> words) => string.Join(' ', words.Select(word => Encoding.UTF8.GetString(word.Stem)));
}
