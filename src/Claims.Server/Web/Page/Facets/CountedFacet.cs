using Claims.V1;

namespace Claims.Server.Web.Page.Facets;

/// <summary>One value of a facet.</summary>
/// <param name="Value">The value, as an address has it.</param>
/// <param name="Words">What the page calls it.</param>
/// <param name="Count">How many claims it would leave beside all that is chosen in the other facets.</param>
/// <param name="IsChosen">Whether it is chosen.</param>
public sealed record FacetValue(string Value, string Words, int Count, bool IsChosen);

/// <summary>A facet with its values, the most frequent first and those chosen that leave nothing last.</summary>
/// <param name="Facet">The facet.</param>
/// <param name="Values">At most <see cref="Most"/> of its values, and all that are chosen.</param>
/// <param name="More">How many values there are besides.</param>
public sealed record CountedFacet(Facet Facet, IReadOnlyList<FacetValue> Values, int More)
{
    /// <summary>The most values that are counted of a facet.</summary>
    public const int Most = 100;

    /// <summary>Counts the facets of a page; those that leave nothing to choose are left out.</summary>
    public static IReadOnlyList<CountedFacet> Of(PageData data)
    {
        var counted = new Dictionary<Dimension, DimensionSummary>();
        Facet[] unchosen = [.. Facet.All.Where(facet => !data.Query.ValuesOf(facet.Parameter).Any())];
        if (unchosen.Length > 0) Add(data.Query.Filter, unchosen);
        foreach (var facet in Facet.All.Except(unchosen))
        {
            var filter = data.Query.Filter.Clone();
            facet.Clear(filter);
            Add(filter, facet);
        }

        return
        [
            .. from facet in Facet.All
               let one = ValuesOf(data.Query, facet, counted.GetValueOrDefault(facet.Dimension))
               where one.Values.Count > 1 || one.Values.Any(value => value.IsChosen || value.Count < data.TotalSize)
               select one,
        ];

        void Add(ClaimFilter filter, params Facet[] facets)
        {
            var top = data.Query.More.Length > 0 ? Most : Facet.Shown;
            foreach (var summary in data.Summarize(filter, top, facets.Select(facet => facet.Dimension)).Summaries)
            {
                counted[summary.Dimension] = summary;
            }
        }
    }

    private static CountedFacet ValuesOf(PageQuery query, Facet facet, DimensionSummary? summary)
    {
        List<FacetValue> values =
        [
            .. from one in summary?.Groups ?? []
               where one.Value.Length > 0
               select new FacetValue(one.Value, WordsOf(one.Value, one.DisplayName), one.Count, query.Has(facet.Parameter, one.Value)),
        ];
        values.AddRange(
            from value in query.ValuesOf(facet.Parameter).Except(values.Select(value => value.Value))
            select new FacetValue(value, WordsOf(value, value[(value.LastIndexOf('/') + 1)..].Replace('-', ' ')), 0, true));
        return new(facet, values, summary?.MoreGroups ?? 0);

        string WordsOf(string value, string name) => facet.WordsOf?.Invoke(value) ?? name;
    }
}
