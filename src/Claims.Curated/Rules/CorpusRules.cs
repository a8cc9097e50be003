using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using NodaTime;
using Timestamp = Google.Protobuf.WellKnownTypes.Timestamp;

namespace Claims.Curated;

/// <summary>
/// Every rule on curated data, each with its slug. Checking finds all violations, in the order of the content, and
/// changes nothing.
/// </summary>
/// <remarks>
/// What the contract calls derived is not checked here but refused where it is read: see <see cref="Derivation"/>.
/// </remarks>
internal sealed class CorpusRules
{
    // Its provider makes zones of offsets too, such as "UTC+03", which are no IANA names.
    private static readonly HashSet<string> _timeZones = [.. DateTimeZoneProviders.Tzdb.Ids];

    private readonly CorpusContent _content;
    private readonly MistakeCount _count;
    private readonly Func<string, ContentPath, bool> _isTold;
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<string, int> _topics = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly Dictionary<string, int> _sources = [];
    private readonly Dictionary<string, int> _articles = [];
    private readonly Dictionary<string, int> _claims = [];
    private readonly ClaimVoices _voices;
    private readonly List<(string Field, int Item)> _path = [];
    private CorpusList _list;
    private int _index;

    private CorpusRules(CorpusContent content, MistakeCount count, Func<string, ContentPath, bool>? isTold)
    {
        _content = content;
        _count = count;
        _voices = new(content, name => IndexOf(_sources, name));
        _isTold = isTold ?? ((_, _) => false);
    }

    /// <summary>The violations of the rules by a corpus; none where it may be served.</summary>
    /// <param name="content">The corpus.</param>
    /// <param name="count">Where they are counted; those are returned that are to be told.</param>
    /// <param name="isTold">Whether nothing is to be said of a rule at a place, because enough is; never, unless given.</param>
    public static IReadOnlyList<Violation> Check(
        CorpusContent content, MistakeCount count, Func<string, ContentPath, bool>? isTold = null)
    {
        var rules = new CorpusRules(content, count, isTold);
        rules.Collect();
        rules.CheckTopics();
        rules.CheckPlaces();
        rules.CheckSources();
        rules.CheckArticles();
        rules.CheckClaims();
        return rules._violations;
    }

    /// <summary>
    /// The violations that show only once the computed fields of a corpus that breaks no other rule are filled in: they
    /// are served too.
    /// </summary>
    public static IReadOnlyList<Violation> CheckSizes(CorpusContent content, MistakeCount count)
    {
        var rules = new CorpusRules(content, count, isTold: null);
        rules.CheckSizes(CorpusList.Sources, content.Sources);
        rules.CheckSizes(CorpusList.Articles, content.Articles);
        rules.CheckSizesOfClaims();
        return rules._violations;
    }

    /// <summary>Of a rule on references to something that is not there, the list it would be in; else null.</summary>
    public static CorpusList? ReferenceInto(string rule) => rule switch
    {
        "unknown-source" => CorpusList.Sources,
        "unknown-place" => CorpusList.Places,
        "unknown-topic" => CorpusList.Topics,
        "unknown-claim" => CorpusList.Claims,
        _ => null,
    };

    /// <summary>The time zone of an IANA name, or null.</summary>
    public static DateTimeZone? FindTimeZone(string name) =>
        _timeZones.Contains(name) ? DateTimeZoneProviders.Tzdb[name] : null;

    private void CheckSizes<T>(CorpusList list, IReadOnlyList<T> entries)
        where T : IMessage
    {
        for (_list = list, _index = 0; _index < entries.Count; _index++)
        {
            var size = entries[_index].CalculateSize();
            if (size > SizeLimits.Entry) Report("too-large", "", $"it is served in {size} bytes; the most is {SizeLimits.Entry}");
        }
    }

    private void CheckSizesOfClaims()
    {
        CheckSizes(CorpusList.Claims, _content.Claims);
        var sizes = new long[_content.Articles.Count];
        for (var i = 0; i < _content.Claims.Count; i++) sizes[_content.ArticleOfClaim[i]] += _content.Claims[i].CalculateSize();
        for (_list = CorpusList.Articles, _index = 0; _index < sizes.Length; _index++)
        {
            if (sizes[_index] <= SizeLimits.ArticleClaims) continue;
            Report("too-large", "", $"its claims are served in {sizes[_index]} bytes; the most is {SizeLimits.ArticleClaims}");
        }
    }

