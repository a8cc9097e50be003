using System.Collections.Frozen;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// What all articles of a corpus have in common: the countries of an invented world, its places, those who speak in it, and
/// what they speak about. Immutable.
/// </summary>
internal sealed class World
{
    private const int TopicCount = 2000;
    private const int PlaceCount = 3000;
    private const int AgencyCount = 45;
    private const int BodyCount = 45;

    private static readonly string[] _countryCodes =
        ("US RU CN SY UA GB IL FR DE IR TR IN IQ EG SA PK AF JP KR KP BR VE MX LB JO LY YE SD SS ET NG ZA KE "
        + "SO ML NE TD CD RW UG TZ MZ ZW ZM AO CM CF GA CG GH CI SN GN LR SL BF TG BJ MR MA DZ TN IT ES PT PL "
        + "HU RO BG GR CZ SK AT CH BE NL LU DK SE NO FI IS IE EE LV LT BY MD GE AM AZ KZ UZ TM KG TJ MN NP BT "
        + "BD LK MV MM TH LA KH VN MY SG ID PH BN TL AU NZ PG FJ CA CU HT DO JM GT HN SV NI CR PA CO EC PE BO "
        + "CL AR UY PY GY SR AE QA KW BH OM CY MT AL MK RS ME BA HR SI TW HK PS XK ER DJ MG MU NA BW LS SZ MW "
        + "BI GM GW GQ CV KM SC TO WS VU SB").Split(' ');

    private static readonly string[] _portfolios =
    [
        "Foreign Affairs", "Defence", "the Interior", "Finance", "Health", "Energy", "Justice", "Trade", "Transport",
        "Agriculture",
    ];

    private static readonly string[] _placeForms =
        ["{0} province", "Northern {0}", "Eastern {0}", "Area west of {0}", "Port {0}"];

    private static readonly string[] _bodyForms =
        ["{0} Council", "{0} Union", "{0} Court", "{0} Fund", "{0} Conference", "United {0} Nations"];

    private static readonly (string Form, TopicKind Kind)[] _topicForms =
    [
        ("{0}", TopicKind.Theme), ("{1} and {0}", TopicKind.Theme), ("Talks on {0}", TopicKind.Event),
        ("{0} in {2}", TopicKind.Theme), ("Elections in {2}, {3}", TopicKind.Event), ("{0} of {3}", TopicKind.Event),
        ("Relations of {2} and {4}", TopicKind.Theme), ("{2}", TopicKind.Body), ("Attack on {5}, {3}", TopicKind.Event),
        ("{1} agreement", TopicKind.Theme), ("Protests in {5}", TopicKind.Event), ("{1} trial", TopicKind.Event),
        ("Summit of {5}, {3}", TopicKind.Event), ("Control of {0}", TopicKind.Theme), ("{6}", TopicKind.Person),
        ("{7} movement", TopicKind.Body),
    ];

    // Whatever is spoken of most has a short name.
    private static readonly (string Form, TopicKind Kind)[] _frequentTopicForms =
        [("{0}", TopicKind.Theme), ("{2}", TopicKind.Body), ("{1} talks", TopicKind.Event), ("{5}", TopicKind.Unspecified)];

    private readonly Syllables _names = new([]);
    private readonly HashSet<string> _slugs = [];
    private readonly List<Source> _sources = [];
    private readonly List<(Voice Voice, double Weight)> _voices = [];
    private readonly string[] _givenNames;
    private readonly FrozenDictionary<string, Weighted<Voice>> _voicesOf;
    private RandomStream _random;

    public World(int seed, Vocabulary vocabulary)
    {
        _random = RandomStream.Of(seed, 2, 0);
        _givenNames = [.. Enumerable.Range(0, 400).Select(_ => _names.NextName(ref _random, _random.Between(1, 2)))];

        var countries = _countryCodes.Select(MakeCountry).ToList();
        var places = MakePlaces(countries);
        Countries = Weighted.Zipf(countries, 1.1, 1);
        PlaceChoice = Weighted.Zipf(places, 1, 3);
        Places = [.. places.OrderBy(place => place.Slug, StringComparer.Ordinal)];

        Publishers = [.. Enumerable.Range(0, AgencyCount).Select(_ => MakeAgency())];
        PublisherChoice = Weighted.Zipf(Enumerable.Range(0, AgencyCount), 1.2, 1);
        for (var i = 0; i < countries.Count; i++) MakeVoices(countries[i], Weighted.ZipfWeight(i, 1, 2));
        for (var i = 0; i < BodyCount; i++) MakeInternationalBody(0.15 * Weighted.ZipfWeight(i, 1, 2));
        Voices = Weighted.Of([.. _voices]);
        _voicesOf = _voices.Where(voice => voice.Voice.Country is not null)
            .GroupBy(voice => voice.Voice.Country!.Code)
            .ToFrozenDictionary(group => group.Key, group => Weighted.Of([.. group]));
        Sources = [.. _sources.OrderBy(source => source.Name, StringComparer.Ordinal)];

        var topics = MakeTopics(vocabulary, countries);
        TopicSlugs = Weighted.Zipf(topics.Select(topic => topic.Slug), 1.05, 3);
        Topics = [.. topics.OrderBy(topic => topic.Slug, StringComparer.Ordinal)];
    }

