using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Makes the articles of a generated corpus, each from its index alone. Not thread-safe.
/// </summary>
internal sealed class ArticleMaker
{
    private static readonly Weighted<Force> _forces = Weighted.Of(
        (Force.Assert, 74.0), (Force.Intend, 6), (Force.Accuse, 5), (Force.Deny, 3), (Force.Require, 3), (Force.Desire, 3),
        (Force.Condition, 2), (Force.Threaten, 2), (Force.Refuse, 2));

    private static readonly Weighted<Certainty> _certainties = Weighted.Of(
        (Certainty.Certain, 88.0), (Certainty.Probable, 6), (Certainty.Possible, 4), (Certainty.Uncommitted, 2));

    private static readonly Weighted<int> _noteCounts = Weighted.Of((0, 14.0), (1, 43), (2, 23), (3, 13), (4, 7));
    private static readonly Weighted<int> _topicCounts = Weighted.Of(
        (1, 19.0), (2, 27), (3, 21), (4, 11), (5, 12), (6, 8), (9, 2));
    private static readonly Weighted<int> _placeCounts = Weighted.Of((0, 8.0), (1, 75), (2, 14), (3, 2), (4, 1));

    private readonly CorpusGenerator _corpus;
    private readonly World _world;
    private readonly Vocabulary _vocabulary;
    private readonly Calendar _calendar;
    private readonly Wording _wording;
    private readonly AttributionMaker _attributions;
    private readonly RelationMaker _relations;

    public ArticleMaker(CorpusGenerator corpus, World world, Vocabulary vocabulary, Calendar calendar)
    {
        (_corpus, _world, _vocabulary, _calendar, _wording) = (corpus, world, vocabulary, calendar, new(vocabulary));
        _attributions = new(calendar, _wording);
        _relations = new(corpus, _wording);
    }

    public GeneratedArticle Make(int index)
    {
        var random = _corpus.RandomOf(index, 1);
        var draft = Begin(ref random, _corpus.Plan(index));
        var sources = MakeCast(ref random, draft);
        var claims = new Claim[draft.Plan.ClaimCount];
        for (var i = 0; i < claims.Length; i++) claims[i] = MakeClaim(ref random, draft, i);
        return new(draft.Article, sources, claims);
    }

    private ArticleDraft Begin(ref RandomStream random, ArticlePlan plan)
    {
        var country = _world.Countries.Draw(ref random);
        var theme = new Word[10];
        for (var i = 0; i < theme.Length; i++) theme[i] = _vocabulary.Nouns.Draw(ref random);
        var places = DrawPlaces(ref random, country);
        var topics = Distinct(random.Between(8, 14), ref random, _world.TopicSlugs);
        return new(plan, country, theme, places, topics)
        {
            Article = MakeArticle(ref random, plan, country, theme, places),
            IsLocatedApart = random.Chance(0.2),
            IsFree = random.Chance(0.1),
        };
    }

    private static List<T> Distinct<T>(int count, ref RandomStream random, Weighted<T> choice)
    {
        var items = new List<T>();
        while (items.Count < count)
        {
            var item = choice.Draw(ref random);
            if (!items.Contains(item)) items.Add(item);
        }

        return items;
    }

    private List<Place> DrawPlaces(ref RandomStream random, Country country)
    {
        var places = Distinct(3, ref random, _world.PlaceChoice);
        for (var i = random.Between(3, 8); i > 0; i--)
        {
            // Those of its country come first, and so more often.
            var place = country.Places[random.Below(Math.Min(country.Places.Count, 12))];
            if (!places.Contains(place)) places.Insert(0, place);
        }

        return places;
    }

