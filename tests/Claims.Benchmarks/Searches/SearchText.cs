using System.Text;
using Claims.Catalog.Search;

namespace Claims.Benchmarks.Searches;

/// <summary>
/// A query in the words of other engines. They hold stems, which are letters and digits alone.
/// </summary>
internal static class SearchText
{
    /// <summary>As FTS5 reads it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="excludable">The columns that count where something is excluded.</param>
    public static string OfFts5(SearchQuery query, IEnumerable<string> excludable)
    {
        var required = string.Join(" AND ", query.Required.Select(choice => $"({string.Join(" OR ", choice.Items.Select(Phrase))})"));
        return query.Excluded.Count == 0
            ? required
            : $"({required}) NOT {{{string.Join(' ', excludable)}}} : ({string.Join(" OR ", query.Excluded.Select(Phrase))})";

        static string Phrase(SearchItem item) => $"\"{string.Join(' ', Words(item))}\"{(item.EndsInPrefix ? "*" : "")}";
    }

    /// <summary>As PostgreSQL's tsquery reads it: what counts where something is excluded has weight A.</summary>
    public static string OfPostgres(SearchQuery query)
    {
        return string.Join(" & ", query.Required.Select(choice => $"({string.Join(" | ", choice.Items.Select(item => Phrase(item, "")))})")
            .Concat(query.Excluded.Select(item => $"!{Phrase(item, "A")}")));

        static string Phrase(SearchItem item, string weight)
        {
            var words = Words(item).Select(word => $"'{word}':{weight}").ToList();
            if (item.EndsInPrefix) words[^1] += "*";
            words = words.ConvertAll(word => word.TrimEnd(':'));
            return $"({string.Join(" <-> ", words)})";
        }
    }

    private static IEnumerable<string> Words(SearchItem item) => item.Words.Select((word, i) =>
        Encoding.UTF8.GetString(item.EndsInPrefix && i == item.Words.Count - 1 ? word.Folded : word.Stem));
}