    // Before anything is computed, which may take a thousand times the room: of what is too large as it is given.
    private void CheckGivenSize(IMessage entry)
    {
        var size = entry.CalculateSize();
        if (size > SizeLimits.Entry) Report("too-large", "", $"it is served in {size} bytes or more; the most is {SizeLimits.Entry}");
    }

    // Names come first, since references may run ahead and across files.
    private void Collect()
    {
        for (_list = CorpusList.Topics, _index = 0; _index < _content.Topics.Count; _index++)
        {
            Define(_topics, "slug", _content.Topics[_index].Slug);
        }

        for (_list = CorpusList.Places, _index = 0; _index < _content.Places.Count; _index++)
        {
            Define(_places, "slug", _content.Places[_index].Slug);
        }

        for (_list = CorpusList.Sources, _index = 0; _index < _content.Sources.Count; _index++)
        {
            Define(_sources, "name", _content.Sources[_index].Name);
        }

        for (_list = CorpusList.Articles, _index = 0; _index < _content.Articles.Count; _index++)
        {
            Define(_articles, "name", _content.Articles[_index].Name);
        }

        for (_list = CorpusList.Claims, _index = 0; _index < _content.Claims.Count; _index++)
        {
            Define(_claims, "name", _content.Claims[_index].Name);
        }

        // Former names follow all current ones, so that it is the former name that is told to be taken.
        for (_list = CorpusList.Sources, _index = 0; _index < _content.Sources.Count; _index++)
        {
            DefineFormer(_sources, _content.Sources[_index].FormerNames);
        }

        for (_list = CorpusList.Articles, _index = 0; _index < _content.Articles.Count; _index++)
        {
            DefineFormer(_articles, _content.Articles[_index].FormerNames);
        }

        for (_list = CorpusList.Claims, _index = 0; _index < _content.Claims.Count; _index++)
        {
            DefineFormer(_claims, _content.Claims[_index].FormerNames);
        }
    }

    private int? FindClaim(string name)
    {
        if (IndexOf(_claims, name) is { } claim) return claim;
        var current = FormerNames.ByArticle(name, former =>
            IndexOf(_articles, former) is { } article ? _content.Articles[article].Name : null);
        return current is not null && IndexOf(_claims, current) is { } found && _content.Claims[found].Name == current
            ? found
            : null;
    }

    private void Define(Dictionary<string, int> names, string field, string name)
    {
        if (name.Length == 0 || names.TryAdd(name, _index)) return;
        Report("doubled-name", field, $"'{Quote.Cut(name)}' is given twice; a name is given once",
            new(_list, names[name], field));
    }

    private void DefineFormer(Dictionary<string, int> names, RepeatedField<string> formerNames)
    {
        for (var i = 0; i < formerNames.Count; i++)
        {
            if (formerNames[i].Length == 0 || names.TryAdd(formerNames[i], _index)) continue;
            using var _ = Enter("formerNames", i);
            Report("former-name-taken", "", $"'{Quote.Cut(formerNames[i])}' is a name already; names are never reused",
                new(_list, names[formerNames[i]], ""));
        }
    }

    private void CheckTopics()
    {
        for (_list = CorpusList.Topics, _index = 0; _index < _content.Topics.Count; _index++)
        {
            var topic = _content.Topics[_index];
            CheckSlug("slug", topic.Slug);
            Require("displayName", topic.DisplayName);
        }
    }

    private void CheckPlaces()
    {
        for (_list = CorpusList.Places, _index = 0; _index < _content.Places.Count; _index++)
        {
            var place = _content.Places[_index];
            CheckSlug("slug", place.Slug);
            Require("displayName", place.DisplayName);
            CheckCountry(place.CountryCode);
        }
    }

