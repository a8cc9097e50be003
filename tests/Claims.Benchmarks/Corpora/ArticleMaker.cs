using System.Buffers.Binary;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Makes the articles of a generated corpus, each from its index alone. Not thread-safe.
/// </summary>
internal sealed class ArticleMaker(CorpusGenerator corpus, World world, Vocabulary vocabulary, Calendar calendar)
{
    // How far back an article remembers others.
    private const int Memory = 400;

    private static readonly Weighted<AttributionKind> _kinds = Weighted.Of(
        (AttributionKind.Indirect, 62.0), (AttributionKind.Direct, 18), (AttributionKind.Mixed, 9),
        (AttributionKind.Attitude, 11));

    private static readonly Weighted<string> _cues = Weighted.Zipf(
        ("say tell add report accuse announce according confirm deny warn claim insist stress describe call acknowledge "
        + "argue urge note quote demand reject pledge explain suggest reiterate allege").Split(' '), 1.2, 0);

    private static readonly Weighted<string> _attitudes = Weighted.Zipf(
        "want aim hope believe plan determined expect fear seek consider doubt intend".Split(' '), 0.8, 0);

    private static readonly Weighted<Force> _forces = Weighted.Of(
        (Force.Assert, 74.0), (Force.Intend, 6), (Force.Accuse, 5), (Force.Deny, 3), (Force.Require, 3), (Force.Desire, 3),
        (Force.Condition, 2), (Force.Threaten, 2), (Force.Refuse, 2));

    private static readonly Weighted<Certainty> _certainties = Weighted.Of(
        (Certainty.Certain, 88.0), (Certainty.Probable, 6), (Certainty.Possible, 4), (Certainty.Uncommitted, 2));

    private static readonly Weighted<JointMode> _joints = Weighted.Of(
        (JointMode.Unclear, 60.0), (JointMode.Joint, 25), (JointMode.Each, 15));

    private static readonly Weighted<RelationType> _relations = Weighted.Of(
        (RelationType.Elaborates, 68.0), (RelationType.Qualifies, 15), (RelationType.Corroborates, 8),
        (RelationType.Contradicts, 5), (RelationType.Supersedes, 4));

    private static readonly Weighted<int> _noteCounts = Weighted.Of((0, 14.0), (1, 43), (2, 23), (3, 13), (4, 7));
    private static readonly Weighted<int> _topicCounts = Weighted.Of(
        (1, 19.0), (2, 27), (3, 21), (4, 11), (5, 12), (6, 8), (9, 2));
    private static readonly Weighted<int> _placeCounts = Weighted.Of((0, 8.0), (1, 75), (2, 14), (3, 2), (4, 1));

    private static readonly string[] _units =
        "person minute day explosion vehicle kilometre dollar barrel seat village aircraft year".Split(' ');

    private readonly Wording _wording = new(vocabulary);

    // Of the article that is being made.
    private readonly List<Voice> _cast = [];
    private readonly List<string> _topics = [];
    private readonly List<Place> _places = [];
    private readonly List<string> _voiceOf = [];
    private readonly Word[] _theme = new Word[10];
    private ArticlePlan _plan = null!;
    private Article _article = null!;
    private Country _country = null!;
    private bool _publishedAtTime;

    public GeneratedArticle Make(int index)
    {
        var random = corpus.RandomOf(index, 1);
        _plan = corpus.Plan(index);
        _country = world.Countries.Draw(ref random);
        for (var i = 0; i < _theme.Length; i++) _theme[i] = vocabulary.Nouns.Draw(ref random);
        DrawPlaces(ref random);
        Distinct(_topics, random.Between(8, 14), ref random, static (World world, ref RandomStream random) =>
            world.TopicSlugs.Draw(ref random));
        MakeArticle(ref random);
        var sources = MakeCast(ref random);

        _voiceOf.Clear();
        var claims = new Claim[_plan.ClaimCount];
        for (var i = 0; i < claims.Length; i++) claims[i] = MakeClaim(ref random, i);
        return new(_article, sources, claims);
    }

    private delegate T Drawing<T>(World world, ref RandomStream random);

    private void Distinct<T>(List<T> items, int count, ref RandomStream random, Drawing<T> draw)
    {
        items.Clear();
        while (items.Count < count)
        {
            var item = draw(world, ref random);
            if (!items.Contains(item)) items.Add(item);
        }
    }

    private void DrawPlaces(ref RandomStream random)
    {
        Distinct(_places, 3, ref random, static (World world, ref RandomStream random) =>
            world.PlaceChoice.Draw(ref random));
        for (var i = random.Between(3, 8); i > 0; i--)
        {
            // Those of its country come first, and so more often.
            var place = _country.Places[random.Below(Math.Min(_country.Places.Count, 12))];
            if (!_places.Contains(place)) _places.Insert(0, place);
        }
    }

