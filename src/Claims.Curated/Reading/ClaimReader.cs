using System.Diagnostics;
using System.Text.Json;
using Claims.Catalog;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// Turns the JSON of claims into encoded <see cref="Claim"/>s, derived fields included, without a message or a string
/// per claim, and asks the rules on them. Not thread-safe.
/// </summary>
internal sealed class ClaimReader
{
    private readonly References _references;
    private readonly JsonValues _values;
    private readonly DateReader _dates;
    private readonly LocatorReader _locators;
    private readonly AttributionReader _attributions;
    private readonly AttributionReader _alternatives;

    private readonly ClaimDraft _draft;
    private readonly Draft _figure = new(JsonMembers.Of(Figure.Descriptor));
    private readonly PlaceDraft _place;
    private readonly Draft _topic = new(JsonMembers.Of(TopicMention.Descriptor));
    private readonly Draft _relation = new(JsonMembers.Of(Relation.Descriptor));
    private readonly AlternativeDraft _alternative = new();
    private readonly Draft _review = new(JsonMembers.Of(Review.Descriptor));
    private readonly Encounters _topicsMet;
    private readonly Encounters _placesMet;

    private readonly EncodingBuffer _claim = new();
    private readonly ClaimDigest _digest = new();
    private readonly List<Range> _locatorItems = [];
    private IReadOnlyDictionary<string, string?>? _renames;

    public ClaimReader(ArticleDraft article, References references, JsonValues values, DateReader dates)
    {
        _references = references;
        _values = values;
        _dates = dates;
        _locators = new(values);
        _attributions = new(references, values, _locators);
        _alternatives = new(references, values, _locators);
        _draft = new(article);
        _place = new(JsonMembers.Of(PlaceMention.Descriptor), references.Heads.PlaceNames);
        _topicsMet = new(references.Heads.Topics.Count);
        _placesMet = new(references.Heads.Places.Count);
    }

    /// <summary>The last claim, encoded, until the next is read; of use only where no mistake was found.</summary>
    public ReadOnlySpan<byte> Encoding => _claim.Written;

    /// <summary>Whether the last claim was withdrawn, so that it is not served.</summary>
    public bool IsWithdrawn => _references.AnyWithdrawn && _references.AreWithdrawn(Names());

    /// <summary>Takes the claims that follow to be those of the article whose draft it has.</summary>
    /// <param name="renames">What claims are called that relations may name otherwise.</param>
    public void Begin(IReadOnlyDictionary<string, string?>? renames)
    {
        _renames = renames;
        _attributions.Begin(_draft.Article.Publisher);
        _alternatives.Begin(_draft.Article.Publisher);
    }

    /// <summary>Reads the claim at which it is.</summary>
    public void Read(ref JsonCursor json)
    {
        _values.Clear();
        if (!_values.Object(ref json, _draft)) return;
        for (int member; (member = _values.Next(ref json, _draft)) != JsonMembers.End;) ReadMember(ref json, member);
        Write();
        ClaimRules.Claims.Ask(_draft, _values.Mistakes);
    }