    private void CheckSources()
    {
        var chains = new AffiliationChains([.. _content.Sources.Select(source => IndexOf(_sources, source.Affiliation) ?? -1)]);
        for (_list = CorpusList.Sources, _index = 0; _index < _content.Sources.Count; _index++)
        {
            var source = _content.Sources[_index];
            CheckName(source.Name, ResourceName.IsSource, ResourceName.SourceForm);
            Require("displayName", source.DisplayName);
            Require("kind", source.Kind != 0);
            CheckCountry(source.CountryCode);
            if (source.WikidataId.Length > 0 && !IsWikidataId(source.WikidataId))
            {
                Report("malformed-wikidata-id", "wikidataId", $"'{Quote.Cut(source.WikidataId)}' is no Wikidata item; expected "
                    + "Q and a number, such as 'Q61'");
            }

            CheckDistinct("aliases", source.Aliases, alias => alias.Length > 0 ? alias : null);
            CheckFormerNames(source.FormerNames, ResourceName.IsSource, ResourceName.SourceForm);
            if (CheckSource("affiliation", source.Affiliation)) CheckAffiliation(chains);
            CheckGivenSize(source);
        }
    }

    private void CheckAffiliation(AffiliationChains chains)
    {
        if (chains.CircleOf(_index) is { } circle)
        {
            var names = circle.Select(source => _content.Sources[source].Name);
            Report("affiliation-cycle", "affiliation", $"affiliations run in a circle: {Around(names, circle.Count)}; "
                + "expected a forest");
        }
        else if (chains.LengthOf(_index) == AffiliationChains.MaximumLength + 1)
        {
            // Told where it becomes too long, and not of all that is affiliated with that.
            Report("affiliation-chain", "affiliation", $"from here to the top of the chain it is {chains.LengthOf(_index)} "
                + $"affiliations; the most is {AffiliationChains.MaximumLength}");
        }
    }

    private void CheckArticles()
    {
        for (_list = CorpusList.Articles, _index = 0; _index < _content.Articles.Count; _index++)
        {
            var article = _content.Articles[_index];
            CheckName(article.Name, ResourceName.IsArticle, ResourceName.ArticleForm);
            Require("title", article.Title);
            if (Require("publisher", article.Publisher)) CheckSource("publisher", article.Publisher);
            var published = CheckDate("publishedDate", article.PublishedDate, required: true);
            for (var i = 0; i < article.Datelines.Count; i++)
            {
                using var _ = Enter("datelines", i);
                CheckPlace("place", article.Datelines[i].Place);
                CheckTimeZone(article.Datelines[i].TimeZone);
            }

            if (article.Uri.Length > 0 && !WebAddress.IsMatch(article.Uri))
            {
                Report("malformed-uri", "uri", $"'{Quote.Cut(article.Uri)}' is no web address; expected http or https, a host, and "
                    + "no white space or '\\', such as 'https://example.org/news/1'");
            }

            if (Require("language", article.Language) && !LanguageTag.IsMatch(article.Language))
            {
                Report("malformed-language", "language", $"'{Quote.Cut(article.Language)}' is no language tag; expected "
                    + "BCP 47, such as 'en' or 'pt-BR'");
            }

            CheckDigest("textSha256", article.TextSha256);
            if (article.ParagraphCount < 1)
            {
                var given = article.ParagraphCount == 0 ? "missing or 0" : $"{article.ParagraphCount}";
                Report("paragraph-count", "paragraphCount", $"paragraphCount is {given}; expected 1 or more, since the "
                    + "headline counts");
            }

            Require("curator", article.Curator);
            var curated = CheckDate("curatedDate", article.CuratedDate, required: true);
            if (published is not null && curated is not null
                && Bounds(article.CuratedDate, curated).End is { } curatedEnd
                && Bounds(article.PublishedDate, published).Earliest is { } publishedStart
                && curatedEnd <= publishedStart)
            {
                Report("curated-before-published", "curatedDate.edtf", $"the article was curated in '{curated}', before it "
                    + $"was published in '{published}'");
            }

            CheckFormerNames(article.FormerNames, ResourceName.IsArticle, ResourceName.ArticleForm);
            CheckGivenSize(article);
        }
    }