    public IReadOnlyList<Topic> Topics { get; }

    public IReadOnlyList<Place> Places { get; }

    public IReadOnlyList<Source> Sources { get; }

    public Weighted<Country> Countries { get; }

    /// <summary>The news agencies that publish articles.</summary>
    public IReadOnlyList<Source> Publishers { get; }

    /// <summary>Draws indices of <see cref="Publishers"/>.</summary>
    public Weighted<int> PublisherChoice { get; }

    /// <summary>Everybody who is heard in more articles than one.</summary>
    public Weighted<Voice> Voices { get; }

    public Weighted<string> TopicSlugs { get; }

    public Weighted<Place> PlaceChoice { get; }

    /// <summary>Those of a country.</summary>
    public Weighted<Voice> VoicesOf(Country country) => _voicesOf[country.Code];

    private Country MakeCountry(string code)
    {
        var name = _names.NextName(ref _random, _random.Between(2, 3));
        var adjective = name[^1] is 'a' or 'e' ? $"{name}n" : $"{name}ian";
        var government = AddSource(new Source
        {
            Name = $"government-of-{Syllables.Slug(name)}",
            DisplayName = $"Government of {name}",
            Kind = SourceKind.Government,
            CountryCode = code,
        });
        return new(name, adjective, code, _random.Of(Calendar.Zones), government, []);
    }

    private List<Place> MakePlaces(List<Country> countries)
    {
        var places = new List<Place>();
        foreach (var country in countries) places.Add(AddPlace(country, country.Name));
        foreach (var country in countries)
        {
            // The first is the capital, and stands for the government.
            var capital = AddPlace(country, _names.NextName(ref _random, _random.Between(2, 3)));
            places.Add(capital);
            country.Government.Aliases.Add([country.Name, capital.DisplayName]);
        }

        var byNews = Weighted.Zipf(countries, 0.8, 6);
        while (places.Count < PlaceCount)
        {
            var name = _names.NextName(ref _random, _random.Between(2, 3));
            if (_random.Chance(0.03))
            {
                places.Add(new() { Slug = Unique($"{Syllables.Slug(name)}-sea"), DisplayName = $"{name} Sea" });
                continue;
            }

            var form = _random.Chance(0.4) ? _random.Of(_placeForms) : "{0}";
            places.Add(AddPlace(byNews.Draw(ref _random), string.Format(null, form, name)));
        }

        return places;
    }

    // A country's first place is itself, and half of the others lie in another that lies there.
    private Place AddPlace(Country country, string name)
    {
        var place = new Place { Slug = Unique(Syllables.Slug(name)), DisplayName = name };
        if (country.Places.Count == 0) place.CountryCode = country.Code;
        else place.Within = (_random.Chance(0.5) ? country.Places[0] : _random.Of(country.Places)).Slug;
        if (_random.Chance(0.4)) place.Aliases.Add(_names.NextName(ref _random, _random.Between(2, 3), accented: 0.2));
        if (_random.Chance(0.6)) place.WikidataId = WikidataId();
        if (_random.Chance(0.6))
        {
            place.Coordinates = new Coordinates
            {
                Latitude = _random.Between(-60_000, 70_000) / 1000.0,
                Longitude = _random.Between(-180_000, 180_000) / 1000.0,
            };
        }

        country.Places.Add(place);
        return place;
    }

    private Source MakeAgency()
    {
        var name = _names.NextName(ref _random, 2, accented: 0);
        while (name.Length > 8) name = _names.NextName(ref _random, 2, accented: 0);
        return AddSource(new Source { Name = name, DisplayName = name, Kind = SourceKind.NewsAgency });
    }

