using System.Text;
using System.Text.Json;
using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>
/// Turns the JSON of attributions into encoded <see cref="Attribution"/>s, the publisher's own step and the speakers'
/// derived fields included, where they break no rule. Not thread-safe.
/// </summary>
internal sealed class AttributionTranscoder(EncodedReferences references, JsonTexts texts, LocatorTranscoder locators)
{
    private static readonly JsonMembers _members = new(Attribution.Descriptor);
    private static readonly JsonMembers _stepMembers = new(AttributionStep.Descriptor);
    private static readonly JsonMembers _speakerMembers = new(Speaker.Descriptor);
    private static readonly JsonEnum _scopes = JsonEnum.Of(Attribution.Descriptor, Attribution.ScopeFieldNumber);
    private static readonly JsonEnum _joints = JsonEnum.Of(AttributionStep.Descriptor, AttributionStep.JointFieldNumber);
    private static readonly JsonEnum _kinds = JsonEnum.Of(AttributionStep.Descriptor, AttributionStep.KindFieldNumber);
    private static readonly JsonEnum _identifications = JsonEnum.Of(Speaker.Descriptor, Speaker.IdentificationFieldNumber);

    private readonly EncodingBuffer _ownStep = new();
    private readonly EncodingBuffer _ownSpeakers = new();
    private readonly EncodingBuffer _steps = new();
    private readonly EncodingBuffer _speakers = new();
    private readonly EncodingBuffer _locator = new();

    // For each source, the last step it was met in.
    private readonly long[] _metIn = new long[references.SourceCount];
    private long _step;

    /// <summary>How many steps the last attribution gave, the publisher's own aside.</summary>
    public int StepCount { get; private set; }

    /// <summary>The scope of the last attribution.</summary>
    public AttributionScope Scope { get; private set; }

    /// <summary>The speakers of the last attribution's last step, as items of <see cref="AttributionStep.Speakers"/>.</summary>
    public ReadOnlySpan<byte> Speakers => (StepCount == 0 ? _ownSpeakers : _speakers).Written;

    /// <summary>Takes the attributions that follow to be an article's.</summary>
    public void Begin(EncodedSource publisher)
    {
        _ownSpeakers.Clear();
        Write(publisher, (int)Identification.Named, default, null, _ownSpeakers);
        _ownStep.Clear();
        var step = _ownStep.Begin(Attribution.StepsFieldNumber);
        _ownStep.Write(_ownSpeakers.Written);
        _ownStep.WriteNumber(AttributionStep.KindFieldNumber, (int)AttributionKind.Narrative);
        _ownStep.End(step);
    }

    /// <summary>Reads the attribution at which a reader is, and writes it as a field of a message.</summary>
    /// <returns>False where it is not plainly right in an article of so many paragraphs.</returns>
    public bool TryTranscode(ref Utf8JsonReader reader, int paragraphs, int field, EncodingBuffer to)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        ReadOnlySpan<byte> phrase = default;
        var scope = 0;
        StepCount = 0;
        _steps.Clear();
        JsonMembers.State state = default;
        for (int member; (member = _members.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case Attribution.PhraseFieldNumber when texts.TryRead(ref reader, out phrase):
                case Attribution.StepsFieldNumber when TryTranscodeSteps(ref reader, paragraphs):
                case Attribution.ScopeFieldNumber when (scope = texts.ReadEnum(ref reader, _scopes)) != 0:
                    break;
                default:
                    return false;
            }
        }

