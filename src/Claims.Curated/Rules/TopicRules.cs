using Claims.Catalog;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on topics, as files list them.</summary>
internal static class TopicRules
{
    public static readonly Rule Participant = new("participant-kind", (given, kind) =>
        $"'{given}' is of {kind}; expected a person or a body to take part");

    public static readonly IReadOnlyList<Rule> All = [Participant];

    public static readonly RuleTable<HeadDraft> Topics = new(
        [Topic.SlugFieldNumber, Topic.DisplayNameFieldNumber],
        NameRules.Slug<HeadDraft>(Topic.SlugFieldNumber),
        NameRules.WikidataId(Topic.WikidataIdFieldNumber),
        OfEvents(Topic.DateFieldNumber),
        OfEvents(Topic.PlacesFieldNumber),
        OfEvents(Topic.ParticipantsFieldNumber),
        JsonRules.SizeOfCounted);

    private static Rule<HeadDraft> OfEvents(int member) => new("no-event", member,
        topic => topic.IsMet(member) && !topic.IsTold(Topic.KindFieldNumber) && topic.Number(Topic.KindFieldNumber) != (int)TopicKind.Event,
        topic => $"'{topic.Members.NameOf(member)}' is for events, and kind is "
            + (topic.Has(Topic.KindFieldNumber) ? EnumNames.Of((TopicKind)topic.Number(Topic.KindFieldNumber)) : "not given")
            + "; expected TOPIC_KIND_EVENT");
}
