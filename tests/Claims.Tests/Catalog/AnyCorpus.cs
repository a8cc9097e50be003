using Claims.Catalog;
using Claims.V1;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Tests.Catalog;

/// <summary>
/// Corpora, filters and orders made up at random, always the same of one seed. Values are few, so that claims share them;
/// what the catalog does not ask for is left out, and what a curator may not write is not avoided.
/// </summary>
internal sealed class AnyCorpus
{
    public const string EveryArticle = "articles/-";

    private static readonly string[] _cues = ["say", "accuse", "stress", ""];

    // In time zones whose days are not the same, with bounds that tie and some of a curator's own.
    private static readonly EdtfDate[] _dates =
    [
        Date("2016-09-05"), Date("2016-09-05", "Asia/Damascus"), Date("2016-09-05~"), Date("2016-09-05", earliest: 1473084000),
        Date("2016-09-06"), Date("2016-09-04/2016-09-05"), Date("../2016-09-05"), Date("2016-09-05/.."), Date("../2015"),
        Date("2016-09"), Date("2016"), Date("2016?"), Date("2015/2016-08"), Date("2011-12-30", "Pacific/Apia"),
        Date("2016-09-05T08:00:00+03:00"), Date("2016-09-05T05:00:00Z"), Date("2016-09-06T01:30:00+14:00", "Pacific/Apia"),
        Date("2016-09/2016-09-05"), Date("2016-09-05/2016-09"), Date("2016/2016-09-05~", "Asia/Damascus"),
        Date("/2016-09-05"), Date("/2016-09-05", "Asia/Damascus"), Date("2016-09-05/"), Date("2016/", "Asia/Damascus"),
        Date("/2015"), Date("/2016-09"), Until("/2016-09", 1473120000), Until("/2016-09", 1473120000, "Pacific/Apia"),
    ];

    private static readonly string[] _during =
    [
        "2016-09-05", "2016-09-06", "2016-09", "2016", "2015", "2014", "2011-12-30/2011-12-31", "../2015-12-31", "../2010",
        "2016-09-06/..", "2020/..", "2016-09-05T08:00:00+03:00", "2016-09-05T05:00:00Z", "2016-09-06T01:30:00Z",
        "2016-09-05T07:59:59-11:00", "2016-09-01/2016-09-04", "2016-08~/2016-09-04?",
    ];

    // The ends of dates, and moments beside them.
    private static readonly Timestamp[] _moments =
    [
        new() { Seconds = 1473120000 }, new() { Seconds = 1473119999, Nanos = 999_999_999 }, new() { Seconds = 1473109200 },
        new() { Seconds = 1473084001 }, new() { Seconds = 1473084001, Nanos = 1 }, new() { Seconds = 1473206400 },
        new() { Seconds = 1483228800 }, new() { Seconds = 1451606400 }, new() { Seconds = 1000 },
        new() { Seconds = 2_000_000_000 },
    ];

    private static readonly string[] _orderFields = ["position", "stated_date", "event_date", "name"];

    private readonly Random _random;
    private readonly string[] _topics;
    private readonly string[] _places;
    private readonly string[] _sources;
    private readonly string[] _articles;