        Scope = (AttributionScope)scope;
        if (StepCount == 0 ? Scope == AttributionScope.Clear || phrase.Length > 0 : scope == 0) return false;
        var start = to.Begin(field);
        to.WriteText(Attribution.PhraseFieldNumber, phrase);
        to.Write(_ownStep.Written);
        to.Write(_steps.Written);
        to.WriteNumber(Attribution.ScopeFieldNumber, scope);
        to.End(start);
        return true;
    }

    private bool TryTranscodeSteps(ref Utf8JsonReader reader, int paragraphs)
    {
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; StepCount++)
        {
            // Each step repeats its sources' names: what is too large is not to become a thousand times as large first.
            if (!TryTranscodeStep(ref reader, paragraphs) || _steps.Length > SizeLimits.Entry) return false;
        }

        return true;
    }

    private bool TryTranscodeStep(ref Utf8JsonReader reader, int paragraphs)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        ReadOnlySpan<byte> cue = default;
        int speakerCount = 0, joint = 0, kind = 0;
        _speakers.Clear();
        _locator.Clear();
        _step++;
        JsonMembers.State state = default;
        for (int member; (member = _stepMembers.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case AttributionStep.SpeakersFieldNumber when TryTranscodeSpeakers(ref reader, out speakerCount):
                case AttributionStep.JointFieldNumber when (joint = texts.ReadEnum(ref reader, _joints)) != 0:
                case AttributionStep.KindFieldNumber when (kind = texts.ReadEnum(ref reader, _kinds)) != 0:
                case AttributionStep.CueFieldNumber when texts.TryRead(ref reader, out cue):
                case AttributionStep.LocatorFieldNumber
                    when locators.TryTranscode(ref reader, paragraphs, AttributionStep.LocatorFieldNumber, _locator):
                    break;
                default:
                    return false;
            }
        }

        if (speakerCount == 0 || speakerCount > 1 != (joint != 0) || kind is 0 or (int)AttributionKind.Narrative
            || HasCapital(cue))
        {
            return false;
        }

        var start = _steps.Begin(Attribution.StepsFieldNumber);
        _steps.Write(_speakers.Written);
        _steps.WriteNumber(AttributionStep.JointFieldNumber, joint);
        _steps.WriteNumber(AttributionStep.KindFieldNumber, kind);
        _steps.WriteText(AttributionStep.CueFieldNumber, cue);
        _steps.Write(_locator.Written);
        _steps.End(start);
        return true;
    }

    private bool TryTranscodeSpeakers(ref Utf8JsonReader reader, out int count)
    {
        count = 0;
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (!TryTranscodeSpeaker(ref reader)) return false;
        }

        return true;
    }

    private bool TryTranscodeSpeaker(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        EncodedSource? source = null, principal = null;
        ReadOnlySpan<byte> asPublished = default;
        var identification = 0;
        JsonMembers.State state = default;
        for (int member; (member = _speakerMembers.Next(ref reader, ref state)) != JsonMembers.End;)
        {
            switch (member)
            {
                case Speaker.SourceFieldNumber when (source = ReadSource(ref reader)) is not null:
                case Speaker.IdentificationFieldNumber when (identification = texts.ReadEnum(ref reader, _identifications)) != 0:
                case Speaker.AsPublishedFieldNumber when texts.TryRead(ref reader, out asPublished):
                case Speaker.OnBehalfOfFieldNumber when (principal = ReadSource(ref reader)) is not null:
                    break;
                default:
                    return false;
            }
        }

        if (source is null || identification == 0 || source.Index == principal?.Index || _metIn[source.Index] == _step
            || (identification == (int)Identification.Metonym && source.Kind != SourceKind.Government))
        {
            return false;
        }

        _metIn[source.Index] = _step;
        Write(source, identification, asPublished, principal, _speakers);
        return true;
    }

    private EncodedSource? ReadSource(ref Utf8JsonReader reader) =>
        texts.TryReadName(ref reader, out var name) ? references.FindSource(name) : null;

    private static void Write(
        EncodedSource source, int identification, ReadOnlySpan<byte> asPublished, EncodedSource? principal, EncodingBuffer to)
    {
        var start = to.Begin(AttributionStep.SpeakersFieldNumber);
        to.WriteText(Speaker.SourceFieldNumber, source.Name);
        to.WriteNumber(Speaker.IdentificationFieldNumber, identification);
        to.WriteText(Speaker.AsPublishedFieldNumber, asPublished);
        if (principal is not null) to.WriteText(Speaker.OnBehalfOfFieldNumber, principal.Name);
        to.Write(source.Derived);
        to.End(start);
    }

    private static bool HasCapital(ReadOnlySpan<byte> text)
    {
        if (Ascii.IsValid(text)) return text.ContainsAnyInRange((byte)'A', (byte)'Z');
        foreach (var c in Encoding.UTF8.GetString(text))
        {
            if (char.IsUpper(c)) return true;
        }

        return false;
    }
}