    private void MakeVoices(Country country, double weight)
    {
        var government = country.Government;
        AddVoice(government, weight * 4, country, Identification.Metonym, country.Name, country.Places[1].DisplayName);
        AddVoice(government, weight, country, Identification.Named, $"the {country.Adjective} government");
        AddPerson(country, government, SourceKind.HeadOfState, weight * 2, "President {0}");
        for (var i = 0; i < 2; i++)
        {
            var portfolio = _random.Of(_portfolios);
            var ministry = AddVoice(
                Organization(country, government, SourceKind.Organization, $"{country.Adjective} Ministry of {portfolio}"),
                weight, country, Identification.Named, $"the {country.Adjective} Ministry of {portfolio}");
            AddPerson(country, ministry, SourceKind.Minister, weight * 1.5, $"{country.Adjective} minister {{0}}");
            AddPerson(country, ministry, SourceKind.SeniorOfficial, weight * 0.3, "deputy minister {0}", 0.5);
            AddPerson(country, ministry, SourceKind.Official, weight, "ministry spokesman {0}", 0.6);
        }

        var army = AddVoice(Organization(country, government, SourceKind.Military, $"Armed forces of {country.Name}"),
            weight, country, Identification.Named, $"the {country.Adjective} military");
        if (_random.Chance(0.3))
        {
            var command = AddVoice(
                Organization(country, army, SourceKind.Military, $"{country.Adjective} Northern Command"),
                weight * 0.2, country, Identification.Named, "the Northern Command");
            AddPerson(country, command, SourceKind.Military, weight * 0.2, "General {0}");
        }

        AddPerson(country, army, SourceKind.Military, weight * 0.6, "army spokesman {0}");
        if (_random.Chance(0.7))
        {
            var media = $"{_names.NextName(ref _random, 2)} {_random.Of(["News", "Television", "Radio", "Times"])}";
            AddVoice(Organization(country, government, SourceKind.StateMedia, media),
                weight, country, Identification.Named, media, $"state media outlet {media}");
        }

        AddGroup(country, SourceKind.ArmedGroup, weight * 0.8, "rebel spokesman {0}",
            "{0} Front", "{0} Brigade", "{0} Resistance");
        AddGroup(country, SourceKind.Monitor, weight * 0.8, "observatory head {0}", "{0} Observatory", "{0} Watch");
        AddGroup(country, SourceKind.Organization, weight * 0.6, "party leader {0}", "{0} Party", "{0} Union");
        AddPerson(country, null, SourceKind.Person, weight * 0.2, "analyst {0}");
        AddPerson(country, null, SourceKind.Witness, weight * 0.1, "resident {0}", 0.5);
    }

    private void AddGroup(Country country, SourceKind kind, double weight, string style, params string[] forms)
    {
        if (_random.Chance(0.45)) return;
        var name = string.Format(null, _random.Of(forms), _names.NextName(ref _random, 2));
        var group = AddVoice(
            Organization(country, null, kind, name), weight, country, Identification.Named, $"the {name}", name);
        AddPerson(country, group, kind == SourceKind.ArmedGroup ? kind : SourceKind.Person, weight * 0.4, style);
    }

    private void MakeInternationalBody(double weight)
    {
        var name = string.Format(null, _random.Of(_bodyForms), _names.NextName(ref _random, 2));
        var body = AddVoice(Organization(null, null, SourceKind.InternationalOrganization, name),
            weight, null, Identification.Named, $"the {name}", name);
        var office = AddVoice(Organization(null, body, SourceKind.Organization, $"{name} Office for Aid"),
            weight * 0.4, null, Identification.Named, $"the {name}'s aid office");
        AddPerson(null, body, SourceKind.SeniorOfficial, weight, "Secretary-General {0}");
        AddPerson(null, office, SourceKind.Official, weight * 0.6, "envoy {0}");
    }

    private static Source Organization(Country? country, Source? parent, SourceKind kind, string name) => new()
    {
        Name = Syllables.Slug(name),
        DisplayName = name,
        Kind = kind,
        Affiliation = parent?.Name ?? "",
        CountryCode = country?.Code ?? "",
    };

    private void AddPerson(
        Country? country, Source? employer, SourceKind kind, double weight, string style, double probability = 1)
    {
        if (!_random.Chance(probability)) return;
        var family = _names.NextName(ref _random, _random.Between(2, 3));
        var name = $"{_random.Of(_givenNames)} {family}";
        var person = Organization(country, employer, kind, name);
        person.Aliases.Add(family);
        var styled = string.Format(null, style, name);
        if (_random.Chance(0.3)) person.Description = $"Cited as {styled}; affiliation as of the article.";
        AddVoice(person, weight, country, Identification.Named, styled, family);
    }

