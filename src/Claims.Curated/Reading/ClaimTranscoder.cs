using System.Diagnostics;
using System.Text.Json;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// Turns the JSON of claims into encoded <see cref="Claim"/>s, byte for byte what <see cref="CuratedFileReader"/> and
/// <see cref="Derivation"/> come to, where a claim by itself breaks no rule of <see cref="CorpusRules"/>. Not thread-safe.
/// </summary>
internal sealed class ClaimTranscoder
{
    // So few locators, or relations, are compared with each other; more in one claim are left to who reads thoroughly.
    private const int MostCompared = 32;

    private static readonly JsonMembers _members = new(Claim.Descriptor);
    private static readonly JsonMembers _stanceMembers = new(Stance.Descriptor);
    private static readonly JsonMembers _figureMembers = new(Figure.Descriptor);
    private static readonly JsonMembers _placeMembers = new(Place.Descriptor);
    private static readonly JsonMembers _relationMembers = new(Relation.Descriptor);
    private static readonly JsonEnum _polarities = JsonEnum.Of(Stance.Descriptor, Stance.PolarityFieldNumber);
    private static readonly JsonEnum _certainties = JsonEnum.Of(Stance.Descriptor, Stance.CertaintyFieldNumber);
    private static readonly JsonEnum _forces = JsonEnum.Of(Stance.Descriptor, Stance.ForceFieldNumber);
    private static readonly JsonEnum _relationTypes = JsonEnum.Of(Relation.Descriptor, Relation.TypeFieldNumber);

    private readonly EncodedReferences _references;
    private readonly JsonTexts _texts;
    private readonly DateTranscoder _dates;
    private readonly LocatorTranscoder _locators;
    private readonly AttributionTranscoder _attributions;

    // The fields as they come, each whole, and where; then the claim, in the order of the contract.
    private readonly EncodingBuffer _fields = new();
    private readonly EncodingBuffer _claim = new();

    // The items of a list that are to be told apart, and of relations what they are to, among the fields.
    private readonly Part[] _locatorItems = new Part[MostCompared];
    private readonly TypedPart[] _relationItems = new TypedPart[MostCompared];
    private int _relationCount;

    // For each topic and place, the last claim it was met in.
    private readonly long[] _topicMetIn;
    private readonly long[] _placeMetIn;
    private long _count;

    private byte[] _article = [];
    private int _paragraphs;
    private ResolvedDate _published;

    public ClaimTranscoder(EncodedReferences references, JsonTexts texts, DateTranscoder dates)
    {
        _references = references;
        _texts = texts;
        _dates = dates;
        _locators = new(texts);
        _attributions = new(references, texts, _locators);
        _topicMetIn = new long[references.TopicCount];
        _placeMetIn = new long[references.PlaceCount];
    }

    /// <summary>The last claim that was right, encoded, until the next is read.</summary>
    public ReadOnlySpan<byte> Encoding => _claim.Written;

    /// <summary>Takes the claims that follow to be an article's.</summary>
    public void Begin(ReadOnlySpan<byte> article, EncodedSource publisher, in ResolvedDate published, int paragraphs)
    {
        _article = article.ToArray();
        _published = published;
        _paragraphs = paragraphs;
        _attributions.Begin(publisher);
    }

