using System.Text;
using Claims.Server.Catalog;
using Claims.Server.Catalog.Search;

namespace Claims.Tests.Catalog.Search;

/// <summary>
/// What a search answers, found by looking at every word of every claim.
/// </summary>
/// <param name="claims">Of each claim, by number, its fields.</param>
/// <param name="names">All names, those that no claim has among them.</param>
internal sealed class PlainSearch(IReadOnlyList<string[]> claims, IEnumerable<string> names)
{
    private readonly List<List<(string Folded, string Stem)[]>> _claims =
        [.. claims.Select(fields => fields.Select(WordsOf).ToList())];

    private readonly List<(string Folded, string Stem)> _words =
        [.. claims.SelectMany(fields => fields).Concat(names).SelectMany(WordsOf)];

    public (int Total, List<SearchKey> Best) Search(SearchQuery query, ClaimSet within, SearchKey? after, int take)
    {
        var required = query.Required.Select(FrequenciesOf).ToList();
        var excluded = query.Excluded.Select(FrequenciesOf).ToList();
        var lengths = _claims.Select(fields => fields.Sum(field => field.Length)).ToList();
        var average = lengths.Average();

        var hits = new List<SearchKey>();
        for (var claim = 0; claim < _claims.Count; claim++)
        {
            if (!within.Contains(claim)) continue;
            if (required.Any(item => item[claim] == 0) || excluded.Any(item => item[claim] > 0)) continue;
            var score = 0.0;
            foreach (var (item, asked) in required.Zip(query.Required))
            {
                var n = item.Count(frequency => frequency > 0);
                var idf = Math.Log((_claims.Count - n + 0.5) / (n + 0.5));
                if (idf <= 0) idf = 1e-6;
                score += asked.Times * idf * (item[claim] * (1.2 + 1)
                    / (item[claim] + 1.2 * (1 - 0.75 + 0.75 * lengths[claim] / average)));
            }
            hits.Add(new SearchKey(score, claim));
        }

        hits = [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Claim)];
        var start = after is null ? 0 : hits.FindIndex(hit => hit.Claim == after.Value.Claim) + 1;
        return (hits.Count, [.. hits.Skip(start).Take(take)]);
    }

    private List<int> FrequenciesOf(SearchItem item)
    {
        var words = item.Words.Select(word => Encoding.UTF8.GetString(word)).ToList();
        var stems = words.Select(word => new HashSet<string> { word }).ToList();
        if (item.EndsInPrefix)
        {
            stems[^1] = [.. from word in _words
                            where word.Folded.StartsWith(words[^1], StringComparison.Ordinal)
                            select word.Stem];
        }
        return [.. _claims.Select(fields => fields.Sum(field => Enumerable.Range(0, field.Length)
            .Count(start => start + stems.Count <= field.Length
                && Enumerable.Range(0, stems.Count).All(i => stems[i].Contains(field[start + i].Stem)))))];
    }

    private static (string, string)[] WordsOf(string text)
    {
        var words = new List<(string, string)>();
        var reader = new WordReader(Encoding.UTF8.GetBytes(text), new byte[WordReader.MaxLength]);
        while (reader.Read())
        {
            var folded = Encoding.UTF8.GetString(reader.Folded);
            words.Add((folded, Encoding.UTF8.GetString(reader.Folded[..EnglishStemmer.Stem(reader.Folded)])));
        }
        return [.. words];
    }
}
