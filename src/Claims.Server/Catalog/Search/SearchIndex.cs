namespace Claims.Server.Catalog.Search;

/// <summary>
/// The words of the claims of one revision, and where they are. Built once; any number of threads may search it.
/// </summary>
internal sealed class SearchIndex
{
    private readonly Vocabulary _vocabulary;
    private readonly int[][][] _claims;

    private SearchIndex(Vocabulary vocabulary, int[][][] claims)
    {
        _vocabulary = vocabulary;
        _claims = claims;
    }

    /// <summary>Builds the index.</summary>
    /// <param name="names">The names the documents refer to.</param>
    /// <param name="parts">The documents.</param>
    /// <param name="order">Of each claim, by number, its document.</param>
    public static SearchIndex Build(
        SearchNames names, IReadOnlyList<SearchDocuments> parts, ReadOnlySpan<SearchDocument> order)
    {
        var words = new WordTable();
        var stems = new WordTable();
        var stemOf = new List<int>();
        int[] Merge(WordTable table)
        {
            var map = new int[table.Count];
            Span<byte> word = stackalloc byte[WordReader.MaxLength];
            for (var i = 0; i < map.Length; i++)
            {
                var number = words.Add(table[i]);
                if (number == stemOf.Count)
                {
                    table[i].CopyTo(word);
                    stemOf.Add(stems.Add(word[..EnglishStemmer.Stem(word[..table[i].Length])]));
                }
                map[i] = stemOf[number];
            }
            return map;
        }
        var ofNames = Merge(names.Words);
        var ofParts = parts.Select(part => Merge(part.Words)).ToArray();

        var claims = new int[order.Length][][];
        for (var claim = 0; claim < claims.Length; claim++)
        {
            var fields = new List<int[]>();
            var reader = parts[order[claim].Part][order[claim].Document];
            while (reader.HasMore)
            {
                if (reader.ReadField(out var number))
                {
                    fields.AddRange(names[number].Select(name => name.Select(word => ofNames[word]).ToArray()));
                    continue;
                }
                var text = new int[number];
                for (var i = 0; i < number; i++) text[i] = ofParts[order[claim].Part][reader.ReadWord()];
                fields.Add(text);
            }
            claims[claim] = [.. fields];
        }
        return new SearchIndex(new Vocabulary(stems, words, stemOf.ToArray()), claims);
    }

    /// <summary>Searches.</summary>
    /// <param name="query">What is looked for; not empty.</param>
    /// <param name="within">The claims looked at. Scores are as if all were.</param>
    /// <param name="after">The last hit of the page before, or null for the first page.</param>
    /// <param name="take">How many hits to answer at most.</param>
    public SearchHits Search(SearchQuery query, ClaimSet within, SearchKey? after, int take)
    {
        var required = query.Required.Select(FrequenciesOf).ToArray();
        var excluded = query.Excluded.Select(FrequenciesOf).ToArray();
        var average = (double)_claims.Sum(LengthOf) / _claims.Length;
        var hits = new List<SearchKey>();
        for (var claim = 0; claim < _claims.Length; claim++)
        {
            if (!within.Contains(claim)
                || !required.All(item => item[claim] > 0) || excluded.Any(item => item[claim] > 0))
            {
                continue;
            }
            var norm = 1.2 * (0.25 + 0.75 * LengthOf(_claims[claim]) / average);
            var score = 0.0;
            foreach (var item in required)
            {
                var holding = item.Count(frequency => frequency > 0);
                var idf = Math.Log((_claims.Length - holding + 0.5) / (holding + 0.5));
                score += (idf > 0 ? idf : 1e-6) * (item[claim] * 2.2 / (item[claim] + norm));
            }
            hits.Add(new SearchKey(score, claim));
        }
        hits.Sort();
        return new SearchHits(
            hits.Count, [.. hits.Where(hit => after is not { } key || hit.CompareTo(key) > 0).Take(take)]);
    }

    /// <summary>What finds a query in the texts of the claims that match it.</summary>
    public TextMatcher MatcherOf(SearchQuery query) => new(query, _vocabulary);

    private static int LengthOf(int[][] claim) => claim.Sum(field => field.Length);

    private int[] FrequenciesOf(SearchItem item)
    {
        var words = item.Words
            .Select((word, i) => item.EndsInPrefix && i == item.Words.Count - 1
                ? _vocabulary.StemsUnder(word)
                : [_vocabulary.Find(word)])
            .ToArray();
        return Array.ConvertAll(_claims, claim => claim.Sum(field => Enumerable.Range(0, Math.Max(field.Length - words.Length + 1, 0))
            .Count(at => words.Select((stems, i) => stems.Contains(field[at + i])).All(fits => fits))));
    }
}
