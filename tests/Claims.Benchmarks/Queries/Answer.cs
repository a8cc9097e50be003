using Claims.V1;

namespace Claims.Benchmarks.Queries;

/// <summary>
/// What an engine answered: the page's claims, by name and encoding, and how many there are on all pages.
/// </summary>
internal sealed class Answer
{
    private readonly List<byte[]> _encodings = new(QueryMix.PageSize);

    public List<string> Names { get; } = new(QueryMix.PageSize);

    public long Total { get; set; }

    public static Answer Of(ListClaimsResponse response)
    {
        var answer = new Answer { Total = response.TotalSize };
        foreach (var claim in response.Claims) answer.Names.Add(claim.Name);
        return answer;
    }

    public void Add(string name, byte[] encoding)
    {
        Names.Add(name);
        _encodings.Add(encoding);
    }

    /// <exception cref="ScenarioException">Another engine answered otherwise.</exception>
    public void MustEqual(Answer other, string title, string engine)
    {
        if (Total != other.Total) throw new ScenarioException($"{title}: {Total} match, but {other.Total} by {engine}.");
        for (var i = 0; i < Math.Max(Names.Count, other.Names.Count); i++)
        {
            var (own, others) = (Names.ElementAtOrDefault(i), other.Names.ElementAtOrDefault(i));
            if (own != others) throw new ScenarioException($"{title}: claim {i} is {own}, but {others} by {engine}.");
        }
    }
}
