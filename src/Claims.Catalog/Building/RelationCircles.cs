namespace Claims.Catalog.Building;

/// <summary>
/// The relations that close a circle, found by one look at each relation, however many circles there are. Without them
/// there is none left. Immutable.
/// </summary>
internal sealed class RelationCircles
{
    private const int Unseen = -1;
    private const int Done = -2;

    private readonly Dictionary<(int Claim, int Relation), Circle> _circles = [];

    /// <param name="counts">For each claim, how many relations it has.</param>
    /// <param name="targetOf">The claim that one of a claim's relations is to, or -1 where it is to be left
    /// out.</param>
    public RelationCircles(ReadOnlySpan<int> counts, Func<int, int, int> targetOf)
    {
        // Where each claim stands on the way, while it does.
        var places = new int[counts.Length];
        Array.Fill(places, Unseen);
        var way = new List<(int Claim, int Next)>();
        for (var start = 0; start < counts.Length; start++)
        {
            if (places[start] == Unseen) Enter(start);
            while (way.Count > 0)
            {
                var (claim, relation) = way[^1];
                if (relation == counts[claim])
                {
                    places[claim] = Done;
                    way.RemoveAt(way.Count - 1);
                    continue;
                }

                way[^1] = (claim, relation + 1);
                var target = targetOf(claim, relation);
                if (target < 0 || places[target] == Done) continue;
                if (places[target] == Unseen)
                {
                    Enter(target);
                    continue;
                }

                var members = way[places[target]..Math.Min(way.Count, places[target] + Quote.MostListed)];
                _circles[(claim, relation)] = new(members.ConvertAll(member => member.Claim), way.Count - places[target]);
            }
        }

        void Enter(int claim)
        {
            places[claim] = way.Count;
            way.Add((claim, 0));
        }
    }

    /// <summary>The circle that a relation closes, or null.</summary>
    public Circle? ClosedBy(int claim, int relation) => _circles.GetValueOrDefault((claim, relation));
}

/// <summary>
/// Claims that are related in a circle.
/// </summary>
/// <param name="First">The first of them, beginning with the target of the relation that closes it.</param>
/// <param name="Length">How many there are.</param>
internal sealed record Circle(IReadOnlyList<int> First, int Length);