    /// <param name="seed">What it is made of.</param>
    /// <param name="claimCount">How many claims there are.</param>
    /// <param name="variety">How many topics, places, sources and articles there are, about.</param>
    public AnyCorpus(int seed, int claimCount, int variety = 6)
    {
        _random = new(seed);
        _topics = [.. Enumerable.Range(0, variety).Select(i => $"t{i}")];
        _places = [.. Enumerable.Range(0, variety).Select(i => $"p{i}")];
        _sources = [.. Enumerable.Range(0, variety + 2).Select(i => $"sources/s{i}")];

        // Names that start with another: a-1 comes before a, with the slash behind it, and a2 after it.
        _articles = [.. Enumerable.Range(0, 1 + _random.Next(Math.Min(variety, 12)))
            .Select(i => i == 0 ? "articles/a" : $"articles/a{(i % 2 == 0 ? "" : "-")}{i}")];

        foreach (var topic in _topics) Content.Topics.Add(new() { Slug = topic, DisplayName = $"Topic {topic}" });
        for (var i = 0; i < _places.Length; i++)
        {
            Content.Places.Add(new()
            {
                Slug = _places[i],
                DisplayName = $"Place {i}",
                CountryCode = Any(["", "SY", "TR"]),
                Within = i > 0 && _random.Next(2) == 0 ? _places[_random.Next(i)] : "",
            });
        }

        for (var i = 0; i < _sources.Length; i++)
        {
            Content.Sources.Add(new()
            {
                Name = _sources[i],
                DisplayName = $"Source {i}",
                Kind = (SourceKind)_random.Next(1, 5),
                Affiliation = i > 0 && _random.Next(2) == 0 ? _sources[_random.Next(i)] : "",
                FormerNames = { i % 3 == 1 ? [$"sources/former-s{i}"] : [] },
            });
        }

        foreach (var article in _articles)
        {
            Content.Articles.Add(new()
            {
                Name = article,
                Title = $"Title of {article}",
                Publisher = Any(_sources),
                Language = Any(["en", "en-GB", "de", "DE-ch"]),
                PublishedDate = Any(_dates).Clone(),
                CuratedDate = Date("2020"),
                FormerNames = { $"articles/former-{article["articles/".Length..]}" },
            });
        }

        for (var i = 0; i < claimCount; i++) AddClaim(i);
        Revision = Frozen.Of(Derivation.Apply(Content), parts: _random.Next(1, 51));
        Naive = new(Content);
    }

    /// <summary>The messages, as served.</summary>
    public CorpusContent Content { get; } = new();

    /// <summary>The same, indexed.</summary>
    public Revision Revision { get; }

    /// <summary>The same, not indexed.</summary>
    public NaiveCatalog Naive { get; }

    /// <summary>A filter; about every second one matches something.</summary>
    /// <param name="depth">How many filters deep at most.</param>
    public ClaimFilter AnyFilter(int depth)
    {
        var filter = new ClaimFilter();
        for (var fields = _random.Next(30) == 0 ? 0 : 1 + _random.Next(3); fields > 0; fields--) AddField(filter);
        if (depth <= 1 || _random.Next(2) == 0) return filter;
        if (_random.Next(3) == 0) filter = new();
        switch (_random.Next(4))
        {
            case 0:
                filter.AllOf.Add(AnyFilters(depth - 1));
                break;
            case 1:
                filter.AnyOf.Add(AnyFilters(depth - 1));
                break;
            case 2:
                filter.NoneOf.Add(AnyFilters(depth - 1));
                break;
            default:
                filter.AnyOf.Add(AnyFilters(depth - 1));
                filter.NoneOf.Add(AnyFilters(depth - 1));
                break;
        }

        return filter;
    }

    /// <summary>An article, by a name it has or had, or all of them.</summary>
    public string AnyParent()
    {
        if (_random.Next(3) > 0) return EveryArticle;
        var article = Any(Content.Articles);
        return _random.Next(4) == 0 ? article.FormerNames[0] : article.Name;
    }

    /// <summary>An order of up to four fields.</summary>
    public string AnyOrder()
    {
        var fields = _orderFields.ToArray();
        _random.Shuffle(fields);
        return string.Join(',', fields.Take(_random.Next(5)).Select(field => _random.Next(2) == 0 ? field : field + " desc"));
    }

    /// <summary>A number from 1 on, most often a small one.</summary>
    public int AnySize() => _random.Next(4) switch { 0 => 1, 1 => 1000, _ => 1 + _random.Next(20) };

    public T Any<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    // The first values are the most frequent: some are on nearly every claim, and some on hardly any.
    private T Skewed<T>(IReadOnlyList<T> values) => values[(int)(values.Count * Math.Pow(_random.NextDouble(), 2.5))];

