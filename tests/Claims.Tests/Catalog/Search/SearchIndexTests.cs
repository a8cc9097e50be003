using System.Text;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.Catalog.Search;
using Claims.Tests.Catalog.Stored;

namespace Claims.Tests.Catalog.Search;

public class SearchIndexTests
{
    private static readonly string[] _names = ["Bashar al-Assad", "Assad", "talks of Lodz", "Łódź", "Talks", "of"];

    // Few words, the first the most frequent, some of one stem or with one beginning.
    private static readonly string[] _words =
        ["the", "of", "talk", "talks", "Łódź", "talking", "assad", "truce", "truces", "lodz", "al", "united", "units",
         "unit", "O'Talk", "d’Assad", "J. K.", "x"];

    [Theory]
    [InlineData(1, 30, 3, 3)]
    [InlineData(2, 40, 12, 12)]
    [InlineData(3, 20, 90, 20)]
    [InlineData(4, 12, 700, 12)]
    [InlineData(5, 3, 3000, 6)]
    public void It_finds_what_looking_at_every_word_finds(int seed, int corpora, int mostClaims, int mostWords)
    {
        var random = new Random(seed);
        for (var i = 0; i < corpora; i++)
        {
            var corpus = Corpus.Random(random, random.Next(1, mostClaims + 1), mostWords);
            var plain = corpus.Plain();
            var index = corpus.Index();
            var cases = 30_000 / (mostClaims + 60);
            for (var n = 0; n < cases; n++)
            {
                var within = SetOf(random, corpus.Claims.Count);
                AssertSame(plain, index, QueryOf(random), within, random.Next(6), walk: n % 8 == 0);
            }
        }
    }

    [Fact]
    public void Pages_walked_are_all_hits_in_order()
    {
        var random = new Random(7);
        var corpus = Corpus.Random(random, 900, 8);
        var index = corpus.Index();
        foreach (var text in (string[])["the", "talk", "the of", "uni*", "\"the of\"", "lodz -the"])
        {
            var query = SearchQuery.Parse(text);
            var all = index.Search(query, ClaimSet.Run(0, 900), null, 900);
            Assert.Equal(all.Total, all.Best.Count);
            var walked = new List<SearchKey>();
            SearchHits Page(SearchKey? after) => index.Search(query, ClaimSet.Run(0, 900), after, 7);
            while (Page(walked.Count == 0 ? null : walked[^1]) is { Best.Count: > 0 } page)
            {
                Assert.Equal(all.Total, page.Total);
                walked.AddRange(page.Best);
            }
            Assert.Equal(all.Best, walked);
        }
    }

    [Theory]
    [InlineData("ASSAD", 0, 1, 2)]
    [InlineData("al-assad", 0, 1)]
    [InlineData("\"the ceasefire\"", 1, 2)]
    [InlineData("negotiate", 0)]
    [InlineData("negotiat*", 0)]
    [InlineData("Negotiä*", 0)]
    [InlineData("lodz", 2)]
    [InlineData("łódź", 2)]
    [InlineData("\"ceasefire holds\"", 1)]
    [InlineData("\"ceasefire president\"")]
    [InlineData("\"assad syrian\"")]
    [InlineData("president -ceasefire", 0)]
    [InlineData("assad -\"syrian pres*\"", 2)]
    [InlineData("syria*", 0, 1)]
    [InlineData("nowhere")]
    [InlineData("assad nowhere")]
    [InlineData("assad -nowhere", 0, 1, 2)]
    [InlineData("nowhere* assad")]
    public void Texts_and_names_are_searched_field_by_field(string query, params int[] claims)
    {
        var corpus = new Corpus([
            new(["Negotiations failed, he said"], [0]),
            new(["The ceasefire holds"], [0]),
            new(["The ceasefire failed in Łódź. Assad"], [])],
            [["Bashar al-Assad", "Syrian president"]]);
        var hits = corpus.Index().Search(SearchQuery.Parse(query), ClaimSet.Run(0, 3), null, 10);
        Assert.Equal(claims, hits.Best.Select(hit => hit.Claim).Order());
        Assert.Equal(claims.Length, hits.Total);
    }

