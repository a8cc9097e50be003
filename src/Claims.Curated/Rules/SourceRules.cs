using Claims.Catalog;
using Claims.Catalog.Building;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on sources, topics and places, as files list them.</summary>
internal static class SourceRules
{
    // What a source's count of claims may add to it once it is known.
    private const int MostBytesOfCount = 6;

    public static readonly Rule AffiliationCycle = new("affiliation-cycle", (circle, _) =>
        $"affiliations run in a circle: {circle}; expected a forest");

    public static readonly Rule AffiliationChain = new("affiliation-chain", (length, _) =>
        $"from here to the top of the chain it is {length} affiliations; the most is {AffiliationChains.MaximumLength}");

    public static readonly IReadOnlyList<Rule> All = [AffiliationCycle, AffiliationChain];

    public static readonly RuleTable<SourceDraft> Sources = new(
        [Source.NameFieldNumber, Source.DisplayNameFieldNumber, Source.KindFieldNumber],
        NameRules.Name<SourceDraft>(
            Source.NameFieldNumber, source => Utf8Names.IsSource(source.Text(Source.NameFieldNumber).Span), ResourceName.SourceForm),
        NameRules.Country<SourceDraft>(Source.CountryCodeFieldNumber),
        new("malformed-wikidata-id", Source.WikidataIdFieldNumber,
            source => source.Has(Source.WikidataIdFieldNumber) && !IsWikidataId(source.Text(Source.WikidataIdFieldNumber).Span),
            source => $"{source.Quoted(Source.WikidataIdFieldNumber)} is no Wikidata item; expected Q and a number, such as 'Q61'"),
        new(JsonRules.TooLarge.Slug, 0, source => source.Size + MostBytesOfCount > SizeLimits.Entry, source =>
            $"it is served in up to {source.Size + MostBytesOfCount} bytes; the most is {SizeLimits.Entry}"));

    public static readonly RuleTable<Draft> Topics = new(
        [HeadReader.Slug, HeadReader.DisplayName],
        NameRules.Slug<Draft>(HeadReader.Slug));

    public static readonly RuleTable<Draft> Places = new(
        [HeadReader.Slug, HeadReader.DisplayName],
        NameRules.Slug<Draft>(HeadReader.Slug),
        NameRules.Country<Draft>(HeadReader.CountryCode));

    private static bool IsWikidataId(ReadOnlySpan<byte> id) =>
        id.Length > 1 && id[0] == 'Q' && id[1] != '0' && !id[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
