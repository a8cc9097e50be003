using System.Text;
using Claims.Catalog;
using Claims.Catalog.Search;

namespace Claims.Tests.Catalog.Search;

/// <summary>A claim as it is searched.</summary>
/// <param name="Fields">Its text, and the names it has.</param>
/// <param name="Excludable">How many of them count where something is excluded.</param>
/// <param name="IsEnglish">Whether its words are found in all their endings.</param>
internal sealed record PlainClaim(string[] Fields, int Excludable, bool IsEnglish);

/// <summary>
/// What a search answers, found by looking at every word of every claim.
/// </summary>
/// <param name="claims">The claims, by number.</param>
/// <param name="names">All names, those that no claim has among them.</param>
internal sealed class PlainSearch(IReadOnlyList<PlainClaim> claims, IEnumerable<string> names)
{
    private readonly List<List<Place[]>> _claims = [.. claims.Select(claim => claim.Fields.Select(PlacesOf).ToList())];

    // Of the whole corpus, as English has them: each with its stem.
    private readonly List<(string Folded, string Stem)> _words =
        [.. claims.Where(claim => claim.IsEnglish).SelectMany(claim => claim.Fields).Concat(names).SelectMany(PlacesOf)
            .SelectMany(place => place.Words).Select(word => (word, StemOf(word)))];

    public (int Total, List<SearchKey> Best) Search(SearchQuery query, ClaimSet within, SearchKey? after, int take)
    {
        var required = query.Required.Select(choice => choice.Items.Select(item => FrequenciesOf(item)).ToList()).ToList();
        var excluded = query.Excluded.Select(item => FrequenciesOf(item, isExcluded: true)).ToList();
        var lengths = _claims.Select(fields => fields.Sum(field => field.Length)).ToList();
        var average = lengths.Average();

        var hits = new List<SearchKey>();
        for (var claim = 0; claim < _claims.Count; claim++)
        {
            if (!within.Contains(claim)) continue;
            if (required.Any(items => items.All(item => item[claim] == 0)) || excluded.Any(item => item[claim] > 0)) continue;
            var score = 0.0;
            foreach (var (items, choice) in required.Zip(query.Required))
            {
                var sum = 0.0;
                foreach (var (item, asked) in items.Zip(choice.Items))
                {
                    var n = item.Count(frequency => frequency > 0);
                    var idf = Math.Log((_claims.Count - n + 0.5) / (n + 0.5));
                    if (idf <= 0) idf = 1e-6;
                    sum += asked.Times * idf * (item[claim] * (1.2 + 1)
                        / (item[claim] + 1.2 * (1 - 0.75 + 0.75 * lengths[claim] / average)));
                }

                score += choice.Times * sum;
            }

            hits.Add(new SearchKey(score, claim));
        }

        hits = [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Claim)];
        var start = after is null ? 0 : hits.FindIndex(hit => hit.Claim == after.Value.Claim) + 1;
        return (hits.Count, [.. hits.Skip(start).Take(take)]);
    }

    private List<int> FrequenciesOf(SearchItem item, bool isExcluded = false)
    {
        var folded = item.Words.Select(word => Encoding.UTF8.GetString(word.Folded)).ToList();
        var english = folded.Select(word => new HashSet<string> { StemOf(word) }).ToList();
        if (item.EndsInPrefix)
        {
            english[^1] = [.. from word in _words
                              where word.Folded.StartsWith(folded[^1], StringComparison.Ordinal)
                              select word.Stem];
        }

        return [.. claims.Select((claim, number) => _claims[number].Take(isExcluded ? claim.Excludable : int.MaxValue)
            .Sum(field => StartsIn(field, claim.IsEnglish)))];

        int StartsIn(Place[] field, bool isEnglish) => Enumerable.Range(0, Math.Max(field.Length - folded.Count + 1, 0))
            .Count(start => Enumerable.Range(0, folded.Count)
                .All(i => field[start + i].Words.Any(word => isEnglish ? english[i].Contains(StemOf(word)) : IsVerbatim(word, i))));

        bool IsVerbatim(string word, int i) => item.EndsInPrefix && i == folded.Count - 1
            ? word.StartsWith(folded[i], StringComparison.Ordinal)
            : word == folded[i];
    }

    private static string StemOf(string word)
    {
        var utf8 = Encoding.UTF8.GetBytes(word);
        return Encoding.UTF8.GetString(utf8, 0, EnglishStemmer.Stem(utf8));
    }

    private static Place[] PlacesOf(string text)
    {
        var places = new List<Place>();
        var reader = new WordReader(Encoding.UTF8.GetBytes(text), new FoldedText(), new byte[WordReader.BufferLength]);
        while (reader.Read())
        {
            var folded = Encoding.UTF8.GetString(reader.Folded);
            places.Add(new(reader.Inner.IsEmpty ? [folded] : [folded, Encoding.UTF8.GetString(reader.Inner)]));
        }

        return [.. places];
    }

    /// <summary>A position in a text, and the words, folded, that stand there.</summary>
    private sealed record Place(string[] Words);
}