    // What `select rowid, -bm25(t) from t where t match ?` answers in SQLite 3.40 for these claims.
    [Theory]
    [InlineData("t1", 0d, 1.4325581395348839e-06, 1d, 1.2125984251968504e-06,
        2d, 7.738693467336684e-07, 7d, 7.096774193548387e-07)]
    [InlineData("t6", 5d, 0.638584486756246, 6d, 0.5974738974800929, 4d, 0.48003937280297115)]
    [InlineData("t1 t2", 0d, 2.4946271050521253e-06, 2d, 1.5477386934673368e-06, 7d, 1.4193548387096774e-06)]
    [InlineData("t6 t6", 5d, 2 * 0.638584486756246, 6d, 2 * 0.5974738974800929, 4d, 2 * 0.48003937280297115)]
    [InlineData("\"t3 t3\"", 2d, 1.8427764945342118)]
    [InlineData("t2 -t1", 3d, 1.2125984251968504e-06)]
    [InlineData("\"t8 t9\" t2", 7d, 0.6781056061485032)]
    public void Scores_are_those_of_sqlite(string query, params double[] hits)
    {
        string[] texts = ["t1 t2 t1", "t1 t7", "t2 t3 t3 t3 t1 t4", "t5 t2", "t6 t8 t9", "t6", "t3 t4 t6 t6",
            "t8 t9 t2 t8 t8 t1 t7"];
        var index = new Corpus([.. texts.Select(text => new Document([text], []))], []).Index();
        var found = index.Search(SearchQuery.Parse(query), ClaimSet.Run(0, texts.Length), null, 10).Best;
        Assert.Equal(hits.Chunk(2).Select(hit => (int)hit[0]), found.Select(hit => hit.Claim));
        Assert.All(hits.Chunk(2).Zip(found), pair => Assert.Equal(pair.First[1], pair.Second.Score, pair.First[1] * 1e-12));
    }

    [Fact]
    public void High_frequencies_and_great_lengths_count_in_full()
    {
        var corpus = new Corpus([
            new(["war"], []),
            new([string.Join(' ', Enumerable.Repeat("war", 255))], []),
            new([string.Join(' ', Enumerable.Repeat("war", 300)) + string.Concat(Enumerable.Repeat(" peace", 700))], []),
            new([string.Join(' ', Enumerable.Repeat("peace", 40_000))], []),
            new(["truce"], []),
            new([""], []),
            new([], [])],
            []);
        foreach (var text in (string[])["war", "peace", "war peace", "\"war peace\"", "\"war war\"", "wa*"])
            AssertSame(corpus.Plain(), corpus.Index(), text, ClaimSet.Run(0, 7), 7, walk: true);
    }

    [Fact]
    public void The_best_of_a_block_is_not_passed_over_for_its_frequency_or_length()
    {
        var random = new Random(13);
        var corpus = new Corpus([.. Enumerable.Range(0, 900).Select(_ =>
        {
            var frequency = random.Next(8) == 0 ? random.Next(250, 320) : random.Next(1, 12);
            var words = Enumerable.Repeat("war", frequency).Concat(Enumerable.Repeat("peace", random.Next(20)));
            return new Document([string.Join(' ', words)], []);
        })], []);
        var plain = corpus.Plain();
        var index = corpus.Index();
        for (var take = 1; take < 12; take++)
        {
            AssertSame(plain, index, "war", ClaimSet.Run(0, 900), take, walk: false);
            AssertSame(plain, index, "war peace", ClaimSet.Run(100, 700), take, walk: false);
        }
    }

