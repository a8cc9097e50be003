using System.Globalization;
using Claims.Catalog;
using Claims.V1;

namespace Claims.Curated;

/// <summary>The rules on places, as files list them.</summary>
internal static class PlaceRules
{
    public static readonly Rule Cycle = new("place-cycle", (circle, _) =>
        $"places lie in each other in a circle: {circle}; expected a forest");

    public static readonly Rule Chain = new("place-chain", (length, _) =>
        $"from here outwards it is {length} places; the most is {ForestChains.MaximumLength}");

    public static readonly IReadOnlyList<Rule> All = [Cycle, Chain];

    public static readonly RuleTable<HeadDraft> Places = new(
        [Place.SlugFieldNumber, Place.DisplayNameFieldNumber],
        NameRules.Slug<HeadDraft>(Place.SlugFieldNumber),
        NameRules.Country<HeadDraft>(Place.CountryCodeFieldNumber),
        NameRules.WikidataId(Place.WikidataIdFieldNumber),
        JsonRules.SizeOfCounted);

    public static readonly RuleTable<Draft> Coordinates = new(
        [V1.Coordinates.LatitudeFieldNumber, V1.Coordinates.LongitudeFieldNumber],
        Degrees(V1.Coordinates.LatitudeFieldNumber, 90),
        Degrees(V1.Coordinates.LongitudeFieldNumber, 180));

    private static Rule<Draft> Degrees(int member, int most) => new("coordinate-range", member,
        coordinates => coordinates.Double(member) is { } degrees && Math.Abs(degrees) > most,
        coordinates => string.Create(CultureInfo.InvariantCulture,
            $"{coordinates.Double(member)} is out of range; expected degrees of WGS 84, from -{most} to {most}"));
}