    private void CheckClaims()
    {
        var circles = FindSupersessionCircles();
        for (_list = CorpusList.Claims, _index = 0; _index < _content.Claims.Count; _index++)
        {
            var claim = _content.Claims[_index];
            var article = _content.Articles[_content.ArticleOfClaim[_index]];
            if (CheckName(claim.Name, ResourceName.IsClaim, ResourceName.ClaimForm)
                && ResourceName.IsArticle(article.Name)
                && ResourceName.ArticleOf(claim.Name) != article.Name)
            {
                Report("claim-outside-article", "name", $"'{Quote.Cut(claim.Name)}' is given in "
                    + $"'{Quote.Cut(article.Name)}'; expected '{Quote.Cut(article.Name)}/claims/…'");
            }

            Require("text", claim.Text);
            if (Require("attribution", claim.Attribution is not null)) CheckAttribution(claim.Attribution!, article);
            if (claim.Attribution?.Scope == AttributionScope.Ambiguous && claim.Notes.Count == 0)
            {
                Report("ambiguity-unexplained", "notes", "ATTRIBUTION_SCOPE_AMBIGUOUS is a judgement: say in 'notes' how else the "
                    + "attribution may be read");
            }

            CheckStatedDate(claim, article);
            CheckDate("eventDate", claim.EventDate);
            if (Require("stance", claim.Stance is not null)) CheckStance(claim);
            CheckDate("asOf", claim.AsOf);
            CheckFigures(claim);
            CheckClaimPlaces(claim);
            CheckClaimTopics(claim);
            CheckLocators(claim, article);
            CheckRelations(claim, circles);
            CheckFormerNames(claim.FormerNames, ResourceName.IsClaim, ResourceName.ClaimForm);
            CheckGivenSize(claim);
        }
    }

    // Nobody is reported before having spoken, and the publisher speaks by publishing.
    private void CheckStatedDate(Claim claim, Article article)
    {
        var stated = CheckDate("statedDate", claim.StatedDate, required: true);
        if (stated is null || !Edtf.TryParse(article.PublishedDate?.Edtf ?? "", out var published, out _)) return;
        if (claim.Attribution is { Steps.Count: 0 })
        {
            if (!stated.Overlaps(published))
            {
                // Told of the steps, which may be there and not understood.
                Report("own-voice-date", "attribution.steps", "a claim in the publisher's own voice is stated by publishing it, "
                    + $"in '{published}', and statedDate is '{stated}': give that date, or the 'steps' of who stated it");
            }
        }
        else if (Bounds(claim.StatedDate, stated).Earliest is { } statedStart
            && Bounds(article.PublishedDate!, published).End is { } publishedEnd
            && statedStart >= publishedEnd)
        {
            Report("stated-after-published", "statedDate.edtf", $"it is stated in '{stated}', after the article was published "
                + $"in '{published}'");
        }
    }

    private void CheckAttribution(Attribution attribution, Article article)
    {
        using var _ = Enter("attribution");
        if (attribution.Steps.Count == 0)
        {
            // Told of the steps, which may be there and not understood.
            if (attribution.Scope == AttributionScope.Clear)
            {
                Report("scope-in-own-voice", "steps", "ATTRIBUTION_SCOPE_CLEAR says that an attribution reaches the claim, "
                    + "and there are no 'steps': leave it out, or give the steps");
            }

            if (attribution.Phrase.Length > 0)
            {
                Report("phrase-in-own-voice", "steps", $"phrase '{Quote.Cut(attribution.Phrase)}' names a source, and there "
                    + "are no 'steps': leave it out, or give the steps");
            }
        }
        else
        {
            Require("scope", attribution.Scope != 0);
        }

        for (var i = 0; i < attribution.Steps.Count; i++)
        {
            using var step = Enter("steps", i);
            CheckStep(attribution.Steps[i], article);
        }
    }

    private void CheckStep(AttributionStep step, Article article)
    {
        Require("speakers", step.Speakers.Count > 0);
        for (var i = 0; i < step.Speakers.Count; i++)
        {
            using var _ = Enter("speakers", i);
            CheckSpeaker(step.Speakers[i]);
        }

        CheckDistinct("speakers", step.Speakers, speaker => IndexOf(_sources, speaker.Source));
        if (step.Speakers.Count > 1 && step.Joint == 0)
        {
            Report("joint-missing", "joint", $"{step.Speakers.Count} speakers share the step and 'joint' is not given; "
                + "expected JOINT_MODE_JOINT, JOINT_MODE_EACH or JOINT_MODE_UNCLEAR");
        }
        else if (step.Speakers.Count == 1 && step.Joint != 0)
        {
            Report("joint-of-one", "joint", $"{Name(step.Joint)} is given and the step has one speaker: leave it out");
        }

        if (Require("kind", step.Kind != 0) && step.Kind == AttributionKind.Narrative)
        {
            Report("narrative-step", "kind", "ATTRIBUTION_KIND_NARRATIVE is the publisher's own voice, which is put before "
                + "the given steps by itself: leave the step out");
        }

        if (step.Cue.Any(char.IsUpper))
        {
            Report("malformed-cue", "cue", $"cue '{Quote.Cut(step.Cue)}' is no lemma; expected lower case, such as 'say'");
        }

        if (step.Locator is not null)
        {
            using var _ = Enter("locator");
            CheckLocator(step.Locator, article);
        }
    }