    [Fact]
    public void Common_words_in_many_claims_are_found_by_their_best_blocks()
    {
        var random = new Random(11);
        var corpus = Corpus.Random(random, 6_000, 10);
        var plain = corpus.Plain();
        var index = corpus.Index();
        string[] queries = ["the", "the of", "the x", "truce lodz", "of -talk", "\"of the\"", "t*", "united assad the"];
        foreach (var text in queries)
        {
            AssertSame(plain, index, text, ClaimSet.Run(0, 6_000), 10, walk: false);
            AssertSame(plain, index, text, ClaimSet.Run(1_234, 4_001), 10, walk: false);
            AssertSame(plain, index, text, SetOf(random, 6_000), 10, walk: false);
        }
    }

    [Fact]
    public void Nothing_is_found_without_claims_or_words()
    {
        var nothing = new Corpus([], []).Index();
        Assert.Equal(0, nothing.Search(SearchQuery.Parse("a b* -c"), ClaimSet.Run(0, 0), null, 10).Total);
        var index = Corpus.Random(new Random(1), 10, 5).Index();
        Assert.Equal(0, index.Search(SearchQuery.Parse("-the"), ClaimSet.Run(0, 10), null, 10).Total);
        Assert.Equal(0, index.Search(SearchQuery.Parse("the"), ClaimSet.Run(5, 0), null, 10).Total);
    }

    [Fact]
    public void Documents_of_several_parts_are_in_the_order_given()
    {
        SearchDocumentsBuilder[] parts = [new(), new()];
        foreach (var (part, text) in new[] { (0, "a b"), (1, "b"), (1, "a"), (0, "c b") })
        {
            parts[part].Begin();
            parts[part].AddText(Encoding.UTF8.GetBytes(text), isEnglish: true);
        }
        var index = Corpus.Built(new SearchNames(), parts, [new(1, 1), new(0, 1), new(1, 0)]);
        int[] Found(string text) =>
            [.. index.Search(SearchQuery.Parse(text), ClaimSet.Run(0, 3), null, 9).Best.Select(hit => hit.Claim).Order()];
        Assert.Equal([0], Found("a"));
        Assert.Equal([1, 2], Found("b"));
        Assert.Equal([1], Found("c"));
    }

    [Fact]
    public void Several_threads_search_at_once()
    {
        var index = Corpus.Random(new Random(3), 2_000, 8).Index();
        string[] queries = ["the of", "t* -x", "\"of the\" l*", "assad"];
        SearchHits Of(int i) => index.Search(SearchQuery.Parse(queries[i % 4]), ClaimSet.Run(0, 2_000), null, 5);
        var expected = Enumerable.Range(0, 4).Select(Of).ToArray();
        Parallel.For(0, 400, i =>
        {
            var hits = Of(i);
            Assert.Equal(expected[i % 4].Total, hits.Total);
            Assert.Equal(expected[i % 4].Best, hits.Best);
        });
    }

