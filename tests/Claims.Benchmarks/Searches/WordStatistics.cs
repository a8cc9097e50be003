using System.Runtime.InteropServices;

namespace Claims.Benchmarks.Searches;

/// <summary>
/// How many claims hold each word, and each two words in a row of their texts.
/// </summary>
internal sealed class WordStatistics
{
    // Enough to find phrases by how often they are.
    private const int PhraseSample = 50_000;

    private readonly Dictionary<string, int> _claimsOf = [];
    private readonly Dictionary<string, string> _wordOf = [];
    private readonly Dictionary<string, int> _phrases = [];
    private readonly double _phraseShare;
    private readonly ClaimWords _words;

    public WordStatistics(ClaimWords words)
    {
        _words = words;
        var sample = Math.Min(words.ClaimCount, PhraseSample);
        _phraseShare = (double)sample / words.ClaimCount;
        for (var claim = 0; claim < words.ClaimCount; claim++)
        {
            foreach (var stem in words.FieldsOf(claim).SelectMany(field => field.Stems).Distinct()) Increment(_claimsOf, stem);
            var text = words.TextOf(claim);
            foreach (var (word, stem) in text) _wordOf.TryAdd(stem, word);
            if (claim >= sample) continue;
            var phrases = text.Zip(text.Skip(1), (a, b) => $"{a.Word} {b.Word}");
            foreach (var phrase in phrases.Distinct()) Increment(_phrases, phrase);
        }

        // The other engines are not told which words are one.
        foreach (var (stem, word) in _wordOf.ToList())
        {
            if (words.HaveSynonyms(word)) _wordOf.Remove(stem);
        }
    }

    /// <summary>A word that about so many claims hold.</summary>
    public string Word(double claims) => _wordOf
        .Where(item => item.Key.Length > 1)
        .MinBy(item => (Math.Abs(_claimsOf[item.Key] - claims), item.Key)).Value;

    /// <summary>Two words in a row that about so many claims hold.</summary>
    public string Phrase(double claims) =>
        _phrases.OrderBy(item => (Math.Abs(item.Value - (claims * _phraseShare)), item.Key)).Select(item => item.Key)
            .First(phrase => !_words.HaveSynonyms(phrase));

    /// <summary>Two rare words of one claim.</summary>
    public (string A, string B) RarePair()
    {
        const int Few = 100;
        for (var claim = 0; claim < _words.ClaimCount; claim++)
        {
            var rare = _words.TextOf(claim).DistinctBy(word => word.Stem)
                .Where(word => _wordOf.ContainsKey(word.Stem) && _claimsOf[word.Stem] is > 1 and < Few).Take(2).ToList();
            if (rare.Count == 2) return (rare[0].Word, rare[1].Word);
        }

        throw new ScenarioException("No claim has two rare words.");
    }

    private static void Increment(Dictionary<string, int> counts, string key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
}