    private void CheckSpeaker(Speaker speaker)
    {
        if (Require("source", speaker.Source) && CheckSource("source", speaker.Source)
            && speaker.Identification == Identification.Metonym)
        {
            var source = _content.Sources[_sources[speaker.Source]];
            if (source.Kind is not (SourceKind.Government or SourceKind.Unspecified))
            {
                Report("metonym-of-no-government", "identification", $"IDENTIFICATION_METONYM is said of a capital or country "
                    + $"for its government, and '{Quote.Cut(speaker.Source)}' is {Name(source.Kind)}");
            }
        }

        Require("identification", speaker.Identification != 0);
        if (CheckSource("onBehalfOf", speaker.OnBehalfOf)
            && IndexOf(_sources, speaker.OnBehalfOf) == IndexOf(_sources, speaker.Source))
        {
            Report("on-behalf-of-itself", "onBehalfOf", $"'{Quote.Cut(speaker.OnBehalfOf)}' speaks for itself: leave it out");
        }
    }

    private void CheckStance(Claim claim)
    {
        var stance = claim.Stance;
        using var _ = Enter("stance");
        Require("polarity", stance.Polarity != 0);
        Require("certainty", stance.Certainty != 0);
        Require("force", stance.Force != 0);
        if (claim.AsOf is not null && stance.Polarity == Polarity.Positive)
        {
            Report("as-of-positive", "polarity", "asOf is for claims of absence or ignorance, and polarity is "
                + "POLARITY_POSITIVE; expected POLARITY_NEGATIVE or POLARITY_OPEN, or no asOf");
        }

        if (stance.Polarity == Polarity.Open && stance.Certainty is not (Certainty.Uncommitted or Certainty.Unspecified))
        {
            Report("open-and-committed", "certainty", $"POLARITY_OPEN claims neither, and certainty is {Name(stance.Certainty)}; "
                + "expected CERTAINTY_UNCOMMITTED");
        }
    }

    private void CheckFigures(Claim claim)
    {
        for (var i = 0; i < claim.Figures.Count; i++)
        {
            using var _ = Enter("figures", i);
            var figure = claim.Figures[i];
            Require("expression", figure.Expression);
            CheckSlug("unit", figure.Unit);
            if (figure is { HasLower: true, HasUpper: true } && figure.Lower > figure.Upper)
            {
                Report("figure-bounds", "lower", FormattableString.Invariant(
                    $"lower {figure.Lower} is more than upper {figure.Upper}"));
            }
        }
    }

    private void CheckClaimPlaces(Claim claim)
    {
        for (var i = 0; i < claim.Places.Count; i++)
        {
            using var _ = Enter("places", i);
            CheckPlace("place", claim.Places[i].Place_);
        }

        CheckDistinct("places", claim.Places, place => IndexOf(_places, place.Place_));
    }

    private void CheckClaimTopics(Claim claim)
    {
        for (var i = 0; i < claim.Topics.Count; i++)
        {
            if (_topics.ContainsKey(claim.Topics[i])) continue;
            using var _ = Enter("topics", i);
            ReportUnknown("unknown-topic", "", "topic", claim.Topics[i], _topics.Keys);
        }

        CheckDistinct("topics", claim.Topics, topic => IndexOf(_topics, topic));
    }

    private void CheckLocators(Claim claim, Article article)
    {
        Require("locators", claim.Locators.Count > 0);
        for (var i = 0; i < claim.Locators.Count; i++)
        {
            using var _ = Enter("locators", i);
            CheckLocator(claim.Locators[i], article);
        }

        CheckDistinct("locators", claim.Locators, KeyOf);

        // By what tells locators apart: the messages' own hash is the same for as many as one likes.
        static object? KeyOf(Locator locator) => locator.Sha256.Length == 0 ? null
            : (locator.HasParagraph ? locator.Paragraph : default(int?), locator.HasStart ? locator.Start : default(int?),
                locator.HasEnd ? locator.End : default(int?), locator.Sha256);
    }

