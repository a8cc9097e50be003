using Claims.V1;

namespace Claims.Benchmarks.Searches;

/// <summary>
/// What an engine found: the best claims with their scores, and how many match.
/// </summary>
internal sealed class Found
{
    private const double Tolerance = 1e-6;

    private readonly List<(string Name, byte[] Encoding, double Score)> _best = new(SearchMix.PageSize);

    public long Total { get; set; }

    public static Found Of(SearchClaimsResponse response)
    {
        var found = new Found { Total = response.TotalSize };
        foreach (var result in response.Results) found.Add(result.Claim.Name, [], result.Score);
        return found;
    }

    public void Add(string name, byte[] encoding, double score) => _best.Add((name, encoding, score));

    /// <exception cref="ScenarioException">Another engine counted otherwise.</exception>
    public void MustBeAsMany(Found other, string title, string engine)
    {
        if (Total != other.Total) throw new ScenarioException($"{title}: {Total} match, but {other.Total} by {engine}.");
    }

    /// <exception cref="ScenarioException">Another engine found or scored otherwise.</exception>
    public void MustEqual(Found other, string title, string engine)
    {
        MustBeAsMany(other, title, engine);
        for (var i = 0; i < Math.Max(_best.Count, other._best.Count); i++)
        {
            var (own, others) = (_best.ElementAtOrDefault(i), other._best.ElementAtOrDefault(i));
            if (own.Name != others.Name || Math.Abs(own.Score - others.Score) > Tolerance)
            {
                throw new ScenarioException(
                    $"{title}: result {i} is {own.Name}, {own.Score}, but {others.Name}, {others.Score}, by {engine}.");
            }
        }
    }
}
