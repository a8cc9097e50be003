using Claims.Catalog;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on sources, as files list them.</summary>
internal static class SourceRules
{
    public static readonly Rule Cycle = new("affiliation-cycle", (circle, _) =>
        $"affiliations run in a circle: {circle}; expected a forest");

    public static readonly Rule Chain = new("affiliation-chain", (length, _) =>
        $"from here to the top of the chain it is {length} affiliations; the most is {ForestChains.MaximumLength}");

    public static readonly IReadOnlyList<Rule> All = [Cycle, Chain];

    public static readonly RuleTable<HeadDraft> Sources = new(
        [Source.NameFieldNumber, Source.DisplayNameFieldNumber, Source.KindFieldNumber],
        NameRules.Name<HeadDraft>(
            Source.NameFieldNumber, source => Utf8Names.IsSource(source.Text(Source.NameFieldNumber).Span), ResourceName.SourceForm),
        NameRules.Country<HeadDraft>(Source.CountryCodeFieldNumber),
        NameRules.WikidataId(Source.WikidataIdFieldNumber),
        JsonRules.SizeOfCounted);
}