    private void CheckLocator(Locator locator, Article article)
    {
        if (locator.HasParagraph && (locator.Paragraph < 0
            || (article.ParagraphCount > 0 && locator.Paragraph >= article.ParagraphCount)))
        {
            Report("paragraph-range", "paragraph", $"paragraph {locator.Paragraph} is not in the article; expected 0 to "
                + $"{Math.Max(article.ParagraphCount - 1, 0)}");
        }

        if (locator.HasStart != locator.HasEnd)
        {
            Report("half-span", locator.HasStart ? "end" : "start", "start and end go together: give both, or neither for "
                + "the whole paragraph");
        }
        else if (locator.HasStart && (locator.Start < 0 || locator.Start >= locator.End))
        {
            Report("span-range", "start", $"the span {locator.Start} to {locator.End} holds nothing; expected 0 ≤ start < end");
        }

        if (locator.HasStart && !locator.HasParagraph)
        {
            Report("span-without-paragraph", "paragraph", "start and end count within a paragraph, and none is given");
        }

        CheckDigest("sha256", locator.Sha256);
    }

    private void CheckRelations(Claim claim, RelationCircles circles)
    {
        for (var i = 0; i < claim.Relations.Count; i++)
        {
            using var _ = Enter("relations", i);
            var relation = claim.Relations[i];
            Require("type", relation.Type != 0);
            if (!Require("claim", relation.Claim)) continue;
            if (FindClaim(relation.Claim) is not { } other)
            {
                ReportUnknown("unknown-claim", "claim", "claim", relation.Claim, _claims.Keys);
            }
            else if (other == _index)
            {
                Report("relation-to-itself", "claim", $"'{Quote.Cut(relation.Claim)}' is the claim itself; a relation is to another");
            }
            else if (relation.Type == RelationType.Supersedes)
            {
                CheckSupersession(claim, other, circles.ClosedBy(_index, i));
            }
        }

        CheckDistinct("relations", claim.Relations, relation =>
            relation.Type != 0 && FindClaim(relation.Claim) is { } other ? (relation.Type, other) : null);
    }

    private void CheckSupersession(Claim claim, int other, Circle? circle)
    {
        if (_voices.Of(_index) is { } voice && _voices.Of(other) is { } otherVoice && voice != otherVoice)
        {
            Report("supersession-across-voices", "claim", $"a claim supersedes one in the same voice, and "
                + $"'{Quote.Cut(claim.Name)}' is by {voice.Quoted}, '{Quote.Cut(_content.Claims[other].Name)}' by {otherVoice.Quoted}");
        }
        else if (circle is not null)
        {
            var names = circle.First.Prepend(_index).Select(index => _content.Claims[index].Name);
            Report("supersession-cycle", "claim", $"supersessions run in a circle: {Around(names, circle.Length)}; one of "
                + "them came first");
        }
    }

    private RelationCircles FindSupersessionCircles() => new(
        [.. _content.Claims.Select(claim => claim.Relations.Count)],
        (claim, i) => _content.Claims[claim].Relations[i] is { Type: RelationType.Supersedes } relation
            && FindClaim(relation.Claim) is { } other && other != claim ? other : -1);

    /// <returns>The date where it is given and well-formed.</returns>
    private Edtf? CheckDate(string field, EdtfDate? date, bool required = false)
    {
        if (date is null)
        {
            if (required) Require(field, false);
            return null;
        }

        using var _ = Enter(field);
        Require("basis", date.Basis != 0);
        if (date.Basis == DateBasis.Resolved && date.Expression.Length == 0)
        {
            Report("resolved-from-nothing", "expression", "DATE_BASIS_RESOLVED says that the date was resolved from words of the "
                + "article: give them as 'expression', or say DATE_BASIS_INFERRED");
        }

        var zone = CheckTimeZone(date.TimeZone);
        Edtf? edtf = null;
        if (Require("edtf", date.Edtf) && !Edtf.TryParse(date.Edtf, out edtf, out var problem))
        {
            Report("malformed-edtf", "edtf", $"'{Quote.Cut(date.Edtf)}': {problem}");
        }

        if (edtf is not null && CheckUnknown(date, edtf) && zone is not null
            && (date.EarliestTime ?? date.EndTime) is not null)
        {
            CheckBounds(date, edtf, edtf.KnownTimestamps(zone));
        }

        return edtf;
    }

