namespace Claims.Catalog;

/// <summary>
/// How far each source is from the top of what it is affiliated with, found by one look at each source, however they are
/// chained. Immutable.
/// </summary>
internal sealed class AffiliationChains
{
    /// <summary>The most affiliations from a source to the top: whoever asks for those of a source walks them.</summary>
    public const int MaximumLength = 32;

    private const int Unknown = -1;
    private const int OnTheWay = -2;
    private const int Endless = -3;

    private readonly int[] _lengths;
    private readonly Dictionary<int, IReadOnlyList<int>> _circles = [];

    /// <param name="above">For each source the one it is affiliated with, or -1.</param>
    public AffiliationChains(ReadOnlySpan<int> above)
    {
        _lengths = new int[above.Length];
        Array.Fill(_lengths, Unknown);
        var way = new List<int>();
        for (var source = 0; source < above.Length; source++)
        {
            // Up to where it is known, and down again.
            var at = source;
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

    /// <summary>How many affiliations lie between a source and the top; negative where they run into a circle.</summary>
    public int LengthOf(int source) => _lengths[source];

    /// <summary>The circle of which a source is the first member, in the order of affiliation; else null.</summary>
    public IReadOnlyList<int>? CircleOf(int source) => _circles.GetValueOrDefault(source);

    private void AddCircle(List<int> members)
    {
        var first = members.IndexOf(members.Min());
        _circles[members[first]] = [.. members[first..], .. members[..first]];
    }
}