    private void MakeArticle(ref RandomStream random)
    {
        var publisher = world.Publishers[_plan.Publisher];
        var published = calendar.Published(ref random, _plan.Day, _country.Zone);
        _publishedAtTime = published.Edtf.Length > "2016-09-05".Length;
        _article = new Article
        {
            Name = _plan.Name,
            Title = _wording.Title(ref random, _theme, _places[0].DisplayName, calendar.Words(_plan.Day)),
            Publisher = publisher.Name,
            PublishedDate = published,
            Datelines = { new Dateline { Place = _places[0].Slug, TimeZone = _country.Zone.Id } },
            Language = random.Chance(0.9) ? "en" : "en-GB",
            TextSha256 = Digest(ref random),
            ParagraphCount = Math.Max(6, _plan.ClaimCount / 4),
            Curator = "ClaimsService",
            CuratedDate = calendar.Curated(_plan.Day + random.Between(1, 400)),
        };
        if (random.Chance(0.1)) _article.Datelines.Add(new Dateline { Place = _places[1].Slug, TimeZone = "Etc/UTC" });
        if (random.Chance(0.6)) _article.Uri = $"https://{publisher.DisplayName.ToLowerInvariant()}.example/{_plan.Slug}";
        if (random.Chance(0.02)) _article.FormerNames.Add(corpus.FormerName(_plan));
    }

    // Those who speak in the article, the most talkative first: some that others cite too, some that only it has.
    private List<Source> MakeCast(ref RandomStream random)
    {
        _cast.Clear();
        for (var i = random.Between(4, 8); i > 0; i--)
        {
            var voice = (random.Chance(0.6) ? world.VoicesOf(_country) : world.Voices).Draw(ref random);
            if (voice.Source.Name != _article.Publisher && !_cast.Contains(voice)) _cast.Add(voice);
        }

        var sources = new List<Source>();
        var firstRole = random.Below(UnnamedRole.All.Length);
        for (var i = random.Between(3, 6); i > 0; i--)
        {
            var (slug, form, kind, identification, ofGovernment) = UnnamedRole.All[(firstRole + (i * 5)) % UnnamedRole.All.Length];
            var country = random.Chance(0.7) ? _country : world.Countries.Draw(ref random);
            var role = string.Format(null, form, country.Adjective, random.Of(country.Places).DisplayName);
            var source = new Source
            {
                Name = $"sources/{slug}-{_plan.Slug}",
                DisplayName = $"{char.ToUpperInvariant(role[0])}{role.AsSpan(1)} (unnamed)",
                Kind = kind,
                Affiliation = ofGovernment ? country.Government.Name : "",
                CountryCode = ofGovernment ? country.Code : "",
            };
            if (random.Chance(0.8)) source.Description = $"Cited without a name. {_wording.Note(ref random, _theme)}";
            sources.Add(source);
            var definite = role.StartsWith("a ", StringComparison.Ordinal) ? $"the {role.AsSpan(2)}" : role;
            _cast.Insert(random.Below(_cast.Count + 1), new(source, identification, [role, definite], country));
        }

        return sources;
    }

    private Claim MakeClaim(ref RandomStream random, int index)
    {
        var claim = new Claim
        {
            Name = ClaimName(_plan, index),
            Attribution = new Attribution(),
            Stance = MakeStance(ref random, corpus.IsOwnVoice(_plan, index)),
        };
        if (random.Chance(0.01)) claim.FormerNames.Add(ClaimName(_plan, 100 + index));
        if (corpus.IsOwnVoice(_plan, index)) SpeakInOwnVoice(ref random, claim);
        else Attribute(ref random, claim, index);

        var zone = random.Chance(0.8) ? _country.Zone : random.Of(Calendar.Zones);
        if (random.Chance(0.82)) claim.EventDate = calendar.Event(ref random, _plan.Day, zone);
        if (claim.Stance.Polarity != Polarity.Positive && random.Chance(0.3))
        {
            claim.AsOf = calendar.AsOf(ref random, _plan.Day, zone);
        }

        AddPlacesAndTopics(ref random, claim);
        var figure = MakeFigure(ref random, claim);
        var place = claim.Places.Count > 0 && random.Chance(0.6) ? $"in {DisplayNameOf(claim.Places[0])}" : "";
        var day = calendar.Words(claim.EventDate?.Edtf ?? "");
        if (day.Length > 0) day = random.Chance(0.6) ? $"on {day}" : "";
        claim.Text = _wording.Text(ref random, _theme, claim.Stance.Polarity == Polarity.Negative,
            claim.Stance.Polarity == Polarity.Open, figure, place, day);
        AddLocators(ref random, claim, index);
        AddRelations(ref random, claim, index);
        var notes = _noteCounts.Draw(ref random);
        if (claim.Attribution.Scope == AttributionScope.Ambiguous)
        {
            claim.Notes.Add(_wording.Ambiguity(ref random, _theme));
            notes--;
        }

        for (; notes > 0; notes--) claim.Notes.Add(_wording.Note(ref random, _theme));
        return claim;
    }