    /// <summary>Reads the claim at which a reader is.</summary>
    /// <returns>False where it is not plainly right.</returns>
    public bool TryTranscode(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        _texts.Clear();
        _fields.Clear();
        _relationCount = 0;
        _count++;
        ReadOnlySpan<byte> name = default, text = default;
        Part attribution = default, stated = default, happened = default, stance = default, asOf = default, figures = default,
            places = default, topics = default, locators = default, relations = default, formerNames = default, notes = default;
        ResolvedDate statedDate = default;
        var presupposed = false;
        var polarity = Polarity.Unspecified;
        JsonMembers.State state = default;
        for (int member; (member = _members.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            var start = _fields.Length;
            switch (member)
            {
                case Claim.NameFieldNumber when _texts.TryReadName(ref reader, out name):
                case Claim.TextFieldNumber when _texts.TryRead(ref reader, out text):
                    break;
                case Claim.AttributionFieldNumber when _attributions.TryTranscode(ref reader, _paragraphs, member, _fields):
                    attribution = new(start, _fields.Length);
                    break;
                case Claim.StatedDateFieldNumber when _dates.TryTranscode(ref reader, member, _fields, out statedDate):
                    stated = new(start, _fields.Length);
                    break;
                case Claim.EventDateFieldNumber when _dates.TryTranscode(ref reader, member, _fields, out _):
                    happened = new(start, _fields.Length);
                    break;
                case Claim.StanceFieldNumber when TryTranscodeStance(ref reader, out polarity):
                    stance = new(start, _fields.Length);
                    break;
                case Claim.AsOfFieldNumber when _dates.TryTranscode(ref reader, member, _fields, out _):
                    asOf = new(start, _fields.Length);
                    break;
                case Claim.PresupposedFieldNumber when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                    presupposed = reader.TokenType == JsonTokenType.True;
                    break;
                case Claim.FiguresFieldNumber when TryTranscodeFigures(ref reader):
                    figures = new(start, _fields.Length);
                    break;
                case Claim.PlacesFieldNumber when TryTranscodePlaces(ref reader):
                    places = new(start, _fields.Length);
                    break;
                case Claim.TopicsFieldNumber when TryTranscodeTopics(ref reader):
                    topics = new(start, _fields.Length);
                    break;
                case Claim.LocatorsFieldNumber when TryTranscodeLocators(ref reader):
                    locators = new(start, _fields.Length);
                    break;
                case Claim.RelationsFieldNumber when TryTranscodeRelations(ref reader):
                    relations = new(start, _fields.Length);
                    break;
                case Claim.FormerNamesFieldNumber when TryTranscodeFormerNames(ref reader):
                    formerNames = new(start, _fields.Length);
                    break;
                case Claim.NotesFieldNumber when TryTranscodeNotes(ref reader):
                    notes = new(start, _fields.Length);
                    break;
                default:
                    return false;
            }

            if (_fields.Length > SizeLimits.Entry) return false;
        }

        if (!Utf8Names.IsClaimOf(_article, name) || text.IsEmpty || attribution.IsEmpty || stance.IsEmpty || locators.IsEmpty
            || stated.IsEmpty || !IsStatedInTime(statedDate)
            || (_attributions.Scope == AttributionScope.Ambiguous && notes.IsEmpty)
            || (!asOf.IsEmpty && polarity == Polarity.Positive)
            || RelatesTo(name))
        {
            return false;
        }

        _claim.Clear();
        _claim.WriteText(Claim.NameFieldNumber, name);
        _claim.WriteText(Claim.TextFieldNumber, text);
        WriteSpeakers();
        Copy(attribution);
        Copy(stated);
        Copy(happened);
        Copy(stance);
        Copy(asOf);
        _claim.WriteTrue(Claim.PresupposedFieldNumber, presupposed);
        Copy(figures);
        Copy(places);
        Copy(topics);
        Copy(locators);
        Copy(relations);
        Copy(formerNames);
        Copy(notes);
        return _claim.Length <= SizeLimits.Entry;
    }

    // Nobody is reported before having spoken, and the publisher speaks by publishing.
    private bool IsStatedInTime(in ResolvedDate stated) => _attributions.StepCount == 0
        ? stated.Edtf.Start < _published.Edtf.End && _published.Edtf.Start < stated.Edtf.End
        : !(stated.Earliest >= _published.End);

    private bool RelatesTo(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _relationCount; i++)
        {
            if (Field(_relationItems[i].Claim).SequenceEqual(name)) return true;
        }

        return false;
    }

    // The same as in the attribution's last step, as items of another field.
    private void WriteSpeakers()
    {
        const byte Tag = AttributionStep.SpeakersFieldNumber << 3 | 2;
        for (var speakers = _attributions.Speakers; speakers.Length > 0;)
        {
            Debug.Assert(speakers[0] == Tag, "only speakers are written there");
            var at = 1;
            var length = WireReader.LengthAt(speakers, ref at);
            _claim.WriteItem(Claim.SpeakersFieldNumber, speakers.Slice(at, length));
            speakers = speakers[(at + length)..];
        }
    }

    private void Copy(Part part) => _claim.Write(Field(part));

    private ReadOnlySpan<byte> Field(Part part) => _fields.Written[part.Start..part.End];

    private bool TryTranscodeStance(ref Utf8JsonReader reader, out Polarity polarity)
    {
        polarity = default;
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        int certainty = 0, force = 0;
        JsonMembers.State state = default;
        for (int member; (member = _stanceMembers.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case Stance.PolarityFieldNumber when (polarity = (Polarity)_texts.ReadEnum(ref reader, _polarities)) != 0:
                case Stance.CertaintyFieldNumber when (certainty = _texts.ReadEnum(ref reader, _certainties)) != 0:
                case Stance.ForceFieldNumber when (force = _texts.ReadEnum(ref reader, _forces)) != 0:
                    break;
                default:
                    return false;
            }
        }

        if (polarity == 0 || certainty == 0 || force == 0
            || (polarity == Polarity.Open && certainty != (int)Certainty.Uncommitted))
        {
            return false;
        }

        var start = _fields.Begin(Claim.StanceFieldNumber);
        _fields.WriteNumber(Stance.PolarityFieldNumber, (int)polarity);
        _fields.WriteNumber(Stance.CertaintyFieldNumber, certainty);
        _fields.WriteNumber(Stance.ForceFieldNumber, force);
        _fields.End(start);
        return true;
    }