    private static void AssertSame(
        PlainSearch plain, SearchIndex index, string text, ClaimSet within, int take, bool walk)
    {
        var query = SearchQuery.Parse(text);
        if (query.IsEmpty) return;
        SearchKey? after = null;
        do
        {
            var expected = plain.Search(query, within, after, take);
            var actual = index.Search(query, within, after, take);
            Assert.True(expected.Total == actual.Total, $"{text}: {expected.Total} {actual.Total}");
            Assert.True(
                expected.Best.Select(hit => hit.Claim).SequenceEqual(actual.Best.Select(hit => hit.Claim)),
                $"{text}: {string.Join(' ', expected.Best)} / {string.Join(' ', actual.Best)}");
            Assert.All(expected.Best.Zip(actual.Best), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-9));
            after = actual.Best.Count > 0 ? actual.Best[^1] : null;
        }
        while (walk && after is not null);
    }

    private static string QueryOf(Random random)
    {
        var text = new StringBuilder();
        for (var items = random.Next(1, 4); items > 0; items--)
        {
            text.Append(random.Next(5) == 0 ? " -" : random.Next(4) == 0 ? " OR " : " ");
            var length = random.Next(4) == 0 ? random.Next(2, 4) : 1;
            var words = string.Join(' ', Enumerable.Range(0, length).Select(_ => WordOf(random)));
            text.Append(length > 1 ? $"\"{words}\"" : words);
            if (random.Next(5) == 0)
            {
                if (length == 1) text.Length -= random.Next(words.Length);
                text.Append('*');
            }
        }
        return text.ToString();
    }

    private static string WordOf(Random random) => _words[Math.Min(random.Next(_words.Length), random.Next(_words.Length))];

    private static ClaimSet SetOf(Random random, int claims)
    {
        if (random.Next(2) == 0)
            return ClaimSet.Run(0, claims);
        var start = random.Next(claims);
        var share = random.NextDouble();
        var numbers = Enumerable.Range(start, claims - start).Where(_ => random.NextDouble() < share).ToArray();
        switch (random.Next(3))
        {
            case 0:
                return ClaimSet.Run(start, random.Next(claims - start + 1));
            case 1:
                return ClaimSet.List([-1, .. numbers, int.MaxValue], 1, numbers.Length);
            default:
                var bits = new ulong[(claims + 63) / 64];
                foreach (var number in numbers) bits[number >> 6] |= 1UL << number;
                return ClaimSet.Bitmap(bits, numbers.Length);
        }
    }

    /// <param name="Texts">The claim's texts.</param>
    /// <param name="Names">By number, the names it has.</param>
    private sealed record Document(string[] Texts, int[] Names)
    {
        /// <summary>How many of the texts, and of the names behind them, count where something is excluded.</summary>
        public int Excludable { get; init; } = int.MaxValue;

        public bool IsEnglish { get; init; } = true;
    }

    /// <param name="documents">Of each claim what is searched.</param>
    /// <param name="names">The names there are, each with its aliases.</param>
    private sealed class Corpus(IReadOnlyList<Document> documents, string[][] names)
    {
        public List<PlainClaim> Claims { get; } = [.. documents.Select(document => new PlainClaim(
            [.. document.Texts, .. document.Names.SelectMany(set => names[set])],
            document.Texts.Length + document.Names.Take(Math.Max(document.Excludable - document.Texts.Length, 0)).Sum(set => names[set].Length),
            document.IsEnglish))];

        public static Corpus Random(Random random, int claims, int mostWords) => new(
            [.. Enumerable.Range(0, claims).Select(_ => new Document(
                [string.Join(' ', Enumerable.Range(0, random.Next(mostWords + 1)).Select(_ => WordOf(random)))],
                [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(3))])
            {
                Excludable = random.Next(1, 4),
                IsEnglish = random.Next(3) > 0,
            })],
            [_names[..2], _names[2..4], _names[4..]]);

        public PlainSearch Plain() => new(Claims, names.SelectMany(set => set));

        public SearchIndex Index()
        {
            var table = new SearchNames();
            var numbers = Array.ConvertAll(names, table.Add);
            SearchDocumentsBuilder[] parts = [new(), new()];
            var order = new SearchDocument[documents.Count];
            for (var claim = order.Length - 1; claim >= 0; claim--)
            {
                var part = claim % 2;
                var document = documents[claim];
                order[claim] = new SearchDocument(part, parts[part].Begin());
                foreach (var text in document.Texts) parts[part].AddText(Encoding.UTF8.GetBytes(text), document.IsEnglish);
                for (var i = 0; i < document.Names.Length; i++)
                {
                    if (document.Texts.Length + i == document.Excludable) parts[part].EndExcludable();
                    parts[part].AddName(numbers[document.Names[i]] + (document.IsEnglish ? 0 : 1));
                }

                if (document.Texts.Length + document.Names.Length <= document.Excludable) parts[part].EndExcludable();
            }
            return Built(table, parts, order);
        }

        public static SearchIndex Built(SearchNames names, SearchDocumentsBuilder[] parts, SearchDocument[] order)
        {
            int[] same = [.. Enumerable.Range(0, names.Count / 2)];
            PartDocuments[] documents = [.. parts.Select(part => new PartDocuments(new(InMemory.Stored(part.Write)), same))];
            using var work = new Workspace();
            return new(InMemory.Stored(new SearchIndexBuilder(names, documents, work.Copy<SearchDocument>(order), work).Build()));
        }
    }
}