    private void SpeakInOwnVoice(ref RandomStream random, Claim claim)
    {
        _voiceOf.Add(_article.Publisher);
        claim.StatedDate = _article.PublishedDate.Clone();
        if (random.Chance(0.14)) claim.Attribution.Scope = AttributionScope.Ambiguous;
        claim.Presupposed = random.Chance(0.7);
    }

    private void Attribute(ref RandomStream random, Claim claim, int index)
    {
        var attribution = claim.Attribution;
        var stepCount = random.Unit() switch { < 0.82 => 1, < 0.97 => 2, _ => 3 };
        for (var i = 0; i < stepCount; i++) attribution.Steps.Add(MakeStep(ref random, index));
        attribution.Phrase = stepCount == 1
            ? PhraseOf(attribution.Steps[0])
            : $"{PhraseOf(attribution.Steps[0])}, citing {PhraseOf(attribution.Steps[^1])}";
        attribution.Scope = random.Chance(0.06) ? AttributionScope.Ambiguous : AttributionScope.Clear;

        var speakers = attribution.Steps[^1].Speakers;
        _voiceOf.Add(speakers.Count == 1 ? speakers[0].Source
            : string.Join(' ', speakers.Select(speaker => speaker.Source).Order(StringComparer.Ordinal)));
        var zone = _publishedAtTime ? _country.Zone
            : _cast.Find(voice => voice.Source.Name == speakers[0].Source)?.Country?.Zone ?? _country.Zone;
        claim.StatedDate = calendar.Stated(ref random, _plan.Day, zone);
        claim.Presupposed = random.Chance(0.15);
    }

    private AttributionStep MakeStep(ref RandomStream random, int index)
    {
        var step = new AttributionStep { Kind = _kinds.Draw(ref random) };
        var speakerCount = random.Unit() switch { < 0.90 => 1, < 0.98 => 2, _ => 3 };
        for (var i = 0; i < speakerCount; i++)
        {
            // The first of the cast speak most.
            var voice = _cast[Math.Min(random.Below(_cast.Count), random.Below(_cast.Count))];
            if (step.Speakers.Any(speaker => speaker.Source == voice.Source.Name)) continue;
            var speaker = new Speaker
            {
                Source = voice.Source.Name,
                Identification = voice.Identification,
                AsPublished = random.Of(voice.AsPublished),
            };
            if (voice.Source.Affiliation.Length > 0 && random.Chance(0.15)) speaker.OnBehalfOf = voice.Source.Affiliation;
            step.Speakers.Add(speaker);
        }

        if (step.Speakers.Count > 1) step.Joint = _joints.Draw(ref random);
        if (step.Kind == AttributionKind.Attitude) step.Cue = _attitudes.Draw(ref random);
        else if (random.Chance(0.95)) step.Cue = _cues.Draw(ref random);
        if (random.Chance(0.7))
        {
            step.Locator = Span(ref random, ParagraphOf(index), random.Below(200), random.Between(12, 40));
        }

        return step;
    }

    private static string PhraseOf(AttributionStep step) => step.Speakers.Count == 1
        ? step.Speakers[0].AsPublished
        : string.Join(" and ", step.Speakers.Select(speaker => speaker.AsPublished));

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

    private void AddPlacesAndTopics(ref RandomStream random, Claim claim)
    {
        var places = Math.Min(_placeCounts.Draw(ref random), _places.Count);
        for (var at = Math.Min(random.Below(_places.Count), random.Below(_places.Count)); places > 0; places--, at++)
        {
            claim.Places.Add(new PlaceMention { Place = _places[at % _places.Count].Slug });
        }

        // Runs of the article's topics, the first of them most often.
        var topics = Math.Min(_topicCounts.Draw(ref random), _topics.Count);
        for (var at = Math.Min(random.Below(_topics.Count), random.Below(_topics.Count)); topics > 0; topics--, at++)
        {
            claim.Topics.Add(new TopicMention { Topic = _topics[at % _topics.Count] });
        }
    }

    private string DisplayNameOf(PlaceMention place) => _places.Find(listed => listed.Slug == place.Place)!.DisplayName;

