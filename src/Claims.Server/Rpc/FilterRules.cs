using Claims.Catalog;
using Claims.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Claims.Server.Rpc;

/// <summary>
/// The rules on a filter, and on all filters in it.
/// </summary>
/// <param name="rules">Those on its request, which are told what is wrong.</param>
internal sealed class FilterRules(RequestRules rules)
{
    private const int MaximumDepth = 5;
    private const int MaximumCueLength = 64;

    /// <summary>Checks a filter.</summary>
    /// <returns>What it asks; of no use where a rule is broken.</returns>
    public ClaimCriteria Check(ClaimFilter filter)
    {
        var (depth, filters, values) = SizeOf(filter);
        var isTooLarge = depth > MaximumDepth || filters > RequestRules.MaximumFilters || values > RequestRules.MaximumValues;

        // Told once: what is in too large a filter is not looked at.
        if (!isTooLarge) return Criteria("filter", filter);
        if (depth > MaximumDepth) rules.Add("filter", $"{depth} filters deep; the most is {MaximumDepth}");
        AtMost(RequestRules.MaximumFilters, filters, "filters");
        AtMost(RequestRules.MaximumValues, values, "values");
        return ClaimCriteria.None;

        void AtMost(int maximum, int count, string what)
        {
            if (count > maximum) rules.Add("filter", RequestRules.TooMany(what, count, maximum));
        }
    }

    private static (int Depth, int Filters, int Values) SizeOf(ClaimFilter filter)
    {
        var (depth, filters) = (0, 1);
        var values = filter.Speakers.Count + filter.Sources.Count + filter.Affiliations.Count + filter.SourceKinds.Count
            + filter.Identifications.Count + filter.AttributionKinds.Count + filter.Scopes.Count + filter.Cues.Count
            + filter.Polarities.Count + filter.Certainties.Count + filter.Forces.Count + filter.Topics.Count
            + filter.Places.Count + filter.CountryCodes.Count + filter.RelationTypes.Count + filter.Publishers.Count
            + filter.Languages.Count;
        AddSizes(filter.AllOf);
        AddSizes(filter.AnyOf);
        AddSizes(filter.NoneOf);
        return (depth + 1, filters, values);

        void AddSizes(RepeatedField<ClaimFilter> inner)
        {
            foreach (var one in inner)
            {
                var size = SizeOf(one);
                depth = Math.Max(depth, size.Depth);
                filters += size.Filters;
                values += size.Values;
            }
        }
    }

    private ClaimCriteria Criteria(string path, ClaimFilter filter)
    {
        rules.Names("speakers", filter.Speakers, ResourceName.IsSource, ResourceName.SourceForm, path);
        rules.Names("sources", filter.Sources, ResourceName.IsSource, ResourceName.SourceForm, path);
        rules.Names("affiliations", filter.Affiliations, ResourceName.IsSource, ResourceName.SourceForm, path);
        rules.Enums("source_kinds", filter.SourceKinds, path);
        rules.Enums("identifications", filter.Identifications, path);
        rules.Enums("attribution_kinds", filter.AttributionKinds, path);
        rules.Enums("scopes", filter.Scopes, path);
        for (var i = 0; i < filter.Cues.Count; i++)
        {
            if (filter.Cues[i].Length <= MaximumCueLength) continue;
            rules.Add($"{path}.cues[{i}]", RequestRules.TooMany("characters", filter.Cues[i].Length, MaximumCueLength));
        }

        rules.Enums("polarities", filter.Polarities, path);
        rules.Enums("certainties", filter.Certainties, path);
        rules.Enums("forces", filter.Forces, path);
        rules.Slugs("topics", filter.Topics, path);
        rules.Slugs("places", filter.Places, path);
        rules.Countries("country_codes", filter.CountryCodes, path);
        rules.Enums("relation_types", filter.RelationTypes, path);
        rules.Names("publishers", filter.Publishers, ResourceName.IsSource, ResourceName.SourceForm, path);
        rules.Languages("languages", filter.Languages, path);
        if (filter.StandingAt is { } moment && !IsMoment(moment))
        {
            rules.Add($"{path}.standing_at", $"{moment.Seconds} s and {moment.Nanos} ns are no moment of the years 0001 to 9999");
        }

        return new(
            filter,
            rules.Date("stated_during", filter.StatedDuring, path),
            rules.Date("event_during", filter.EventDuring, path),
            new(filter.Publishers, filter.Languages, rules.Date("published_during", filter.PublishedDuring, path)),
            Inner("all_of", filter.AllOf, path),
            Inner("any_of", filter.AnyOf, path),
            Inner("none_of", filter.NoneOf, path));
    }

    private IReadOnlyList<ClaimCriteria> Inner(string field, RepeatedField<ClaimFilter> filters, string path) =>
        filters.Count == 0 ? [] : [.. filters.Select((filter, i) => Criteria($"{path}.{field}[{i}]", filter))];

    private static bool IsMoment(Timestamp moment) =>
        moment is { Seconds: >= -62_135_596_800 and <= 253_402_300_799, Nanos: >= 0 and <= 999_999_999 };
}
