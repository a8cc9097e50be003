using Claims.Catalog;
using Claims.Tests.Catalog.Stored;

namespace Claims.Tests.Catalog.Entries;

public class NameIndexTests
{
    // Few words, some the beginnings of others, so that many names fit equally well, and words come twice in one.
    private static readonly string[] _words = "a ab abc abcd b ba bad badly c council of official officer the".Split(' ');

    [Theory]
    [InlineData(3, 2)]
    [InlineData(40, 3)]
    [InlineData(2000, 4)]
    [InlineData(2000, 12)]
    public void The_best_few_are_the_first_of_all_that_fit(int entries, int longest)
    {
        var random = new Random(entries + longest);
        var names = Enumerable.Range(0, entries)
            .Select(_ => Enumerable.Range(0, random.Next(4)).Select(_ => Words(random.Next(longest + 1))).ToArray()).ToArray();
        var claims = Array.ConvertAll(names, _ => random.Next(20));
        var index = new NameIndex(InMemory.Stored(sections =>
            NameIndex.Write(sections, names.Zip(claims, (all, count) => (all.AsEnumerable(), count)))));
        var found = 0;
        for (var i = 0; i < 1000; i++)
        {
            var query = NameQuery.Of(Words(random.Next(4), areCut: random.Next(2) == 0));
            var (count, kinds) = (random.Next(1, 21), random.Next(1, 5));
            var all = index.Find(query, default)
                .OrderByDescending(match => match.Score).ThenByDescending(match => claims[match.Entry]).ThenBy(match => match.Entry);
            Assert.Equal(
                all.Where(match => match.Entry % kinds == 0).Take(count),
                index.FindBest(query, entry => entry % kinds == 0, count, default));
            Assert.All(all, match => Assert.Equal(match.Score, ScoreOf(query, names[match.Entry][index.OrdinalOf(match.Name)])));
            found += all.Count();
        }

        Assert.True(found > 100, $"{found} found only");

        string Words(int count, bool areCut = false) => string.Join(' ', Enumerable.Range(0, count).Select(_ =>
        {
            var word = _words[random.Next(_words.Length)];
            return areCut ? word[..random.Next(1, word.Length + 1)] : word;
        }));
    }

    private static int ScoreOf(NameQuery query, string name)
    {
        string[] asked = [.. query.Words.Select(System.Text.Encoding.UTF8.GetString)], words = name.Split(' ');
        return asked.SequenceEqual(words) ? NameMatch.Whole
            : asked.All(words.Contains) ? 50 + Math.Min(49, 50 * asked.Length / words.Length)
            : 1 + Math.Min(48, 49 * query.Size / words.Sum(word => word.Length));
    }
}