    private Source AddVoice(
        Source source, double weight, Country? country, Identification identification, params string[] asPublished)
    {
        if (!source.Name.StartsWith("sources/", StringComparison.Ordinal)) AddSource(source);
        _voices.Add((new(source, identification, asPublished, country), weight));
        return source;
    }

    private Source AddSource(Source source)
    {
        var slug = Unique(Syllables.Slug(source.Name));
        source.Name = $"sources/{slug}";
        if (_random.Chance(0.25)) source.WikidataId = WikidataId();
        if (_random.Chance(0.02)) source.FormerNames.Add($"sources/{Unique($"former-{slug}")}");
        _sources.Add(source);
        return source;
    }

    private List<Topic> MakeTopics(Vocabulary vocabulary, List<Country> countries)
    {
        var topics = new List<Topic>();
        var actors = new List<string>();
        var byNews = Weighted.Zipf(countries, 0.8, 6);
        while (topics.Count < TopicCount)
        {
            var country = byNews.Draw(ref _random);
            var place = _random.Of(country.Places);
            var year = _random.Between(2012, 2023);
            var (form, kind) = _random.Of(topics.Count < 200 ? _frequentTopicForms : _topicForms);
            var family = _names.NextName(ref _random, _random.Between(2, 3));
            var name = string.Format(null, form, vocabulary.Nouns.Draw(ref _random).S,
                vocabulary.Nouns.Draw(ref _random).Base, country.Name, year, byNews.Draw(ref _random).Name,
                place.DisplayName, $"{_random.Of(_givenNames)} {family}", family);
            name = string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1));

            // Topics have slugs of their own, apart from those of places and sources.
            var slug = Syllables.Slug(name);
            if (!_slugs.Add($"topic:{slug}")) continue;
            var topic = new Topic { Slug = slug, DisplayName = name, Kind = kind };
            if (_random.Chance(0.3))
            {
                topic.Aliases.Add($"{vocabulary.Adjectives.Draw(ref _random).Base} {vocabulary.Nouns.Draw(ref _random).S}");
            }

            if (_random.Chance(0.4)) topic.Description = $"{name}, as articles on {country.Name} speak of it.";
            if (_random.Chance(0.5)) topic.WikidataId = WikidataId();
            if (kind == TopicKind.Event) DescribeEvent(topic, country, place, year, actors);
            if (kind is TopicKind.Person or TopicKind.Body) actors.Add(slug);
            topics.Add(topic);
        }

        return topics;
    }

    private void DescribeEvent(Topic topic, Country country, Place place, int year, List<string> actors)
    {
        topic.Places.Add(place.Slug);
        if (_random.Chance(0.6))
        {
            var month = _random.Between(1, 12);
            topic.Date = new EdtfDate
            {
                Edtf = _random.Chance(0.4) ? $"{year}" : _random.Chance(0.5) ? $"{year}-{month:00}"
                    : $"{year}-{month:00}-{_random.Between(1, 28):00}",
                Basis = DateBasis.External,
                TimeZone = country.Zone.Id,
            };
        }

        for (var i = _random.Between(0, 2); i > 0 && actors.Count > 0; i--)
        {
            var actor = _random.Of(actors);
            if (!topic.Participants.Contains(actor)) topic.Participants.Add(actor);
        }
    }

    private string WikidataId() => $"Q{_random.Between(1, 120_000_000)}";

    private string Unique(string slug)
    {
        var unique = slug;
        for (var i = 2; !_slugs.Add(unique); i++) unique = $"{slug}-{i}";
        return unique;
    }
}

/// <summary>
/// A country of the invented world; its first place is itself, its second its capital.
/// </summary>
internal sealed record Country(
    string Name, string Adjective, string Code, TimeZone Zone, Source Government, List<Place> Places);

/// <summary>
/// A source as articles mention it.
/// </summary>
/// <param name="Source">Who it is.</param>
/// <param name="Identification">How far the mentions identify it.</param>
/// <param name="AsPublished">The names they use, at least one.</param>
/// <param name="Country">Whose clock it lives by; null where it has none.</param>
internal sealed record Voice(
    Source Source, Identification Identification, IReadOnlyList<string> AsPublished, Country? Country);