    /// <returns>Whether no bound is given on a side that is unknown.</returns>
    private bool CheckUnknown(EdtfDate date, Edtf edtf)
    {
        if (!edtf.IsStartUnknown && !edtf.IsEndUnknown) return true;
        var (side, bound, given) = edtf.IsStartUnknown
            ? ("start", "earliestTime", date.EarliestTime)
            : ("end", "endTime", date.EndTime);
        if (date.Throughout)
        {
            Report("throughout-unknown", "throughout", $"throughout says during all of the interval, and the {side} of "
                + $"'{edtf}' is unknown: leave it out, or give edtf the {side}");
        }

        if (given is null) return true;
        Report("bound-of-unknown", bound, $"{bound} is {Text(given)}, and the {side} of '{edtf}' is unknown: leave it out, "
            + $"or give edtf the {side}");
        return false;
    }

    // Bounds are given where the time of day is known: on every side that the EDTF date has, and within it. For a side
    // that is unknown stands the other end's.
    private void CheckBounds(EdtfDate date, Edtf edtf, (Timestamp? Earliest, Timestamp? End) bounds)
    {
        var earliest = edtf.IsStartUnknown ? bounds.Earliest : date.EarliestTime;
        var end = edtf.IsEndUnknown ? bounds.End : date.EndTime;
        var missing = earliest is null && bounds.Earliest is not null ? "earliestTime"
            : end is null && bounds.End is not null ? "endTime"
            : null;
        if (missing is not null)
        {
            Report("half-bounds", missing, "earliestTime and endTime go together, where the time of day is known: give both, "
                + "or neither");
        }
        else if (earliest is not null && end is not null && earliest >= end)
        {
            Report("empty-bounds", edtf.IsStartUnknown ? "endTime" : "earliestTime", $"the bounds {Text(earliest)} to "
                + $"{Text(end)} hold no time; endTime is exclusive");
        }
        else if (earliest is not null && (bounds.Earliest is null || earliest < bounds.Earliest))
        {
            ReportOutside("earliestTime");
        }
        else if (end is not null && (bounds.End is null || end > bounds.End))
        {
            ReportOutside("endTime");
        }

        void ReportOutside(string field) => Report("bounds-outside-edtf", field, $"the bounds {Text(earliest)} to {Text(end)} "
            + $"reach beyond '{edtf}' in {date.TimeZone}, which is {Text(bounds.Earliest)} to {Text(bounds.End)}");
    }

    private static string Text(Timestamp? time) => time?.ToDateTime().ToString("O") ?? "open";

    // As moments, since two dates may be of two zones; open where the zone is not known.
    private static (Timestamp? Earliest, Timestamp? End) Bounds(EdtfDate date, Edtf edtf) =>
        FindTimeZone(date.TimeZone) is { } zone ? edtf.KnownTimestamps(zone) : (null, null);

    private DateTimeZone? CheckTimeZone(string zone)
    {
        if (!Require("timeZone", zone)) return null;
        if (FindTimeZone(zone) is { } known) return known;
        ReportUnknown("unknown-time-zone", "timeZone", "time zone", zone, _timeZones,
            "; expected an IANA name such as 'Asia/Beirut'");
        return null;
    }

    /// <returns>Whether a source is given and known.</returns>
    private bool CheckSource(string field, string name)
    {
        if (name.Length == 0) return false;
        if (_sources.ContainsKey(name)) return true;
        ReportUnknown("unknown-source", field, "source", name, _sources.Keys);
        return false;
    }

    private void CheckPlace(string field, string slug)
    {
        if (Require(field, slug) && !_places.ContainsKey(slug))
        {
            ReportUnknown("unknown-place", field, "place", slug, _places.Keys);
        }
    }

    private bool CheckName(string name, Func<ReadOnlySpan<char>, bool> isWellFormed, string form)
    {
        if (!Require("name", name)) return false;
        if (isWellFormed(name)) return true;
        Report("malformed-name", "name", $"'{Quote.Cut(name)}' is no name of this kind; expected {form}, each part "
            + ResourceName.SlugForm);
        return false;
    }

