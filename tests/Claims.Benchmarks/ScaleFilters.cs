using Claims.V1;

namespace Claims.Benchmarks;

/// <summary>
/// Filters that come of a corpus's own claims, and that about fifty claims match, by their shape.
/// </summary>
internal sealed class ScaleFilters
{
    private const int Wanted = 50;
    private const int Most = 10;

    // Filters that a claim itself matches.
    private static readonly IReadOnlyList<(string Name, Func<Claim, ClaimFilter?> Of)> _shapes =
    [
        ("a topic and a polarity", claim => claim.Topics.Count == 0
            ? null : new() { Topics = { claim.Topics[0].Topic }, Polarities = { claim.Stance.Polarity } }),
        ("a speaker", claim => new() { Speakers = { claim.Speakers[0].Source } }),
        ("a place", claim => claim.Places.Count == 0 ? null : new() { Places = { claim.Places[0].Place } }),
        ("a topic", claim => claim.Topics.Count == 0 ? null : new() { Topics = { claim.Topics[0].Topic } }),
        // A period to ask for has no unknown end.
        ("a cue and a day", claim => new()
        {
            Cues = { claim.Attribution.Steps[^1].Cue }, StatedDuring = claim.StatedDate.Edtf.Trim('/'),
        }),
    ];

    private readonly Dictionary<string, List<(ClaimFilter Filter, int Total)>> _nearest = [];

    private ScaleFilters()
    {
    }

    /// <summary>The nearest of each shape, of those that come of some claims.</summary>
    public static async Task<ScaleFilters> OfAsync(ClaimsService.ClaimsServiceClient client, IEnumerable<string> claims)
    {
        var totals = _shapes.ToDictionary(shape => shape.Name, _ => new Dictionary<ClaimFilter, int>());
        foreach (var name in claims)
        {
            var claim = await client.GetClaimAsync(new() { Name = name });
            foreach (var (shape, of) in _shapes)
            {
                if (of(claim) is not { } filter || totals[shape].ContainsKey(filter)) continue;
                totals[shape].Add(filter, (await client.ListClaimsAsync(Request(filter, size: 1))).TotalSize);
            }
        }

        var filters = new ScaleFilters();
        foreach (var (shape, found) in totals)
        {
            filters._nearest.Add(shape, [.. found.OrderBy(one => Math.Abs(one.Value - Wanted)).Take(Most)
                .Select(one => (one.Key, one.Value))]);
        }

        return filters;
    }

    /// <summary>The shape whose filters are nearest in both corpora.</summary>
    public static string NearestShape(ScaleFilters one, ScaleFilters other) => _shapes.Select(shape => shape.Name)
        .Where(shape => one._nearest[shape].Count > 0 && other._nearest[shape].Count > 0)
        .MinBy(shape => Math.Max(one.DistanceOf(shape), other.DistanceOf(shape)))
        ?? throw new ScenarioException("There are no claims to filter.");

    public static ListClaimsRequest Request(ClaimFilter filter, int size) =>
        new() { Parent = "articles/-", Filter = filter, PageSize = size };

    public IEnumerable<ClaimFilter> Of(string shape) => _nearest[shape].Select(one => one.Filter);

    /// <summary>How many claims match a filter of a shape, on average.</summary>
    public double MeanOf(string shape) => _nearest[shape].Average(one => one.Total);

    // Between totals that are greater and less, halves and doubles are alike.
    private double DistanceOf(string shape) =>
        _nearest[shape].Average(one => Math.Abs(Math.Log((double)one.Total / Wanted)));
}
