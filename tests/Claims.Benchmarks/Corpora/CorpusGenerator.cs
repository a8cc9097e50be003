using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// An invented corpus of any size that looks like a curated one: as long, as varied, as unevenly distributed, and breaking
/// no rule. The same claims and seed give the same corpus, on any machine. Thread-safe.
/// </summary>
/// <remarks>
/// Holds what all articles share, some 22 MB at a million claims; articles are made as they are asked for.
/// </remarks>
internal sealed class CorpusGenerator
{
    /// <summary>The terms of every generated corpus.</summary>
    public const string License = "CC0-1.0";

    private const int FewestClaims = 20;
    private const int MostClaims = 80;

    private static readonly int _firstDay = new DateOnly(2012, 1, 1).DayNumber;
    private static readonly int _dayCount = new DateOnly(2024, 1, 1).DayNumber - _firstDay;

    private readonly int _seed;
    private readonly World _world;
    private readonly Vocabulary _vocabulary;
    private readonly Calendar _calendar = new();
    private readonly List<int> _claimCounts = [];

    /// <param name="claims">How many claims, at least 1.</param>
    /// <param name="seed">Which corpus of this size.</param>
    public CorpusGenerator(int claims, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(claims, 1);
        _seed = seed;
        _vocabulary = new Vocabulary(seed);
        _world = new World(seed, _vocabulary);

        // What is left is never less than an article has at the least.
        var random = RandomStream.Of(seed, 3, 0);
        for (var left = claims; left > 0; left -= _claimCounts[^1])
        {
            _claimCounts.Add(left < 2 * FewestClaims
                ? left
                : random.Between(FewestClaims, Math.Min(MostClaims, left - FewestClaims)));
        }
    }

    /// <summary>All topics, by slug.</summary>
    public IReadOnlyList<Topic> Topics => _world.Topics;

    /// <summary>All places, by slug.</summary>
    public IReadOnlyList<Place> Places => _world.Places;

    /// <summary>The sources that articles share, by name.</summary>
    public IReadOnlyList<Source> Sources => _world.Sources;

    /// <summary>Groups of words that a search takes to be one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Synonyms => _vocabulary.Synonyms;

    /// <summary>How many articles there are.</summary>
    public int ArticleCount => _claimCounts.Count;

    /// <summary>All articles, the earliest published first, made anew each time.</summary>
    public IEnumerable<GeneratedArticle> Articles() => Articles(0, ArticleCount);

    /// <summary>Some of the articles: those from one index up to another, exclusive.</summary>
    public IEnumerable<GeneratedArticle> Articles(int from, int end)
    {
        var maker = new ArticleMaker(this, _world, _vocabulary, _calendar);
        for (var i = from; i < end; i++) yield return maker.Make(i);
    }

    /// <summary>Numbers of their own for each article and part of it.</summary>
    internal RandomStream RandomOf(int article, int part) => RandomStream.Of(_seed, 4, article, part);

    /// <summary>What other articles can know of one without making it.</summary>
    internal ArticlePlan Plan(int article)
    {
        var random = RandomOf(article, 0);
        var publisher = _world.PublisherChoice.Draw(ref random);
        var day = _firstDay + (int)((article + random.Unit()) * _dayCount / ArticleCount);
        var prefix = $"{_world.Publishers[publisher].Name["sources/".Length..]}-{_calendar.Day(day)}";
        var firstWord = random.Below(_vocabulary.SlugWords.Count);
        return new(article, _claimCounts[article], publisher, day, $"{prefix}-{Words(article)}", firstWord);
    }

    /// <summary>What an article was called before it was renamed.</summary>
    internal string FormerName(ArticlePlan plan) =>
        $"articles/{_world.Publishers[plan.Publisher].Name["sources/".Length..]}-{Words(plan.Index + (1L << 31))}";

    /// <summary>
    /// The slug of a claim, and for an index from 100 to 199 one that no claim of the article has.
    /// </summary>
    internal string ClaimSlug(ArticlePlan plan, int claim)
    {
        const int Prime = 104_729;
        var words = _vocabulary.SlugWords;
        var random = RandomOf(plan.Index, 1000 + claim);

        // Its first word is of this claim alone: the prime is more than there are words.
        var slug = words[(int)((plan.FirstWord + ((long)claim * Prime)) % words.Count)];
        for (var i = random.Between(2, 4); i > 0; i--)
        {
            slug += "-" + (random.Chance(0.25) ? random.Of(_slugFunctionWords) : random.Of(words));
        }

        return slug;
    }

    /// <summary>The name of a claim, likewise.</summary>
    internal string ClaimName(ArticlePlan plan, int claim) => $"{plan.Name}/claims/{ClaimSlug(plan, claim)}";

    /// <summary>Whether a claim is in the publisher's own voice.</summary>
    internal bool IsOwnVoice(ArticlePlan plan, int claim)
    {
        var random = RandomOf(plan.Index, 500 + claim);
        return random.Chance(0.45);
    }

    private static readonly string[] _slugFunctionWords =
        ["in", "of", "not", "on", "was", "to", "for", "by", "with", "after", "held", "no", "as", "and"];

    // Two words, of each number another pair: the factor and the count of pairs have no divisor in common.
    private string Words(long number)
    {
        const long Prime = 2_654_435_761;
        var words = _vocabulary.SlugWords;
        var pair = (long)((Int128)(number + 1) * Prime % ((long)words.Count * words.Count));
        return $"{words[(int)(pair / words.Count)]}-{words[(int)(pair % words.Count)]}";
    }
}

/// <summary>
/// An article as curated: only given members, as a curated file has them.
/// </summary>
/// <param name="Article">The article.</param>
/// <param name="Sources">The sources that only it has.</param>
/// <param name="Claims">Its claims, in its order.</param>
internal sealed record GeneratedArticle(Article Article, IReadOnlyList<Source> Sources, IReadOnlyList<Claim> Claims);

/// <summary>
/// An article before it is made.
/// </summary>
/// <param name="Index">Which.</param>
/// <param name="ClaimCount">How many claims it has.</param>
/// <param name="Publisher">The index of its publisher in <see cref="World.Publishers"/>.</param>
/// <param name="Day">The day it was published.</param>
/// <param name="Slug">At most 39 characters, so that those of its sources have room.</param>
/// <param name="FirstWord">Where in the vocabulary its claims' slugs start.</param>
internal sealed record ArticlePlan(int Index, int ClaimCount, int Publisher, int Day, string Slug, int FirstWord)
{
    public string Name => $"articles/{Slug}";
}