    private Article MakeArticle(
        ref RandomStream random, ArticlePlan plan, Country country, Word[] theme, List<Place> places)
    {
        var publisher = _world.Publishers[plan.Publisher];
        var published = _calendar.Published(ref random, plan.Day, country.Zone);
        var article = new Article
        {
            Name = plan.Name,
            Title = _wording.Title(ref random, theme, places[0].DisplayName, _calendar.Words(plan.Day)),
            Publisher = publisher.Name,
            PublishedDate = published,
            Datelines = { new Dateline { Place = places[0].Slug, TimeZone = country.Zone.Id } },
            Language = random.Chance(0.9) ? "en" : "en-GB",
            TextSha256 = Locators.Digest(ref random),
            ParagraphCount = Math.Max(6, plan.ClaimCount / 4),
            Curator = "ClaimsService",
            CuratedDate = _calendar.Curated(plan.Day + random.Between(1, 400)),
        };
        if (random.Chance(0.1)) article.Datelines.Add(new Dateline { Place = places[1].Slug, TimeZone = "Etc/UTC" });
        if (random.Chance(0.6)) article.Uri = AddressOf(publisher, plan);
        if (random.Chance(0.02)) article.FormerNames.Add(_corpus.FormerName(plan));
        if (!random.Chance(0.12)) return article;
        foreach (var other in Distinct(random.Between(1, 3), ref random, _world.PublisherChoice))
        {
            if (other == plan.Publisher) continue;
            var elsewhere = _world.Publishers[other];
            article.Appearances.Add(new Appearance { Uri = AddressOf(elsewhere, plan), Publisher = elsewhere.DisplayName });
        }

        return article;
    }

    private static string AddressOf(Source publisher, ArticlePlan plan) =>
        $"https://{publisher.DisplayName.ToLowerInvariant()}.example/{plan.Slug}";

    // Some that others cite too, some that only the article has.
    private List<Source> MakeCast(ref RandomStream random, ArticleDraft draft)
    {
        var cast = draft.Cast;
        for (var i = random.Between(4, 8); i > 0; i--)
        {
            var voice = (random.Chance(0.6) ? _world.VoicesOf(draft.Country) : _world.Voices).Draw(ref random);
            if (voice.Source.Name != draft.Article.Publisher && !cast.Contains(voice)) cast.Add(voice);
        }

        var sources = new List<Source>();
        var firstRole = random.Below(UnnamedRole.All.Length);
        for (var i = random.Between(3, 6); i > 0; i--)
        {
            var (slug, form, kind, identification, ofGovernment) = UnnamedRole.All[(firstRole + (i * 5)) % UnnamedRole.All.Length];
            var country = random.Chance(0.7) ? draft.Country : _world.Countries.Draw(ref random);
            var role = string.Format(null, form, country.Adjective, random.Of(country.Places).DisplayName);
            var source = new Source
            {
                Name = $"sources/{slug}-{draft.Plan.Slug}",
                DisplayName = $"{char.ToUpperInvariant(role[0])}{role.AsSpan(1)} (unnamed)",
                Kind = kind,
                Affiliation = ofGovernment ? country.Government.Name : "",
                CountryCode = ofGovernment ? country.Code : "",
            };
            if (random.Chance(0.8)) source.Description = $"Cited without a name. {_wording.Note(ref random, draft.Theme)}";
            sources.Add(source);
            var definite = role.StartsWith("a ", StringComparison.Ordinal) ? $"the {role.AsSpan(2)}" : role;
            cast.Insert(random.Below(cast.Count + 1), new(source, identification, [role, definite], country));
        }

        return sources;
    }

    private Claim MakeClaim(ref RandomStream random, ArticleDraft draft, int index)
    {
        var plan = draft.Plan;
        var isOwnVoice = _corpus.IsOwnVoice(plan, index);
        var claim = new Claim
        {
            Name = _corpus.ClaimName(plan, index),
            Attribution = new Attribution(),
            Stance = MakeStance(ref random, isOwnVoice),
        };
        if (random.Chance(0.01)) claim.FormerNames.Add(_corpus.ClaimName(plan, 100 + index));
        if (isOwnVoice) AttributionMaker.SpeakInOwnVoice(ref random, draft, claim);
        else _attributions.Attribute(ref random, draft, claim, index);

        var zone = random.Chance(0.8) ? draft.Country.Zone : random.Of(Calendar.Zones);
        if (random.Chance(0.82)) claim.EventDate = _calendar.Event(ref random, plan.Day, zone);
        if (claim.Stance.Polarity != Polarity.Positive && random.Chance(0.3))
        {
            claim.AsOf = _calendar.AsOf(ref random, plan.Day, zone);
        }

        AddPlacesAndTopics(ref random, draft, claim);
        AddText(ref random, draft, claim);
        Locators.Add(ref random, claim, draft.ParagraphOf(index), draft.IsLocatedApart);
        _relations.AddRelations(ref random, draft, claim, index);
        AddNotes(ref random, draft, claim, index);
        claim.Verbatim = draft.IsFree && random.Chance(0.6);
        if (random.Chance(0.05)) AddReviews(ref random, draft, claim);
        return claim;
    }