    private bool TryTranscodeFigures(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryTranscodeFigure(ref reader)) return false;
        }

        return true;
    }

    private bool TryTranscodeFigure(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        ReadOnlySpan<byte> expression = default, unit = default;
        double? lower = null, upper = null;
        var approximate = false;
        JsonMembers.State state = default;
        for (int member; (member = _figureMembers.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case Figure.ExpressionFieldNumber when _texts.TryRead(ref reader, out expression):
                case Figure.LowerFieldNumber when TryReadDouble(ref reader, out lower):
                case Figure.UpperFieldNumber when TryReadDouble(ref reader, out upper):
                case Figure.UnitFieldNumber when _texts.TryReadName(ref reader, out unit):
                    break;
                case Figure.ApproximateFieldNumber when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                    approximate = reader.TokenType == JsonTokenType.True;
                    break;
                default:
                    return false;
            }
        }

        if (expression.IsEmpty || !Utf8Names.IsSlug(unit) || lower > upper) return false;
        var start = _fields.Begin(Claim.FiguresFieldNumber);
        _fields.WriteText(Figure.ExpressionFieldNumber, expression);
        if (lower is { } least) _fields.WriteGivenDouble(Figure.LowerFieldNumber, least);
        if (upper is { } most) _fields.WriteGivenDouble(Figure.UpperFieldNumber, most);
        _fields.WriteText(Figure.UnitFieldNumber, unit);
        _fields.WriteTrue(Figure.ApproximateFieldNumber, approximate);
        _fields.End(start);
        return true;
    }

    private static bool TryReadDouble(ref Utf8JsonReader reader, out double? number)
    {
        number = null;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var value) || !double.IsFinite(value))
        {
            return false;
        }

        number = value;
        return true;
    }

    private bool TryTranscodePlaces(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) return false;
            EncodedPlace? place = null;
            JsonMembers.State state = default;
            for (int member; (member = _placeMembers.Next(ref reader, ref state)) != JsonMembers.End;)
            {
                if (member != Place.Place_FieldNumber || !_texts.TryReadName(ref reader, out var slug)) return false;
                place = _references.FindPlace(slug);
            }

            if (place is null || _placeMetIn[place.Index] == _count) return false;
            _placeMetIn[place.Index] = _count;
            _fields.WriteItem(Claim.PlacesFieldNumber, place.Encoding);
        }

        return true;
    }

    private bool TryTranscodeTopics(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!_texts.TryReadName(ref reader, out var slug)) return false;
            var topic = _references.FindTopic(slug);
            if (topic < 0 || _topicMetIn[topic] == _count) return false;
            _topicMetIn[topic] = _count;
            _fields.WriteItem(Claim.TopicsFieldNumber, slug);
        }

        return true;
    }

    private bool TryTranscodeLocators(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        for (var count = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            var start = _fields.Length;
            if (count == MostCompared || !_locators.TryTranscode(ref reader, _paragraphs, Claim.LocatorsFieldNumber, _fields))
            {
                return false;
            }

            var locator = new Part(start, _fields.Length);
            for (var earlier = 0; earlier < count; earlier++)
            {
                if (Field(_locatorItems[earlier]).SequenceEqual(Field(locator))) return false;
            }

            _locatorItems[count] = locator;
        }

        return true;
    }

    private bool TryTranscodeRelations(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!TryTranscodeRelation(ref reader)) return false;
        }

        return true;
    }

    private bool TryTranscodeRelation(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject || _relationCount == MostCompared) return false;
        var type = 0;
        ReadOnlySpan<byte> claim = default, note = default;
        JsonMembers.State state = default;
        for (int member; (member = _relationMembers.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case Relation.TypeFieldNumber when (type = _texts.ReadEnum(ref reader, _relationTypes)) != 0:
                case Relation.ClaimFieldNumber when _texts.TryReadName(ref reader, out claim):
                case Relation.NoteFieldNumber when _texts.TryRead(ref reader, out note):
                    break;
                default:
                    return false;
            }
        }

        if (type == 0 || !Utf8Names.IsClaim(claim)) return false;
        for (var i = 0; i < _relationCount; i++)
        {
            if (type == _relationItems[i].Type && claim.SequenceEqual(Field(_relationItems[i].Claim))) return false;
        }

        var start = _fields.Begin(Claim.RelationsFieldNumber);
        _fields.WriteNumber(Relation.TypeFieldNumber, type);
        _fields.WriteText(Relation.ClaimFieldNumber, claim);
        var afterClaim = _fields.Length;
        _fields.WriteText(Relation.NoteFieldNumber, note);

        // Where a note makes the message longer than one byte tells, all of it moves by the bytes of its length.
        var end = _fields.Length;
        _fields.End(start);
        var claimEnd = afterClaim + (_fields.Length - end);
        _relationItems[_relationCount++] = new(type, new(claimEnd - claim.Length, claimEnd));
        return true;
    }

    private bool TryTranscodeFormerNames(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!_texts.TryReadName(ref reader, out var former) || !Utf8Names.IsClaim(former)) return false;
            _fields.WriteItem(Claim.FormerNamesFieldNumber, former);
        }

        return true;
    }

    private bool TryTranscodeNotes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!_texts.TryRead(ref reader, out var note)) return false;
            _fields.WriteItem(Claim.NotesFieldNumber, note);
        }

        return true;
    }

    // A part of the fields that are written.
    private readonly record struct Part(int Start, int End)
    {
        public bool IsEmpty => Start == End;
    }

    private readonly record struct TypedPart(int Type, Part Claim);
}
