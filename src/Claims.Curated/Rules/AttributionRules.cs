using Claims.Catalog;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on attributions, their steps and speakers.</summary>
internal static class AttributionRules
{
    // What is asked of no steps is told of them: they may be there and not understood.
    public static readonly RuleTable<AttributionDraft> Attributions = new(
        [],
        new("scope-in-own-voice", Attribution.StepsFieldNumber,
            attribution => attribution.StepCount == 0 && attribution.Scope == AttributionScope.Clear,
            _ => "ATTRIBUTION_SCOPE_CLEAR says that an attribution reaches the claim, and there are no 'steps': leave it out, or give "
                + "the steps"),
        new("phrase-in-own-voice", Attribution.StepsFieldNumber,
            attribution => attribution.StepCount == 0 && attribution.Has(Attribution.PhraseFieldNumber),
            attribution => $"phrase {attribution.Quoted(Attribution.PhraseFieldNumber)} names a source, and there are no 'steps': leave it "
                + "out, or give the steps"),
        RuleTable<AttributionDraft>.Missing(Attribution.ScopeFieldNumber,
            attribution => attribution.StepCount > 0 && attribution.Scope == 0));

    public static readonly RuleTable<StepDraft> Steps = new(
        [AttributionStep.SpeakersFieldNumber, AttributionStep.KindFieldNumber],
        new("joint-missing", AttributionStep.JointFieldNumber,
            step => step.SpeakerCount > 1 && !step.Has(AttributionStep.JointFieldNumber),
            step => $"{step.SpeakerCount} speakers share the step and 'joint' is not given; expected JOINT_MODE_JOINT, JOINT_MODE_EACH or "
                + "JOINT_MODE_UNCLEAR"),
        new("joint-of-one", AttributionStep.JointFieldNumber,
            step => step.SpeakerCount == 1 && step.Has(AttributionStep.JointFieldNumber),
            step => $"{EnumNames.Of((JointMode)step.Number(AttributionStep.JointFieldNumber))} is given and the step has one speaker: leave it out"),
        new("narrative-step", AttributionStep.KindFieldNumber,
            step => step.Number(AttributionStep.KindFieldNumber) == (int)AttributionKind.Narrative,
            _ => "ATTRIBUTION_KIND_NARRATIVE is the publisher's own voice, which is put before the given steps by itself: leave "
                + "the step out"),
        new("malformed-cue", AttributionStep.CueFieldNumber, step => HasCapital(step.Text(AttributionStep.CueFieldNumber)), step =>
            $"cue {step.Quoted(AttributionStep.CueFieldNumber)} is no lemma; expected lower case, such as 'say'"));

    public static readonly RuleTable<SpeakerDraft> Speakers = new(
        [Speaker.SourceFieldNumber, Speaker.IdentificationFieldNumber],
        NameRules.Known<SpeakerDraft>(NameRules.UnknownSource, Speaker.SourceFieldNumber,
            speaker => speaker.Source is not null, speaker => speaker.Names),
        NameRules.Known<SpeakerDraft>(NameRules.UnknownSource, Speaker.OnBehalfOfFieldNumber,
            speaker => speaker.Principal is not null, speaker => speaker.Names),
        new("metonym-of-no-government", Speaker.IdentificationFieldNumber,
            speaker => speaker.Number(Speaker.IdentificationFieldNumber) == (int)Identification.Metonym
                && speaker.Source?.Kind is not (null or SourceKind.Government or SourceKind.Unspecified),
            speaker => "IDENTIFICATION_METONYM is said of a capital or country for its government, and "
                + $"{speaker.Quoted(Speaker.SourceFieldNumber)} is {EnumNames.Of(speaker.Source!.Kind)}"),
        new("on-behalf-of-itself", Speaker.OnBehalfOfFieldNumber,
            speaker => speaker.Principal is not null && speaker.Principal == speaker.Source,
            speaker => $"{speaker.Quoted(Speaker.OnBehalfOfFieldNumber)} speaks for itself: leave it out"));

    private static bool HasCapital(Utf8Text text)
    {
        var utf8 = text.Span;
        return System.Text.Ascii.IsValid(utf8) ? utf8.ContainsAnyInRange((byte)'A', (byte)'Z') : text.ToString().Any(char.IsUpper);
    }
}