    private void CheckFormerNames(RepeatedField<string> names, Func<ReadOnlySpan<char>, bool> isWellFormed, string form)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (isWellFormed(names[i])) continue;
            using var _ = Enter("formerNames", i);
            Report("malformed-former-name", "", $"'{Quote.Cut(names[i])}' is no name of this kind; expected {form}, each part "
                + ResourceName.SlugForm);
        }
    }

    private void CheckSlug(string field, string slug)
    {
        if (Require(field, slug) && !ResourceName.IsSlug(slug))
        {
            Report("malformed-slug", field, $"'{Quote.Cut(slug)}' is no slug; expected {ResourceName.SlugForm}");
        }
    }

    private void CheckCountry(string code)
    {
        if (code.Length > 0 && !(code.Length == 2 && code.All(char.IsAsciiLetterUpper)))
        {
            Report("malformed-country-code", "countryCode", $"'{Quote.Cut(code)}' is no country code; expected two capital "
                + "letters of ISO 3166-1, such as 'SY'");
        }
    }

    private void CheckDigest(string field, string digest)
    {
        if (!Require(field, digest) || (digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower))) return;
        var problem = digest.Length == 64 && digest.All(char.IsAsciiHexDigit)
            ? $"it must be in lower case: write '{digest.ToLowerInvariant()}'"
            : "expected 64 of 0-9 and a-f, and "
                + (digest.Length == 64
                    ? $"there is '{Quote.Printable($"{digest.First(c => !char.IsAsciiHexDigit(c))}")}'"
                    : $"it has {digest.Length} character{(digest.Length == 1 ? "" : "s")}");
        Report("malformed-digest", field, $"'{Quote.Cut(digest)}' is no SHA-256 digest; {problem}");
    }

    // An item whose key is null is like no other: it was not understood, and that is told.
    private void CheckDistinct<T>(string field, RepeatedField<T> items, Func<T, object?> keyOf)
    {
        if (items.Count < 2) return;
        var seen = new Dictionary<object, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (keyOf(items[i]) is not { } key || seen.TryAdd(key, i)) continue;
            using var _ = Enter(field, i);
            Report("doubled-item", "", $"the same is given twice: it is item {seen[key]} of the list already, counted from 0");
        }
    }

    // The same for a former name and the current one.
    private static int? IndexOf(Dictionary<string, int> names, string name) =>
        names.TryGetValue(name, out var index) ? index : null;

    private bool Require(string field, string value) => Require(field, value.Length > 0);

    private bool Require(string field, bool given)
    {
        if (!given) Report("missing-member", field, $"'{field}' is missing");
        return given;
    }

    private void ReportUnknown(
        string rule, string field, string kind, string given, IEnumerable<string> known, string expected = "")
    {
        // Guessing takes longer than all the rest, and is not for what is not told.
        var at = At(field);
        if (_isTold(rule, at)) return;
        var suggestion = _count.MayGuess ? Suggestion.Of(given, known) : "";
        Add(new(rule, at, $"unknown {kind} '{Quote.Cut(given)}'{expected}{suggestion}"));
    }

    private void Report(string rule, string field, string message, ContentPath? first = null)
    {
        var at = At(field);
        if (!_isTold(rule, at)) Add(new(rule, at, message, first));
    }

    private void Add(Violation violation)
    {
        if (_count.Add()) _violations.Add(violation);
    }

    private ContentPath At(string field)
    {
        var path = string.Join('.', _path.Select(step => step.Item < 0 ? step.Field : $"{step.Field}[{step.Item}]"));
        var whole = (path, field) switch { ("", _) => field, (_, "") => path, _ => $"{path}.{field}" };
        return new(_list, _index, whole);
    }

    private PathStep Enter(string field, int item = -1)
    {
        _path.Add((field, item));
        return new(_path);
    }

    private static bool IsWikidataId(string id) =>
        id.Length > 1 && id[0] == 'Q' && id[1] != '0' && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    // From the first name by so many back to it.
    private static string Around(IEnumerable<string> names, int count) =>
        $"{Quote.List(names, count, " → ")} → '{Quote.Cut(names.First())}'";

    private static string Name<T>(T value)
        where T : struct, Enum => EnumNames.Of(value);

    // Leaves a field of the path when disposed.
    private readonly ref struct PathStep(List<(string Field, int Item)> path)
    {
        public void Dispose() => path.RemoveAt(path.Count - 1);
    }
}
