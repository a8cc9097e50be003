namespace Claims.Catalog;

/// <summary>
/// How far each member of a forest is from the top of its tree, found by one look at each member, however they are chained;
/// and where there is a circle, so that it is none. Immutable.
/// </summary>
internal sealed class ForestChains
{
    /// <summary>The most steps from a member to the top: whoever asks for what is above walks them.</summary>
    public const int MaximumLength = 32;

    private const int Unknown = -1;
    private const int OnTheWay = -2;
    private const int Endless = -3;

    private readonly int[] _lengths;
    private readonly Dictionary<int, IReadOnlyList<int>> _circles = [];

    /// <param name="above">For each member the one above it, or -1.</param>
    public ForestChains(ReadOnlySpan<int> above)
    {
        _lengths = new int[above.Length];
        Array.Fill(_lengths, Unknown);
        var way = new List<int>();
        for (var member = 0; member < above.Length; member++)
        {
            // Up to where it is known, and down again.
            var at = member;
            for (; at >= 0 && _lengths[at] == Unknown; at = above[at])
            {
                _lengths[at] = OnTheWay;
                way.Add(at);
            }

            if (at >= 0 && _lengths[at] == OnTheWay) AddCircle(way[way.LastIndexOf(at)..]);
            var length = at < 0 ? -1 : _lengths[at];
            for (var i = way.Count - 1; i >= 0; i--) _lengths[way[i]] = length = length is OnTheWay or Endless ? Endless : length + 1;
            way.Clear();
        }
    }

    /// <summary>How many steps lie between a member and the top; negative where they run into a circle.</summary>
    public int LengthOf(int member) => _lengths[member];

    /// <summary>The circle that has a member as its first, in the order of the steps; else null.</summary>
    public IReadOnlyList<int>? CircleOf(int member) => _circles.GetValueOrDefault(member);

    private void AddCircle(List<int> members)
    {
        var first = members.IndexOf(members.Min());
        _circles[members[first]] = [.. members[first..], .. members[..first]];
    }
}
