using System.Collections.Frozen;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// The words that texts are made of: some hundred function words of English, and 60,000 invented words with their
/// inflections, frequent and rare as in a language. Immutable.
/// </summary>
internal sealed class Vocabulary
{
    private const int Size = 60_000;
    private const int SynonymGroups = 200;
    private const double Exponent = 1.1;
    private const double Shift = 8;

    // By how often English has them, the most frequent first.
    private static readonly string[] _prepositions =
        ("of in to for on with at from by about as into after over between against during under since without before around "
        + "among within along across behind near towards upon despite through beyond inside outside above below throughout "
        + "beside past until except concerning opposite").Split(' ');

    private static readonly string[] _conjunctions =
        "and that which who but while when because where after as before although until if whose unless though".Split(' ');

    private static readonly string[] _auxiliaries =
        "had was were would has have will could may should might can must is are be been".Split(' ');

    private static readonly string[] _quantifiers =
        ("some other more several many most all both any such another each few every much either enough half same own less "
        + "various further").Split(' ');

    private static readonly string[] _adverbs =
        ("also only still already now again there then once here even however just later never often soon "
        + "almost ever perhaps rather together away back up out down off instead meanwhile nearly today yet "
        + "always thus twice sometimes therefore otherwise apart aside abroad too quite very recently "
        + "previously openly mostly mainly largely partly fully clearly formally jointly directly publicly "
        + "privately briefly repeatedly initially finally eventually immediately currently formerly locally "
        + "nationally abruptly gradually quickly slowly sharply slightly roughly exactly entirely especially "
        + "particularly generally usually normally possibly probably likely certainly apparently allegedly "
        + "reportedly officially effectively originally subsequently simultaneously separately independently "
        + "deliberately accidentally overnight forward everywhere nowhere somewhere indeed anyway besides hence "
        + "likewise moreover nevertheless nonetheless regardless hardly scarcely barely merely simply solely").Split(' ');

    private static readonly string[] _numbers =
        ("two three one four five six dozens seven eight ten nine hundreds twelve twenty eleven thousands "
        + "thirty fifty").Split(' ');

    /// <param name="seed">Which words there are.</param>
    public Vocabulary(int seed)
    {
        var functionWords = _prepositions
            .Concat(_conjunctions).Concat(_auxiliaries).Concat(_quantifiers).Concat(_adverbs).Concat(_numbers)
            .Concat(["the", "a", "an", "its", "their", "his", "her", "this", "these", "no", "not", "did", "whether"])
            .ToFrozenSet();
        var random = RandomStream.Of(seed, 1, 0);
        var syllables = new Syllables(functionWords);
        var nouns = new List<(Word, double)>();
        var verbs = new List<(Word, double)>();
        var adjectives = new List<(Word, double)>();
        var slugWords = new List<string>();
        for (var rank = 0; rank < Size; rank++)
        {
            // Frequent words are short.
            var count = rank < 800 ? random.Between(1, 2) : rank < 8000 ? 2 : random.Between(2, 3);
            var word = Word.Of(syllables.Next(ref random, count, accented: 0.03));
            var weight = Weighted.ZipfWeight(rank, Exponent, Shift);
            (random.Below(20) switch { < 11 => nouns, < 16 => verbs, _ => adjectives }).Add((word, weight));
            if (word.Base.Length <= 9 && word.Base.All(char.IsAsciiLetterLower)) slugWords.Add(word.Base);
        }

        Nouns = Weighted.Of([.. nouns]);
        Verbs = Weighted.Of([.. verbs]);
        Adjectives = Weighted.Of([.. adjectives]);
        SlugWords = slugWords;
        Synonyms = GroupSynonyms(ref random);
    }

    /// <summary>Groups of nouns that mean the same, some of two words; all endings of a noun are in one group at most.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Synonyms { get; }

    /// <summary>Words of at most 9 letters, all in a-z, the most frequent first.</summary>
    public IReadOnlyList<string> SlugWords { get; }

    public Weighted<Word> Nouns { get; }

    public Weighted<Word> Verbs { get; }

    public Weighted<Word> Adjectives { get; }

    public Weighted<string> Prepositions { get; } = Weighted.Zipf(_prepositions, 1.2, 0.5);

    public Weighted<string> Conjunctions { get; } = Weighted.Zipf(_conjunctions, 1.1, 0.5);

    public Weighted<string> Auxiliaries { get; } = Weighted.Zipf(_auxiliaries, 0.9, 1);

    public Weighted<string> Quantifiers { get; } = Weighted.Zipf(_quantifiers, 0.9, 1);

    public Weighted<string> Adverbs { get; } = Weighted.Zipf(_adverbs, 0.9, 1);

    public Weighted<string> Numbers { get; } = Weighted.Zipf(_numbers, 0.8, 1);

    private List<IReadOnlyList<string>> GroupSynonyms(ref RandomStream random)
    {
        var taken = new HashSet<string>();
        var groups = new List<IReadOnlyList<string>>();
        while (groups.Count < SynonymGroups)
        {
            var group = new List<string>();
            for (var count = random.Between(2, 4); group.Count < count;)
            {
                var noun = Nouns.Draw(ref random).Base;
                var term = random.Chance(0.2) ? $"{Adjectives.Draw(ref random).Base} {noun}" : noun;
                if (taken.Add(Catalog.Search.Synonyms.KeyOf(term))) group.Add(term);
            }

            groups.Add(group);
        }

        return groups;
    }
}

/// <summary>
/// A word with its inflections.
/// </summary>
/// <param name="Base">As a dictionary has it.</param>
/// <param name="S">The plural, or the third person.</param>
/// <param name="Ed">The past.</param>
/// <param name="Ing">The participle.</param>
internal sealed record Word(string Base, string S, string Ed, string Ing)
{
    public static Word Of(string word)
    {
        var stem = word[..^1];
        if (word[^1] == 'y' && !"aeiou".Contains(word[^2])) return new(word, $"{stem}ies", $"{stem}ied", $"{word}ing");
        if (word[^1] == 'e') return new(word, $"{word}s", $"{word}d", word[^2] is 'e' or 'i' ? $"{word}ing" : $"{stem}ing");
        var sibilant = word[^1] is 's' or 'x' or 'z' || word.EndsWith("sh", StringComparison.Ordinal);
        return new(word, sibilant ? $"{word}es" : $"{word}s", $"{word}ed", $"{word}ing");
    }
}
