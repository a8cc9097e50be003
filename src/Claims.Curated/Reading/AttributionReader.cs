using Claims.V1;

namespace Claims.Curated;

/// <summary>What was given of an <see cref="Attribution"/>.</summary>
internal sealed class AttributionDraft() : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(Attribution.Descriptor);

    /// <summary>How many steps are given, the publisher's own aside.</summary>
    public int StepCount { get; set; }

    public AttributionScope Scope => (AttributionScope)Number(Attribution.ScopeFieldNumber);

    public override void Begin(int at)
    {
        base.Begin(at);
        StepCount = 0;
    }
}

/// <summary>What was given of an <see cref="AttributionStep"/>.</summary>
internal sealed class StepDraft() : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(AttributionStep.Descriptor);

    public int SpeakerCount { get; set; }

    public override void Begin(int at)
    {
        base.Begin(at);
        SpeakerCount = 0;
    }
}

/// <summary>What was given of a <see cref="Speaker"/>.</summary>
/// <param name="names">The names of all sources.</param>
internal sealed class SpeakerDraft(HeadNames names) : Draft(_members)
{
    private static readonly JsonMembers _members = JsonMembers.Of(Speaker.Descriptor);

    public HeadNames Names => names;

    /// <summary>The source that has or had the name, where there is one.</summary>
    public EncodedSource? Source { get; set; }

    /// <summary>The source on whose behalf it speaks.</summary>
    public EncodedSource? Principal { get; set; }
}

/// <summary>
/// Turns the JSON of attributions into encoded <see cref="Attribution"/>s, the publisher's own step and the speakers'
/// derived fields included. Not thread-safe.
/// </summary>
internal sealed class AttributionReader(References references, JsonValues values, LocatorReader locators)
{
    private readonly StepDraft _step = new();
    private readonly SpeakerDraft _speaker = new(references.Heads.SourceNames);
    private readonly Encounters _met = new(references.Heads.Sources.Count);
    private readonly EncodingBuffer _ownStep = new();
    private readonly EncodingBuffer _ownSpeakers = new();
    private readonly EncodingBuffer _speakers = new();
    private bool _isOwnVoice;

    /// <summary>The speakers of the last attribution's last step, as items of
    /// <see cref="AttributionStep.Speakers"/>.</summary>
    public EncodingBuffer Speakers => _isOwnVoice ? _ownSpeakers : _speakers;

    /// <summary>Takes the attributions that follow to be those of an article.</summary>
    /// <param name="publisher">Its publisher; null where that is not known.</param>
    public void Begin(EncodedSource? publisher)
    {
        _ownSpeakers.Clear();
        if (publisher is not null) Write(publisher, (int)Identification.Named, default, null, _ownSpeakers);
        _ownStep.Clear();
        var step = _ownStep.Begin(Attribution.StepsFieldNumber);
        _ownStep.Write(_ownSpeakers);
        _ownStep.WriteNumber(AttributionStep.KindFieldNumber, (int)AttributionKind.Narrative);
        _ownStep.End(step);
    }

    /// <summary>Reads the attribution at which it is, in an article of so many paragraphs, and writes it as a
    /// field.</summary>
    public void Read(ref JsonCursor json, AttributionDraft attribution, int paragraphs, Draft of, int field, EncodingBuffer to)
    {
        if (!values.Object(ref json, attribution, of, field)) return;
        while (values.Next(ref json, attribution) != JsonMembers.End)
        {
            if (!values.Array(ref json, attribution, Attribution.StepsFieldNumber)) continue;
            attribution.Nested.Write(_ownStep);
            for (; JsonValues.NextItem(ref json, attribution, Attribution.StepsFieldNumber); attribution.StepCount++)
            {
                ReadStep(ref json, paragraphs, attribution.Nested);
            }
        }

        AttributionRules.Attributions.Ask(attribution, values.Mistakes);
        _isOwnVoice = attribution.StepCount == 0;
        if (!attribution.IsMet(Attribution.StepsFieldNumber))
        {
            attribution.Open(Attribution.StepsFieldNumber);
            attribution.Nested.Write(_ownStep);
            attribution.Close();
        }

        attribution.Write(field, to);
    }

    private void ReadStep(ref JsonCursor json, int paragraphs, EncodingBuffer to)
    {
        if (!values.Object(ref json, _step)) return;
        _met.Begin();
        _speakers.Clear();
        for (int member; (member = values.Next(ref json, _step)) != JsonMembers.End;)
        {
            if (member == AttributionStep.LocatorFieldNumber) locators.Read(ref json, paragraphs, _step, member, _step.Nested);
            else if (member is AttributionStep.SourceSpansFieldNumber or AttributionStep.CueSpansFieldNumber)
            {
                locators.ReadSpans(ref json, paragraphs, _step, member);
            }
            else if (values.Array(ref json, _step, member))
            {
                for (; JsonValues.NextItem(ref json, _step, member); _step.SpeakerCount++) ReadSpeaker(ref json, _step.SpeakerCount);
                _step.Nested.Write(_speakers);
            }
        }

        AttributionRules.Steps.Ask(_step, values.Mistakes);
        _step.Write(Attribution.StepsFieldNumber, to);
    }

    private void ReadSpeaker(ref JsonCursor json, int item)
    {
        if (!values.PlainObject(ref json, _speaker)) return;
        _speaker.Source = references.FindSource(_speaker.Text(Speaker.SourceFieldNumber));
        _speaker.Principal = references.FindSource(_speaker.Text(Speaker.OnBehalfOfFieldNumber));
        AttributionRules.Speakers.Ask(_speaker, values.Mistakes);
        if (_speaker.Source is not { } source) return;
        var first = _met.FirstOf(source.Index, item);
        if (first != item) values.Mistakes.Tell(JsonRules.DoubledItem, _speaker.At, $"{first}");
        var (identification, asPublished) =
            (_speaker.Number(Speaker.IdentificationFieldNumber), _speaker.Text(Speaker.AsPublishedFieldNumber));
        Write(source, identification, asPublished, _speaker.Principal, _speakers);
    }

    private static void Write(
        EncodedSource source, int identification, Utf8Text asPublished, EncodedSource? principal, EncodingBuffer to)
    {
        var start = to.Begin(AttributionStep.SpeakersFieldNumber);
        to.WriteText(Speaker.SourceFieldNumber, source.Name);
        to.WriteNumber(Speaker.IdentificationFieldNumber, identification);
        to.WriteText(Speaker.AsPublishedFieldNumber, asPublished.Span);
        if (principal is not null) to.WriteText(Speaker.OnBehalfOfFieldNumber, principal.Name);
        to.Write(source.Derived);
        to.End(start);
    }
}