    private void AddText(ref RandomStream random, ArticleDraft draft, Claim claim)
    {
        var figure = Figures.Add(ref random, claim);
        var place = claim.Places.Count > 0 && random.Chance(0.6) ? $"in {DisplayNameOf(claim.Places[0])}" : "";
        var day = _calendar.Words(claim.EventDate?.Edtf ?? "");
        if (day.Length > 0) day = random.Chance(0.6) ? $"on {day}" : "";
        claim.Text = _wording.Text(ref random, draft.Theme, claim.Stance.Polarity == Polarity.Negative,
            claim.Stance.Polarity == Polarity.Open, figure, place, day);

        string DisplayNameOf(PlaceMention mention) => draft.Places.First(place => place.Slug == mention.Place).DisplayName;
    }

    // How else an attribution may be read is in its alternatives, or in the first note.
    private void AddNotes(ref RandomStream random, ArticleDraft draft, Claim claim, int index)
    {
        var notes = _noteCounts.Draw(ref random);
        var hasAlternatives = _attributions.AddAlternatives(ref random, draft, claim, index);
        if (claim.Attribution.Scope == AttributionScope.Ambiguous && !hasAlternatives)
        {
            claim.Notes.Add(_wording.Ambiguity(ref random, draft.Theme));
            notes--;
        }

        for (; notes > 0; notes--) claim.Notes.Add(_wording.Note(ref random, draft.Theme));
    }

    private void AddReviews(ref RandomStream random, ArticleDraft draft, Claim claim)
    {
        foreach (var reviewer in Distinct(random.Chance(0.8) ? 1 : 2, ref random, _world.PublisherChoice))
        {
            var publisher = _world.Publishers[reviewer];
            var address = $"{AddressOf(publisher, draft.Plan)}/check/{random.Between(1, 9999)}";
            claim.Reviews.Add(new Review { Uri = address, Publisher = $"{publisher.DisplayName} Fact Check" });
        }
    }

    private static Stance MakeStance(ref RandomStream random, bool ownVoice)
    {
        var polarity = random.Unit() switch { < 0.91 => Polarity.Positive, < 0.98 => Polarity.Negative, _ => Polarity.Open };
        return new Stance
        {
            Polarity = polarity,
            Certainty = polarity == Polarity.Open ? Certainty.Uncommitted
                : ownVoice ? Certainty.Certain : _certainties.Draw(ref random),
            Force = ownVoice ? Force.Assert : _forces.Draw(ref random),
        };
    }

    // Runs of the article's places and topics, the first of them most often.
    private static void AddPlacesAndTopics(ref RandomStream random, ArticleDraft draft, Claim claim)
    {
        var (allPlaces, allTopics) = (draft.Places, draft.Topics);
        var places = Math.Min(_placeCounts.Draw(ref random), allPlaces.Count);
        for (var at = Math.Min(random.Below(allPlaces.Count), random.Below(allPlaces.Count)); places > 0; places--, at++)
        {
            claim.Places.Add(new PlaceMention { Place = allPlaces[at % allPlaces.Count].Slug });
        }

        var topics = Math.Min(_topicCounts.Draw(ref random), allTopics.Count);
        for (var at = Math.Min(random.Below(allTopics.Count), random.Below(allTopics.Count)); topics > 0; topics--, at++)
        {
            claim.Topics.Add(new TopicMention { Topic = allTopics[at % allTopics.Count] });
        }
    }
}
