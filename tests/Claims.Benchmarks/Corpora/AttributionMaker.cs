using Claims.V1;

namespace Claims.Benchmarks.Corpora;

/// <summary>
/// Makes the attributions of an article's claims, and with them whose voice a claim is in and when it was said.
/// </summary>
internal sealed class AttributionMaker(Calendar calendar, Wording wording)
{
    private static readonly Weighted<AttributionKind> _kinds = Weighted.Of(
        (AttributionKind.Indirect, 62.0), (AttributionKind.Direct, 18), (AttributionKind.Mixed, 9),
        (AttributionKind.Attitude, 11));

    private static readonly Weighted<string> _cues = Weighted.Zipf(
        ("say tell add report accuse announce according confirm deny warn claim insist stress describe call "
        + "acknowledge argue urge note quote demand reject pledge explain suggest reiterate allege")
            .Split(' '), 1.2, 0);

    private static readonly Weighted<string> _attitudes = Weighted.Zipf(
        "want aim hope believe plan determined expect fear seek consider doubt intend".Split(' '), 0.8, 0);

    private static readonly Weighted<JointMode> _joints = Weighted.Of(
        (JointMode.Unclear, 60.0), (JointMode.Joint, 25), (JointMode.Each, 15));

    public static void SpeakInOwnVoice(ref RandomStream random, ArticleDraft article, Claim claim)
    {
        article.VoiceOf.Add(article.Article.Publisher);
        claim.StatedDate = article.Article.PublishedDate.Clone();
        if (random.Chance(0.14)) claim.Attribution.Scope = AttributionScope.Ambiguous;
        claim.Presupposed = random.Chance(0.7);
    }

    public void Attribute(ref RandomStream random, ArticleDraft article, Claim claim, int index)
    {
        var attribution = claim.Attribution;
        AddSteps(ref random, article, attribution, index, random.Unit() switch { < 0.82 => 1, < 0.97 => 2, _ => 3 });
        attribution.Scope = random.Chance(0.06) ? AttributionScope.Ambiguous : AttributionScope.Clear;

        var speakers = attribution.Steps[^1].Speakers;
        article.VoiceOf.Add(speakers.Count == 1 ? speakers[0].Source
            : string.Join(' ', speakers.Select(speaker => speaker.Source).Order(StringComparer.Ordinal)));
        var zone = article.IsPublishedAtTime ? article.Country.Zone
            : article.Cast.Find(voice => voice.Source.Name == speakers[0].Source)?.Country?.Zone
                ?? article.Country.Zone;
        claim.StatedDate = calendar.Stated(ref random, article.Plan.Day, zone);
        claim.Presupposed = random.Chance(0.15);
    }

    /// <summary>Gives most claims whose attribution is ambiguous its other readings.</summary>
    /// <returns>Whether it has any.</returns>
    public bool AddAlternatives(ref RandomStream random, ArticleDraft article, Claim claim, int index)
    {
        if (claim.Attribution.Scope != AttributionScope.Ambiguous || !random.Chance(0.85)) return false;
        if (claim.Attribution.Steps.Count > 0) Add(new(), ref random);
        if (claim.Attribution.Steps.Count == 0 || random.Chance(0.1))
        {
            var other = new Attribution { Scope = AttributionScope.Clear };
            AddSteps(ref random, article, other, index, random.Chance(0.9) ? 1 : 2);
            Add(other, ref random);
        }

        return true;

        void Add(Attribution attribution, ref RandomStream random) => claim.Alternatives.Add(new Alternative
        {
            Attribution = attribution,
            Reason = wording.Note(ref random, article.Theme),
        });
    }

    private static void AddSteps(
        ref RandomStream random, ArticleDraft article, Attribution attribution, int index, int count)
    {
        for (var i = 0; i < count; i++) attribution.Steps.Add(MakeStep(ref random, article, index));
        attribution.Phrase = count == 1
            ? PhraseOf(attribution.Steps[0])
            : $"{PhraseOf(attribution.Steps[0])}, citing {PhraseOf(attribution.Steps[^1])}";
    }

    private static AttributionStep MakeStep(ref RandomStream random, ArticleDraft article, int index)
    {
        var cast = article.Cast;
        var step = new AttributionStep { Kind = _kinds.Draw(ref random) };
        var speakerCount = random.Unit() switch { < 0.90 => 1, < 0.98 => 2, _ => 3 };
        for (var i = 0; i < speakerCount; i++)
        {
            // The first of the cast speak most.
            var voice = cast[Math.Min(random.Below(cast.Count), random.Below(cast.Count))];
            if (step.Speakers.Any(speaker => speaker.Source == voice.Source.Name)) continue;
            var speaker = new Speaker
            {
                Source = voice.Source.Name,
                Identification = voice.Identification,
                AsPublished = random.Of(voice.AsPublished),
            };
            var employer = voice.Source.Affiliation;
            if (employer.Length > 0 && random.Chance(0.15)) speaker.OnBehalfOf = employer;
            step.Speakers.Add(speaker);
        }

        if (step.Speakers.Count > 1) step.Joint = _joints.Draw(ref random);
        if (step.Kind == AttributionKind.Attitude) step.Cue = _attitudes.Draw(ref random);
        else if (random.Chance(0.95)) step.Cue = _cues.Draw(ref random);
        if (random.Chance(0.7))
        {
            var paragraph = article.ParagraphOf(index);
            step.Locator = Locators.Span(ref random, paragraph, random.Below(200), random.Between(12, 40));
        }

        return step;
    }

    private static string PhraseOf(AttributionStep step) => step.Speakers.Count == 1
        ? step.Speakers[0].AsPublished
        : string.Join(" and ", step.Speakers.Select(speaker => speaker.AsPublished));
}
