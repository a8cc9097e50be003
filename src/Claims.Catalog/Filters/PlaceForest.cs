namespace Claims.Catalog;

/// <summary>
/// What each place lies in: a claim that is about a place is about all of these too.
/// </summary>
/// <param name="first">The number of the first place among the values of facets.</param>
/// <param name="above">For each place the one it lies in, or -1, in no circle.</param>
internal readonly ref struct PlaceForest(int first, ReadOnlySpan<int> above)
{
    private readonly int _first = first;
    private readonly ReadOnlySpan<int> _above = above;

    /// <summary>Adds to the values of a claim the places that its places lie in, each once.</summary>
    /// <param name="values">The values.</param>
    /// <param name="start">Where those of the claim start; they are the last.</param>
    public void AddAbove(Column<int> values, int start)
    {
        var end = values.Count;
        for (var i = start; i < end; i++)
        {
            var place = values[i] - _first;
            if (place < 0 || place >= _above.Length) continue;
            for (place = _above[place]; place >= 0 && ValueReader.AddOnce(values, start, _first + place);) place = _above[place];
        }
    }
}