    private List<T> AFew<T>(int most, Func<T> value) =>
        [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => value()).Distinct()];

    private T AnyValue<T>(int most)
        where T : struct, System.Enum => (T)(object)Math.Min(1 + (int)(most * Math.Pow(_random.NextDouble(), 2)), most);

    private void AddClaim(int number)
    {
        var article = Skewed(Enumerable.Range(0, _articles.Length).ToArray());
        var claim = new Claim
        {
            Name = $"{_articles[article]}/claims/c{number * 7919L % 100_003}",
            Attribution = new() { Scope = (AttributionScope)_random.Next(3) },
            StatedDate = Any(_dates).Clone(),
            EventDate = _random.Next(3) == 0 ? null : Any(_dates).Clone(),
            Stance = new()
            {
                Polarity = AnyValue<Polarity>(3),
                Certainty = AnyValue<Certainty>(4),
                Force = AnyValue<Force>(9),
            },
            Presupposed = _random.Next(5) == 0,
            Topics = { AFew(3, () => Skewed(_topics)).Select(topic => new TopicMention { Topic = topic }) },
            Places = { AFew(2, () => Skewed(_places)).Select(place => new PlaceMention { Place = place }) },
        };
        for (var steps = _random.Next(3); steps > 0; steps--) claim.Attribution.Steps.Add(AnyStep());
        if (claim.Attribution.Scope == AttributionScope.Ambiguous)
        {
            for (var others = _random.Next(3); others > 0; others--) claim.Alternatives.Add(AnyAlternative());
        }

        for (var locators = _random.Next(2); locators >= 0; locators--) claim.Locators.Add(AnyLocator());
        if (number > 0 && _random.Next(4) == 0) Supersede(claim, article, number);
        for (var relations = _random.Next(3); relations > 0 && number > 0; relations--) Relate(claim, number);
        Content.Claims.Add(claim);
        Content.ArticleOfClaim.Add(article);
    }

    private Alternative AnyAlternative()
    {
        var alternative = new Alternative { Attribution = new(), Reason = "It may be read so." };
        for (var steps = _random.Next(3); steps > 0; steps--) alternative.Attribution.Steps.Add(AnyStep());
        return alternative;
    }

    private AttributionStep AnyStep()
    {
        var step = new AttributionStep { Kind = AnyValue<AttributionKind>(5), Cue = Any(_cues) };
        var sources = AFew(3, () => Skewed(_sources));
        if (sources.Count == 0) sources.Add(_sources[0]);
        foreach (var source in sources)
        {
            step.Speakers.Add(new Speaker { Source = source, Identification = AnyValue<Identification>(5) });
        }

        if (sources.Count > 1) step.Joint = (JointMode)_random.Next(1, 4);
        return step;
    }

    private Locator AnyLocator() => _random.Next(5) switch
    {
        0 => new(),
        1 => new() { Paragraph = 0 },
        2 => new() { Paragraph = 2 },
        3 => new() { Paragraph = 2, Start = 0, End = 5 + _random.Next(2) },
        _ => new() { Paragraph = 11, Start = 3, End = 4 },
    };

    // One that supersedes an earlier one, of whose voice it must be.
    private void Supersede(Claim claim, int article, int number)
    {
        var other = _random.Next(number);
        var steps = Content.Claims[other].Attribution.Steps;
        if (steps.Count == 0 && PublisherOf(article) != PublisherOf(Content.ArticleOfClaim[other])) return;
        claim.Attribution.Steps.Clear();
        claim.Attribution.Steps.Add(steps.Select(step => step.Clone()));
        claim.Relations.Add(new Relation { Type = RelationType.Supersedes, Claim = Content.Claims[other].Name });

        string PublisherOf(int number) => Content.Articles[number].Publisher;
    }

    // To an earlier one, or from an earlier one to it: so relations run in circles, but for those of types that must not.
    private void Relate(Claim claim, int number)
    {
        var other = Content.Claims[_random.Next(3) == 0 ? _random.Next(number) : Math.Max(0, number - 1 - _random.Next(4))];
        var (from, to) = _random.Next(3) == 0 ? (other, claim) : (claim, other);
        var type = from == claim && _random.Next(3) == 0 ? (RelationType)_random.Next(6, 10) : AnyValue<RelationType>(4);
        if (from.Relations.Any(relation => relation.Type == type && relation.Claim == to.Name)) return;
        from.Relations.Add(new Relation { Type = type, Claim = to.Name, Note = _random.Next(2) == 0 ? $"note {number}" : "" });
    }

    private List<ClaimFilter> AnyFilters(int depth) =>
        [.. Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => AnyFilter(depth))];

    private void AddField(ClaimFilter filter)
    {
        if (_random.Next(4) == 0) filter.IncludeAlternatives = true;
        switch (_random.Next(23))
        {
            case 0:
                filter.Speakers.Add(SomeSources());
                break;
            case 20:
                filter.Publishers.Add(SomeSources());
                break;
            case 21:
                filter.Languages.Add(Some(() => Any(["en", "EN-gb", "de-CH", "de", "x-none"])));
                break;
            case 22:
                filter.PublishedDuring = Any(_during);
                break;
            case 1:
                filter.Sources.Add(SomeSources());
                break;
            case 2:
                filter.Affiliations.Add(SomeSources());
                break;
            case 3:
                filter.SourceKinds.Add(Some(() => (SourceKind)_random.Next(1, 6)));
                break;
            case 4:
                filter.Identifications.Add(Some(() => AnyValue<Identification>(5)));
                break;
            case 5:
                filter.AttributionKinds.Add(Some(() => AnyValue<AttributionKind>(5)));
                break;
            case 6:
                filter.Scopes.Add(Some(() => (AttributionScope)_random.Next(1, 3)));
                break;
            case 7:
                filter.Cues.Add(Some(() => Any(_cues) is { Length: > 0 } cue ? cue : "whisper"));
                break;
            case 8:
                filter.Polarities.Add(Some(() => AnyValue<Polarity>(3)));
                break;
            case 9:
                filter.Certainties.Add(Some(() => AnyValue<Certainty>(4)));
                break;
            case 10:
                filter.Forces.Add(Some(() => AnyValue<Force>(9)));
                break;
            case 11:
            case 12:
                filter.Topics.Add(Some(() => _random.Next(12) == 0 ? "unheard-of" : Skewed(_topics)));
                break;
            case 13:
                filter.Places.Add(Some(() => _random.Next(12) == 0 ? "nowhere" : Skewed(_places)));
                break;
            case 14:
                filter.CountryCodes.Add(Some(() => Any(["SY", "TR", "ZZ"])));
                break;
            case 15:
                filter.RelationTypes.Add(Some(() => AnyValue<RelationType>(9)));
                break;
            case 16:
                filter.Presupposed = _random.Next(3) == 0;
                break;
            case 17:
                filter.StatedDuring = Any(_during);
                break;
            case 18:
                filter.EventDuring = Any(_during);
                break;
            default:
                filter.StandingAt = Any(_moments);
                break;
        }

        List<string> SomeSources() => Some(() => _random.Next(10) switch
        {
            0 => "sources/nobody",
            1 => "sources/former-s1",
            _ => Skewed(_sources),
        });
        IEnumerable<T> OneToThree<T>(Func<T> value) => Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => value());
        List<T> Some<T>(Func<T> value) => [.. OneToThree(value)];
    }

    private static EdtfDate Until(string edtf, long end, string timeZone = "Etc/UTC") =>
        new() { Edtf = edtf, TimeZone = timeZone, EndTime = new() { Seconds = end } };

    private static EdtfDate Date(string edtf, string timeZone = "Etc/UTC", long? earliest = null) => new()
    {
        Edtf = edtf,
        TimeZone = timeZone,
        EarliestTime = earliest is { } start ? new() { Seconds = start } : null,
        EndTime = earliest is { } end ? new() { Seconds = end + 1, Nanos = 1 } : null,
    };
}