    /// <returns>The words for the figure; empty where there is none.</returns>
    private static string MakeFigure(ref RandomStream random, Claim claim)
    {
        if (!random.Chance(0.11)) return "";
        var number = random.Between(2, random.Of([12, 90, 900]));
        var unit = random.Of(_units);
        var units = unit switch { "person" => "people", "aircraft" => unit, _ => $"{unit}s" };
        var figure = new Figure { Unit = unit };
        claim.Figures.Add(figure);
        switch (random.Below(6))
        {
            case 0:
                figure.Expression = "dozens";
                return $"dozens of {units}";
            case 1:
                figure.Expression = $"at least {number} {units}";
                figure.Lower = number;
                break;
            case 2:
                figure.Expression = $"up to {number} {units}";
                figure.Upper = number;
                break;
            case 3:
                figure.Expression = $"about {number} {units}";
                (figure.Lower, figure.Upper, figure.Approximate) = (number, number, true);
                break;
            default:
                figure.Expression = $"{number} {units}";
                (figure.Lower, figure.Upper) = (number, number);
                break;
        }

        return figure.Expression;
    }

    private int ParagraphOf(int claim) => claim * _article.ParagraphCount / _plan.ClaimCount;

    private void AddLocators(ref RandomStream random, Claim claim, int index)
    {
        var paragraph = ParagraphOf(index);
        var start = random.Below(120);
        var length = random.Between(15, 140);
        claim.Locators.Add(random.Chance(0.04)
            ? new Locator { Paragraph = paragraph, Sha256 = Digest(ref random) }
            : Span(ref random, paragraph, start, length));
        if (random.Chance(0.06))
        {
            claim.Locators.Add(Span(ref random, paragraph, start + length + random.Between(1, 30), random.Between(15, 90)));
        }
    }

    private static Locator Span(ref RandomStream random, int paragraph, int start, int length) =>
        new() { Paragraph = paragraph, Start = start, End = start + length, Sha256 = Digest(ref random) };

    private void AddRelations(ref RandomStream random, Claim claim, int index)
    {
        if (index > 0 && random.Chance(0.42))
        {
            AddRelation(ref random, claim, index, Math.Max(random.Below(index), random.Below(index)));
        }

        if (index > 1 && random.Chance(0.05)) AddRelation(ref random, claim, index, random.Below(index));
        if (_plan.Index > 0 && random.Chance(0.05)) AddRelationToEarlierArticle(ref random, claim, index);
    }

    private void AddRelation(ref RandomStream random, Claim claim, int index, int other)
    {
        var name = ClaimName(_plan, other);
        var type = _relations.Draw(ref random);

        // Another voice corroborates; only the same voice supersedes, and only what came before, so never in a circle.
        var sameVoice = _voiceOf[index] == _voiceOf[other];
        if (type is RelationType.Corroborates && sameVoice || type is RelationType.Supersedes && !sameVoice)
        {
            type = RelationType.Elaborates;
        }

        Relate(ref random, claim, type, name);
    }

    private void AddRelationToEarlierArticle(ref RandomStream random, Claim claim, int index)
    {
        var type = _relations.Draw(ref random);
        if (random.Chance(0.3)) type = RelationType.Corroborates;
        var other = corpus.Plan(_plan.Index - 1 - random.Below(Math.Min(Memory, _plan.Index)));
        var otherClaim = random.Below(other.ClaimCount);
        if (type == RelationType.Supersedes)
        {
            // Whose the other claim is can be told only of publishers.
            if (_voiceOf[index] != _article.Publisher) return;
            for (var tries = 0; other.Publisher != _plan.Publisher; tries++)
            {
                if (tries == 8) return;
                other = corpus.Plan(_plan.Index - 1 - random.Below(Math.Min(Memory, _plan.Index)));
            }

            otherClaim = random.Below(other.ClaimCount);
            if (!corpus.IsOwnVoice(other, otherClaim)) return;
        }

        Relate(ref random, claim, type, ClaimName(other, otherClaim));
    }

    private void Relate(ref RandomStream random, Claim claim, RelationType type, string name)
    {
        foreach (var relation in claim.Relations)
        {
            if (relation.Claim == name) return;
        }

        claim.Relations.Add(new Relation
        {
            Type = type,
            Claim = name,
            Note = random.Chance(0.7) ? _wording.RelationNote(ref random, _theme) : "",
        });
    }

    private string ClaimName(ArticlePlan plan, int claim) => $"{plan.Name}/claims/{corpus.ClaimSlug(plan, claim)}";

    // Nothing was hashed: a digest looks like chance.
    private static string Digest(ref RandomStream random)
    {
        Span<byte> digest = stackalloc byte[32];
        for (var i = 0; i < digest.Length; i += sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(digest[i..], random.Next());
        }

        return Convert.ToHexStringLower(digest);
    }
}