    private void ReadMember(ref JsonCursor json, int member)
    {
        var to = _draft.Nested;
        switch (member)
        {
            case Claim.AttributionFieldNumber:
                _attributions.Read(ref json, _draft.Attribution, _draft.Article.ParagraphCount, _draft, member, to);
                break;
            case Claim.StatedDateFieldNumber:
                _dates.Read(ref json, _draft.StatedDate, _draft, member, to);
                break;
            case Claim.EventDateFieldNumber:
                _dates.Read(ref json, _draft.EventDate, _draft, member, to);
                break;
            case Claim.StanceFieldNumber:
                ReadPlain(ref json, _draft.Stance, ClaimRules.Stances, _draft, member);
                break;
            case Claim.AsOfFieldNumber:
                _dates.Read(ref json, _draft.AsOf, _draft, member, to);
                break;
            case Claim.FiguresFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) ReadPlain(ref json, _figure, ClaimRules.Figures, null, member);
                break;
            case Claim.PlacesFieldNumber when _values.Array(ref json, _draft, member):
                _placesMet.Begin();
                for (var i = 0; JsonValues.NextItem(ref json, _draft, member); i++) ReadPlace(ref json, i);
                break;
            case Claim.TopicsFieldNumber when _values.Array(ref json, _draft, member):
                _topicsMet.Begin();
                for (var i = 0; JsonValues.NextItem(ref json, _draft, member); i++) ReadTopic(ref json, i);
                break;
            case Claim.LocatorsFieldNumber when _values.Array(ref json, _draft, member):
                _locatorItems.Clear();
                while (JsonValues.NextItem(ref json, _draft, member)) ReadLocator(ref json);
                break;
            case Claim.RelationsFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) ReadRelation(ref json);
                break;
            case Claim.FormerNamesFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member))
                {
                    var former = _values.FormerName(ref json, ResourceName.ClaimForm, Utf8Names.IsClaim);
                    _draft.FormerNames.Add(former.ToString());
                    to.WriteItem(member, former.Span);
                }

                break;
            case Claim.NotesFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) to.WriteItem(member, _values.Text(ref json, out _).Span);
                break;
            case Claim.AlternativesFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) ReadAlternative(ref json);
                break;
            case Claim.ContentSpansFieldNumber:
                _locators.ReadSpans(ref json, _draft.Article.ParagraphCount, _draft, member);
                break;
            case Claim.ReviewsFieldNumber when _values.Array(ref json, _draft, member):
                while (JsonValues.NextItem(ref json, _draft, member)) ReadPlain(ref json, _review, ClaimRules.Reviews, null, member);
                break;
        }
    }

    private void Write()
    {
        if (_draft.Has(Claim.AttributionFieldNumber)) WriteSpeakers(_attributions.Speakers.Written);
        _claim.Clear();
        _draft.Write(_claim);
        if (!_claim.IsFull) _claim.WriteText(Claim.DigestFieldNumber, _digest.Of(_claim.Written));
        _draft.Size = _claim.Size;
    }

    // All by which it is found: by its article's former names too.
    private List<string> Names()
    {
        var name = _draft.Name.ToString();
        var id = name[_draft.Article.Name.Span.Length..];
        return [name, .. _draft.FormerNames, .. _draft.Article.FormerNames.Select(article => article + id)];
    }

    // The same as in the attribution's last step, as items of another field.
    private void WriteSpeakers(ReadOnlySpan<byte> speakers)
    {
        const byte Tag = AttributionStep.SpeakersFieldNumber << 3 | 2;
        _draft.Open(Claim.SpeakersFieldNumber);
        while (speakers.Length > 0 && !_draft.Nested.IsFull)
        {
            Debug.Assert(speakers[0] == Tag, "only speakers are written there");
            var at = 1;
            var length = WireReader.LengthAt(speakers, ref at);
            _draft.Nested.WriteItem(Claim.SpeakersFieldNumber, speakers.Slice(at, length));
            speakers = speakers[(at + length)..];
        }

        _draft.Close();
    }

    private void ReadAlternative(ref JsonCursor json)
    {
        if (!_values.Object(ref json, _alternative)) return;
        for (int member; (member = _values.Next(ref json, _alternative)) != JsonMembers.End;)
        {
            _alternatives.Read(ref json, _alternative.Attribution, _draft.Article.ParagraphCount, _alternative, member, _alternative.Nested);
        }

        ClaimRules.Alternatives.Ask(_alternative, _values.Mistakes);
        _alternative.Write(Claim.AlternativesFieldNumber, _draft.Nested);
    }

    private void ReadPlain(ref JsonCursor json, Draft draft, RuleTable<Draft> rules, Draft? of, int member)
    {
        if (!_values.PlainObject(ref json, draft, of, member)) return;
        rules.Ask(draft, _values.Mistakes);
        draft.Write(member, _draft.Nested);
    }

    private void ReadPlace(ref JsonCursor json, int item)
    {
        if (!_values.PlainObject(ref json, _place)) return;
        _place.Place = _references.FindPlace(_place.Text(PlaceMention.PlaceFieldNumber));
        ClaimRules.Places.Ask(_place, _values.Mistakes);
        if (_place.Place is not { } place) return;
        TellDoubled(_placesMet.FirstOf(place.Index, item), item, _place.At);
        _draft.Nested.WriteItem(Claim.PlacesFieldNumber, place.Encoding);
    }

    // A topic is given by its slug, or as it is served.
    private void ReadTopic(ref JsonCursor json, int item)
    {
        var isTold = false;
        Utf8Text slug;
        if (json.TokenType != JsonTokenType.StartObject) slug = _values.Text(ref json, out isTold);
        else
        {
            if (!_values.PlainObject(ref json, _topic)) return;
            ClaimRules.Topics.Ask(_topic, _values.Mistakes);
            slug = _topic.Text(TopicMention.TopicFieldNumber);
            isTold = !_topic.Has(TopicMention.TopicFieldNumber);
        }

        if (_references.FindTopic(slug) is { } topic)
        {
            TellDoubled(_topicsMet.FirstOf(topic.Index, item), item, json.At);
            _draft.Nested.WriteItem(Claim.TopicsFieldNumber, topic.Encoding);
        }
        else if (!isTold && !_references.Heads.TopicNames.MayLackSome)
        {
            _values.Mistakes.Tell(NameRules.UnknownTopic, json.At, Quote.Cut(slug.ToString()), "",
                _references.Heads.TopicNames.GuessOf(slug));
        }
    }

    private void ReadLocator(ref JsonCursor json)
    {
        var (at, start) = (json.At, _draft.Nested.Length);
        var isUnderstood = _locators.Read(ref json, _draft.Article.ParagraphCount, null, Claim.LocatorsFieldNumber, _draft.Nested);
        var locator = start.._draft.Nested.Length;
        if (isUnderstood && !_draft.Nested.IsFull)
        {
            // There are few, since all that fit in a claim are.
            var first = 0;
            var written = _draft.Nested.Written;
            while (first < _locatorItems.Count && !written[_locatorItems[first]].SequenceEqual(written[locator])) first++;
            TellDoubled(first, _locatorItems.Count, at);
        }

        _locatorItems.Add(locator);
    }

    private void TellDoubled(int first, int item, int at)
    {
        if (first != item) _values.Mistakes.Tell(JsonRules.DoubledItem, at, $"{first}");
    }

    private void ReadRelation(ref JsonCursor json)
    {
        if (!_values.PlainObject(ref json, _relation)) return;
        ClaimRules.Relations.Ask(_relation, _values.Mistakes);
        if (_renames is not null && _renames.TryGetValue(_relation.Text(Relation.ClaimFieldNumber).ToString(), out var current))
        {
            if (current is null) return;
            _relation.Set(Relation.ClaimFieldNumber, Utf8Text.Of(current));
        }

        _relation.Write(Claim.RelationsFieldNumber, _draft.Nested);
    }
}
